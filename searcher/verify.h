// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a stored passage says what a query demands word for word. Stems find
// candidates for "memory leak"; only the text can tell leak from leaks.
#pragma once

#include "index/analysis.h"
#include "index/passage.h"
#include "searcher/query.h"

namespace ibid {

// False where the passage cannot be a hit of the query: it lacks a phrase that
// is required, or has one that is excluded. Things that are not in the passage
// (path, tags, ...) are taken to be as the query wants them. analyser: of the
// passage's language.
bool passes(const Query& query, const StoredPassage& passage,
            const Analyser& analyser);

}  // namespace ibid
