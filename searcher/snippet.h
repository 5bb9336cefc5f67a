// SPDX-License-Identifier: GPL-3.0-or-later
// The stretch of a passage to show for a query, with what matched marked.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "index/analysis.h"
#include "index/passage.h"
#include "searcher/answer.h"

namespace ibid {

// How much a matched token is worth: 0 where it did not match, else more than
// 0 (an informative word more than a common one). Called with every token of
// the passage, also with those that share a position (kWhole, kJoined, kChar).
using MatchWeight = std::function<double(const Token& token)>;

// The best stretch of whole sentences of at most max_chars code points (a
// single longer sentence is cut at white space and marked with an ellipsis "…"
// on the side that is cut). Markup is taken out, white space collapsed. Without
// any match: the beginning. Takes time linear in the passage.
Snippet make_snippet(const StoredPassage& passage, const Analyser& analyser,
                     const MatchWeight& weight, size_t max_chars = 300);

}  // namespace ibid
