// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a query with what the database knows of each: what the rerank
// and the choice of an answer reckon with.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/query_words.h"

namespace ibid {

struct QueryTerm {
  std::string word;                // folded
  std::vector<std::string> stems;  // one a language
  TokenRole role = TokenRole::kWord;
  uint32_t position = 0;       // in the query; equal for forms of one compound
  uint32_t compound = 0;       // as in Token
  uint32_t times = 1;          // how often the query has it
  uint64_t passages = 0;       // that have a stem of it
  uint64_t occurrences = 0;    // in all of them
  uint64_t word_passages = 0;  // that have the word itself
  double idf = 0;              // ln(1 + (N - n + .5) / (n + .5)), as in BM25
  double word_idf = 0;         // the same of the word itself
  // What the word tells: 1, or less for words that only make a sentence (what,
  // does, the) or ask politely (please, information).
  double weight = 1;
  bool is_filler = false;          // of the first kind
  bool is_polite = false;          // of the second kind
  std::vector<std::string> forms;  // as in QueryWord
  bool is_guess = false;           // likewise

  bool counts() const {  // not another form of a compound
    return role != TokenRole::kWhole && role != TokenRole::kJoined;
  }
};

struct QueryTerms {
  std::vector<QueryTerm> terms;  // in order, each word once
  // Places in `terms` in the order of the query, repeats included; without the
  // other forms of compounds.
  std::vector<uint32_t> order;
  uint64_t passages = 0;      // N, in the database
  double average_length = 1;  // of a passage, in terms
};

// Whether a folded English word only makes a sentence: what, does, the.
bool is_filler(std::string_view word);

// Runs inside Database::read.
QueryTerms query_terms(const std::vector<QueryWord>& words,
                       const Xapian::Database& db);

}  // namespace ibid
