// SPDX-License-Identifier: GPL-3.0-or-later
// The sentence among the best passages that most likely answers, by what it
// shares with the question and how it stands in its passage.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "searcher/features.h"
#include "searcher/rank.h"

namespace ibid {

struct AnswerSentence {
  size_t hit = 0;       // place in the hits
  size_t sentence = 0;  // place in the evidence of that hit
  double score = 0;     // in idf, comparable within one query
};

// The best sentence of the first hit, of the first two, and so on: of as many
// as are shown, element N - 1 is the answer of N hits. hits: best first. Only
// the first kAnswerHits are looked at. Empty where they were not reranked.
inline constexpr size_t kAnswerHits = 5;
std::vector<AnswerSentence> answer_sentences(const RerankQuery& query,
                                             std::span<const Ranked> hits);

// How near each other the query's words of content stand in a sentence: the
// idf of neighbours over their distance.
double sentence_proximity(const QueryTerms& query, const Evidence& evidence,
                          size_t sentence);

}  // namespace ibid
