// SPDX-License-Identifier: GPL-3.0-or-later
// The stretch of a passage to show for a query, with what matched marked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "index/analysis.h"
#include "index/passage.h"
#include "searcher/answer.h"
#include "searcher/match_weights.h"

namespace ibid {

// The best stretch of whole sentences of at most max_chars code points (a
// single longer sentence is cut at white space and marked with an ellipsis "…"
// on the side that is cut). Markup is taken out, white space collapsed. Without
// any match: the beginning. Takes time linear in the passage. Every token of
// the passage may match, also those that share a position (kWhole, kJoined,
// kChar).
Snippet make_snippet(const StoredPassage& passage, const Analyser& analyser,
                     const MatchWeights& weights, size_t max_chars = 300);

}  // namespace ibid
