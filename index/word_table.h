// SPDX-License-Identifier: GPL-3.0-or-later
// The forms of words in the index, folded and stemmed, kept once made: both are
// costly, and texts repeat their words. A helper of analysis.cc.
#pragma once

#include <xapian.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "index/beginnings.h"

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

  // Whether the stem of a folded word may be one of those wanted.
  bool may_have_stem(std::string_view word, const Beginnings& wanted) const;

  // Whether a word of ASCII letters and digits, not folded, or its stem may be
  // one of those wanted.
  bool may_be_wanted(std::string_view word, const Beginnings& wanted) const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Forms =
      std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

  // A stem that was asked for lately, side by side with its word: text repeats
  // few words very often, and the map costs a miss of the processor's cache for
  // each of them.
  struct Recent {
    uint32_t hash = 0;
    uint8_t word_bytes = 0;  // 0: empty
    uint8_t stem_bytes = 0;
    std::array<char, 58> bytes{};  // the word, then its stem
  };
  static constexpr size_t kRecent = 4096;  // a power of two

  std::string_view folded_wide(std::string_view source);
  std::string_view kept_stem(std::string_view word);

  std::optional<Xapian::Stem> stemmer_;
  bool keeps_beginnings_ = true;  // stems begin as their words
  Forms stems_;
  std::vector<Recent> recent_;
  Forms folds_;  // of words that are not ASCII
  std::string wide_word_;
  std::array<char, kMaxWordBytes> word_{};
};

}  // namespace ibid
