// SPDX-License-Identifier: GPL-3.0-or-later
// Whether ibid stands by an answer: one rule with fixed numbers for every
// collection, from shares that mean the same everywhere.
#pragma once

#include <vector>

#include "searcher/answer_sentence.h"
#include "searcher/features.h"
#include "searcher/rank.h"

namespace ibid {

// Log-odds that the sentence's passage answers the question; 0 and more means
// that it is claimed. runner_up: the score of the best passage of another
// article (0: there is none). Fitted on questions to collections half of whose
// articles were taken away; docs/ranking.md has the trade-off.
double confidence(const RerankQuery& query, const Ranked& hit,
                  const AnswerSentence& answer, double runner_up);

}  // namespace ibid
