// SPDX-License-Identifier: GPL-3.0-or-later
// Queries and passages for tests of what comes after the first pass: the words
// of a query with idf that the test chooses, so that no database is needed.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/analysers.h"
#include "index/fold.h"
#include "searcher/answer_type.h"
#include "searcher/definition.h"
#include "searcher/evidence.h"
#include "searcher/features.h"
#include "searcher/query_words.h"
#include "searcher/rank.h"
#include "searcher/word_forms.h"

namespace ibid {

// What the database knows of a word.
struct Known {
  double idf = 0;
  uint64_t passages = 3;  // that have it
};

using KnownWords = std::map<std::string, Known, std::less<>>;

inline Analysers& analysers() {
  static Analysers all;
  return all;
}

inline constexpr double kUsualIdf = 2;
inline constexpr double kFillerIdf = 0.5;

// The words of an English query; those that `known` does not name are usual.
inline QueryTerms asked_terms(std::string_view text,
                              const KnownWords& known = {}) {
  QueryTerms result;
  result.passages = 100;
  result.average_length = 20;
  std::map<std::string, uint32_t> places;
  for (const QueryWord& word : query_words(text, {"en"}, analysers())) {
    const auto [place, is_new] =
        places.emplace(word.word, static_cast<uint32_t>(result.terms.size()));
    if (is_new) {
      QueryTerm term;
      term.word = word.word;
      term.stems = word.stems;
      term.role = word.role;
      term.position = word.position;
      term.compound = word.compound;
      term.forms = word.forms;
      term.is_filler = is_filler(word.word);
      if (term.is_filler) term.weight = 0.3;
      const auto found = known.find(word.word);
      const Known usual = {term.is_filler ? kFillerIdf : kUsualIdf};
      const Known& knows = found == known.end() ? usual : found->second;
      term.idf = term.word_idf = knows.idf;
      term.passages = term.occurrences = term.word_passages = knows.passages;
      result.terms.push_back(std::move(term));
    } else {
      ++result.terms[place->second].times;
    }
    if (result.terms[place->second].counts()) {
      result.order.push_back(place->second);
    }
  }
  return result;
}

inline RerankQuery asked(std::string_view text, const KnownWords& known = {}) {
  RerankQuery query;
  query.terms = asked_terms(text, known);
  query.type = answer_type(text);
  query.folded = fold(text);
  if (query.type == AnswerType::kDefinition) {
    query.subject = definition_subject(query.folded, query.terms);
  }
  return query;
}

inline StoredPassage section(std::string_view text, std::string_view title = "",
                             std::vector<std::string> headings = {}) {
  StoredPassage passage;
  passage.title = title;
  passage.headings = std::move(headings);
  passage.text = text;
  return passage;
}

inline StoredPassage related_question(std::string_view question,
                                      std::string_view text,
                                      std::string_view title = "") {
  StoredPassage passage = section(text, title);
  passage.kind = PassageKind::kQuestion;
  passage.question = question;
  return passage;
}

inline StoredPassage quick_answer(std::string_view title,
                                  std::string_view text) {
  StoredPassage passage = section(text, title);
  passage.kind = PassageKind::kQuickAnswer;
  return passage;
}

inline Evidence evidence_of(const QueryTerms& terms,
                            const StoredPassage& passage) {
  return EvidenceReader(terms).read(passage, analysers().get("en"));
}

// A hit as the rerank leaves it, but for its score and article.
inline Ranked hit_of(const RerankQuery& query, StoredPassage passage,
                     double score) {
  Ranked hit;
  hit.score = score;
  hit.reranked = true;
  hit.evidence =
      std::make_shared<const Evidence>(evidence_of(query.terms, passage));
  hit.passage = std::move(passage);
  return hit;
}

}  // namespace ibid
