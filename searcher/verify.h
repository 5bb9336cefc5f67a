// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a stored passage says what a query demands word for word. Stems find
// candidates for "memory leak"; only the text can tell leak from leaks.
#pragma once

#include <functional>
#include <string_view>

#include "index/analysis.h"
#include "index/passage.h"
#include "searcher/query.h"

namespace ibid {

// False where the passage cannot be a hit of the query: it lacks a phrase or a
// path that is required, or has one that is excluded. Things that the passage
// cannot tell (tags, dates, ...) are taken to be as the query wants them.
// analyser: of the passage's language; at_path: whether its article is where a
// glob says.
bool passes(const Query& query, const StoredPassage& passage,
            const Analyser& analyser,
            const std::function<bool(std::string_view glob)>& at_path);

}  // namespace ibid
