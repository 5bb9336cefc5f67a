// SPDX-License-Identifier: GPL-3.0-or-later
// The forms of words in the index, folded and stemmed, kept once made: both are
// costly, and texts repeat their words. A helper of analysis.cc.
#pragma once

#include <xapian.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ibid {

// A longer word is cut to this: nobody types it whole, and Xapian's terms are
// short.
inline constexpr size_t kMaxWordBytes = 100;

// Not thread-safe: one a thread.
class WordTable {
 public:
  // language: as Analyser takes it.
  explicit WordTable(std::string_view language);

  // The folded form of source, cut to kMaxWordBytes. Valid until the next call
  // of folded.
  std::string_view folded(std::string_view source);

  // The stem of a folded word; the word itself where there is nothing to stem.
  // Valid as long as word, and until the next call of stem.
  std::string_view stem(std::string_view word);

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Forms =
      std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

  std::string_view folded_wide(std::string_view source);

  std::optional<Xapian::Stem> stemmer_;
  Forms stems_;
  Forms folds_;  // of words that are not ASCII
  std::string word_;
};

}  // namespace ibid
