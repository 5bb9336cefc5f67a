// SPDX-License-Identifier: GPL-3.0-or-later
// Many queries in one run: BEIR's queries.jsonl in, one result a query out, in
// the order of the input.
#pragma once

#include <cstdio>
#include <istream>

#include "searcher/options.h"
#include "searcher/searcher.h"

namespace ibid {

struct BatchResult {
  bool any_found = false;
  bool any_bad = false;  // a line that is no query, or a search that failed
};

// Writes to out. A bad line gives an error object in its place (with trec: a
// message on stderr), and the rest goes on.
BatchResult run_batch(std::istream& queries, const SearcherOptions& options,
                      Searcher& searcher, std::FILE* out);

}  // namespace ibid
