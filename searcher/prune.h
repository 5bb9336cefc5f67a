// SPDX-License-Identifier: GPL-3.0-or-later
// The last step of parse.cc: cuts a tree down to what can be looked for in
// little time, however long the query is.
#pragma once

#include <string_view>

#include "searcher/query.h"

namespace ibid {

// Of equal siblings one is left, but for plain words, which count as often as
// they are typed. Of all nodes with text at most kMaxQueryParts are left, and
// of the kinds that cost much fewer (query.h): the first in the order of the
// query, with what is excluded after what is looked for. Parents that are left
// with nothing to look for are left out. text: of the query. strict: throws
// Error(kUsage) instead of leaving out what is not a repeat.
void prune(QueryNode& root, std::string_view text, bool strict);

}  // namespace ibid
