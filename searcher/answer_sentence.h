// SPDX-License-Identifier: GPL-3.0-or-later
// The sentence among the best passages that most likely answers, by what it
// shares with the question and how it stands in its passage.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "searcher/features.h"
#include "searcher/rank.h"

namespace ibid {

struct AnswerSentence {
  size_t hit = 0;       // place in the hits
  size_t sentence = 0;  // place in the evidence of that hit
  double score = 0;     // in idf, comparable within one query
};

// hits: best first. Only the first kAnswerHits that were reranked are looked
// at; nullopt where there is none.
inline constexpr size_t kAnswerHits = 5;
std::optional<AnswerSentence> answer_sentence(const RerankQuery& query,
                                              std::span<const Ranked> hits);

// How near each other the query's words of content stand in a sentence: the
// idf of neighbours over their distance.
double sentence_proximity(const QueryTerms& query, const Evidence& evidence,
                          size_t sentence);

}  // namespace ibid
