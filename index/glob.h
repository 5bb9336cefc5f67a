// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns for paths: * any run of characters but '/', ** any run at all, **/
// nothing or any run that ends in '/', ? one character but '/', [a-z] and
// [!a-z] one byte of a set, \x the character x.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ibid {

// Single characters, sets and stars in a pattern. One of more matches nothing:
// no path is as long.
inline constexpr size_t kMaxGlobElements = 4096;

// A pattern, read once to be held against many paths. Bytes are compared, ?
// takes one code point. A [ without its ] stands for itself.
class Glob {
 public:
  enum class Match : uint8_t {
    kWhole,  // all of the path matches
    // What --include, --exclude, --path and path: mean: a pattern with a '/' in
    // it matches any run of whole names in the path (docs/api: docs/api/a.md
    // and x/docs/api/a.md); one without matches any single name in it. So what
    // matches a folder matches all that is in it. A trailing '/' is ignored.
    kNames,
  };

  Glob(std::string_view pattern, Match match);

  // At most a few steps for each byte of the path and 64 elements of the
  // pattern; only elements that the path can have reached count.
  bool matches(std::string_view path) const;

 private:
  // Places lie before, between and behind elements; a set of them is a bit for
  // each, in words of 64.
  struct Word {
    uint64_t repeats = 0;    // the element can take more than one byte
    uint64_t opens = 0;      // the next place is reached without a byte
    uint64_t leaps = 0;      // likewise the third next
    uint64_t after_any = 0;  // behind a ?
    uint64_t ends = 0;       // the path may end here
  };
  static uint64_t close(const Word& word, uint64_t places);
  size_t step(unsigned char byte, size_t count, uint64_t* reached) const;

  std::vector<Word> words_;      // none: matches nothing
  std::vector<uint64_t> takes_;  // for each byte, where the element takes it
};

// For a pattern that is held against one path: Glob(pattern, kWhole) ...
bool glob_match(std::string_view pattern, std::string_view path);
// ... and Glob(pattern, kNames).
bool path_match(std::string_view pattern, std::string_view path);

}  // namespace ibid
