// SPDX-License-Identifier: GPL-3.0-or-later
// Words of the passages that a mistyped word of a query may have meant. They
// come from the list of terms, so they are those of the passages as they stand
// now. All functions run inside Database::read and throw Xapian's exceptions,
// and Error(kCorrupt) where a stored passage cannot be read.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "searcher/term_lists.h"

namespace ibid {

struct Correction {
  std::string word;       // folded; some passage has it as a word
  uint64_t passages = 0;  // that have it; of a word that is its own stem: that
                          // have it or another form of it
  int edits = 0;          // 1 or 2

  bool operator==(const Correction&) const = default;
};

// An edit is a letter more, less or other, or two neighbours that changed
// places. Of several words that with fewer edits is nearer, then that with the
// same first letter, then that in more passages, then the first by its bytes.
//
// folded_word: any bytes; nothing is near it unless it consists of 4 to 48
// letters of one script out of Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic
// and Georgian. Corrections are such words, too, and never folded_word itself.
// lists: of db, where a part of it is remote; null: there is none.
// languages: all that the passages are in, normal form; they tell words from
// stems. A stem that is no word (databas) is never a correction.

// The nearest word within one edit, from 8 letters on within two, the second
// only where the first letter is the same. nullopt: there is none.
std::optional<Correction> nearest_word(
    std::string_view folded_word, const std::vector<std::string>& languages,
    const Xapian::Database& db, Analysers& analysers,
    TermLists* lists = nullptr);

// The nearest word within one edit, of the same first letter, that at least
// `times` (2 or more) as many passages have as have folded_word in any form; a
// word that none has counts as in one. nullopt: there is none.
std::optional<Correction> commoner_word(
    std::string_view folded_word, uint64_t times,
    const std::vector<std::string>& languages, const Xapian::Database& db,
    Analysers& analysers, TermLists* lists = nullptr);

}  // namespace ibid
