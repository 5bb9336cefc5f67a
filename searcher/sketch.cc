// SPDX-License-Identifier: GPL-3.0-or-later
// Why few differences make few moves: a run of words that both have gives both
// the word that it begins with. What else there is are the runs that one has
// alone, at most a nineteenth of all runs where two are near-duplicates, and in
// either the last words, which begin no run.
#include "searcher/sketch.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "index/char_class.h"
#include "searcher/fingerprint.h"

namespace ibid {
namespace {

constexpr uint32_t kSameShare = 19;  // as in duplicates.cc

bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

void count(std::string_view text, Sketch& out) {
  // Such a character may be a word or two, and what follows it another.
  constexpr uint32_t kWideWords = 3;
  bool inside = false;
  for (const char c : text) {
    if (is_wide(c)) {
      if (begins_character(c)) out.others += kWideWords;
      inside = true;
      continue;
    }
    const bool is_word = is_ascii_alnum(c);
    if (is_word && !inside) {
      // Folds letters; a digit may share its place with one of them.
      ++out.counts[static_cast<unsigned char>(c | 0x20) % Sketch::kPlaces];
      ++out.words;
    }
    inside = is_word;
  }
}

}  // namespace

Sketch sketch(const StoredPassage& passage) {
  Sketch out;
  out.has_markup = passage.markup != Markup::kNone;
  if (out.has_markup) return out;
  count(passage.question, out);
  count(passage.text, out);
  return out;
}

bool may_be_near_duplicates(const Sketch& a, const Sketch& b) {
  if (a.has_markup || b.has_markup) return true;
  constexpr uint32_t kLastWords = 2 * (kShingleWords - 1);
  const uint32_t others = a.others + b.others;
  const uint32_t most =
      (a.words + b.words + others) / kSameShare + kLastWords + others;
  uint32_t different = 0;
  for (size_t i = 0; i < Sketch::kPlaces; ++i) {
    different +=
        std::max(a.counts[i], b.counts[i]) - std::min(a.counts[i], b.counts[i]);
  }
  return different <= most;
}

}  // namespace ibid
