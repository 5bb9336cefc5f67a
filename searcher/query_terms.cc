// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query_terms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "index/schema.h"

namespace ibid {
namespace {

// What a word that only makes the sentence tells, against a word of content:
// .3 was measured best over the test collections (docs/ranking.md).
constexpr double kFillerWeight = 0.3;

// A word that only stands for one that no passage has.
constexpr double kGuessWeight = 0.5;

// Sorted.
constexpr std::array<std::string_view, 141> kFillers = {
    "a",       "about",   "after",   "all",    "also",   "am",
    "an",      "and",     "any",     "are",    "as",     "at",
    "be",      "because", "been",    "before", "being",  "between",
    "both",    "but",     "by",      "can",    "cant",   "could",
    "d",       "did",     "do",      "does",   "doing",  "dont",
    "during",  "each",    "either",  "even",   "ever",   "every",
    "for",     "from",    "get",     "had",    "has",    "have",
    "having",  "he",      "her",     "here",   "him",    "himself",
    "his",     "how",     "i",       "if",     "im",     "in",
    "into",    "is",      "it",      "its",    "itself", "just",
    "less",    "ll",      "m",       "many",   "may",    "me",
    "might",   "more",    "most",    "much",   "must",   "my",
    "neither", "now",     "of",      "on",     "one",    "or",
    "other",   "others",  "our",     "over",   "own",    "per",
    "re",      "s",       "same",    "shall",  "she",    "should",
    "since",   "so",      "some",    "still",  "such",   "t",
    "than",    "that",    "the",     "their",  "them",   "themselves",
    "then",    "there",   "these",   "they",   "this",   "those",
    "through", "to",      "too",     "two",    "u",      "under",
    "upon",    "ur",      "us",      "ve",     "very",   "via",
    "was",     "we",      "were",    "what",   "when",   "where",
    "whether", "which",   "while",   "who",    "whom",   "whose",
    "why",     "will",    "with",    "within", "would",  "yet",
    "you",     "your",    "yourself"};

// Words of people who ask, not of what they ask about. Sorted.
constexpr std::array<std::string_view, 22> kPolite = {
    "article", "articles", "dealing", "details",  "documents",   "explain",
    "find",    "give",     "hello",   "help",     "information", "interested",
    "know",    "like",     "looking", "need",     "please",      "tell",
    "thank",   "thanks",   "want",    "wondering"};

template <size_t kSize>
bool contains(const std::array<std::string_view, kSize>& words,
              std::string_view word) {
  return std::binary_search(words.begin(), words.end(), word);
}

double idf(uint64_t passages, uint64_t having) {
  const auto all = static_cast<double>(passages);
  const double n = std::min(static_cast<double>(having), all);
  return std::log(1 + (all - n + 0.5) / (n + 0.5));
}

void look_up(QueryTerm& term, const Xapian::Database& db) {
  for (const std::string& stem : term.stems) {
    const std::string name = make_term("", stem);
    // Of languages that stem a word differently, the most frequent counts.
    term.passages = std::max<uint64_t>(term.passages, db.get_termfreq(name));
    term.occurrences =
        std::max<uint64_t>(term.occurrences, db.get_collection_freq(name));
  }
  const bool own_stem = term.stems[0] == term.word;
  term.word_passages =
      own_stem ? term.passages
               : db.get_termfreq(make_term(prefix::kWord, term.word));
}

QueryTerm make_term_of(const QueryWord& word, const Xapian::Database& db,
                       uint64_t passages) {
  QueryTerm term;
  term.word = word.word;
  term.stems = word.stems;
  term.role = word.role;
  term.position = word.position;
  term.compound = word.compound;
  look_up(term, db);
  term.idf = idf(passages, term.passages);
  term.word_idf = idf(passages, term.word_passages);
  term.is_filler = is_filler(term.word);
  term.is_polite = contains(kPolite, term.word);
  term.forms = word.forms;
  term.is_guess = word.is_guess;
  if (term.is_guess) term.weight = kGuessWeight;
  if (term.is_filler) term.weight = kFillerWeight;
  return term;
}

}  // namespace

bool is_filler(std::string_view word) { return contains(kFillers, word); }

QueryTerms query_terms(const std::vector<QueryWord>& words,
                       const Xapian::Database& db) {
  QueryTerms result;
  result.passages = std::max<uint64_t>(1, db.get_doccount());
  result.average_length = std::max(1.0, db.get_avlength());
  std::map<std::string, uint32_t> places;
  for (const QueryWord& word : words) {
    const auto [place, is_new] =
        places.emplace(word.word, static_cast<uint32_t>(result.terms.size()));
    if (is_new) {
      result.terms.push_back(make_term_of(word, db, result.passages));
    } else {
      ++result.terms[place->second].times;
    }
    if (result.terms[place->second].counts()) {
      result.order.push_back(place->second);
    }
  }
  return result;
}

}  // namespace ibid
