// SPDX-License-Identifier: GPL-3.0-or-later
// The terms of a database that differ from a word by a few letters, found by
// leaps over the sorted list of terms. A helper of spelling.cc.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/term_lists.h"

namespace ibid {

// The letters, in order of their code points, that terms may be made of: those
// of one script, and what stands between them in Unicode.
struct Alphabet {
  char32_t first = 0;
  char32_t last = 0;
};

struct NearTerm {
  std::string word;  // without the prefix
  uint64_t passages = 0;
};

// Whether a term begins with the letter that the word begins with.
enum class Start : uint8_t { kSame, kOther };

// Looks for terms near one word. An edit is a letter more, less or other, or
// two neighbours that change places, no letter edited twice; letters are code
// points.
class NearTerms {
 public:
  // word: 1 to kMaxLetters letters of the alphabet. lists: of db, where a part
  // of it is remote; null: db itself is walked. Both outlive this.
  NearTerms(std::u32string word, Alphabet alphabet, const Xapian::Database& db,
            TermLists* lists = nullptr);

  // The terms prefix + text where text is of the alphabet and exactly `edits`
  // (1 or more) from the word; sorted. Where kMaxLooks terms were looked at,
  // over all calls, only those found so far. Throws Xapian's exceptions.
  std::vector<NearTerm> find(std::string_view prefix, int edits, Start start);

  // How many terms were looked at so far.
  size_t looks() const { return looks_; }

  static constexpr size_t kMaxLetters = 48;
  static constexpr size_t kMaxLooks = 20000;

 private:
  std::u32string word_;
  Alphabet alphabet_;
  const Xapian::Database& db_;
  TermLists* lists_;
  size_t looks_ = 0;
};

}  // namespace ibid
