// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a text in which no two texts that pass for the same may differ,
// however alike the rest is. A helper of duplicates.cc.
#pragma once

#include <cstdint>
#include <string_view>

namespace ibid {

// Reads a text, chunk by chunk, and picks out
//   numbers       what holds a digit or another numeral (1.4.22, $5, 10%, m²),
//                 with the word before and the word after it (5 May, 3 hours);
//                 number words, months and days of the week
//   identifiers   what has a capital after a letter (HashMap, HTTP), a sign
//                 inside (node.js, foo(), C++, a/b; but not - and ') or a
//                 hyphen before it (--all); and signs that stand alone (<, *)
//   code          what the caller says is code, or touches a backtick
//   negations     not, no, never, without, n't and their like; true and false
// Words are compared without case, and without the quotes, brackets and stops
// around them. Number words are known of English and Chinese, negations also
// of German, French and Spanish.
class TellingWords {
 public:
  // chunk: what stands between two spaces, valid UTF-8, as it is written; it
  // must live until hash(). Leave out the marks of list items.
  void read(std::string_view chunk, bool is_code);

  // Of the words picked out so far, in their order.
  uint64_t hash() const { return hash_; }

 private:
  void read_pieces(std::string_view chunk, bool is_code);
  void read_piece(std::string_view piece, uint8_t traits, bool is_code);
  void read_word(std::string_view core);
  void add(uint64_t word);

  uint64_t hash_ = 0;
  std::string_view before_;    // the word before
  bool after_number_ = false;  // before_ is a number
};

}  // namespace ibid
