// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of ibid-searcher. The only file that knows CLI11.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "searcher/searcher.h"

namespace ibid {

enum class Output : uint8_t { kText, kJson, kJsonl, kTrec };

struct SearcherOptions {
  DatabaseSource source;
  SearchRequest request;  // its text: the query's words, joined by spaces
  std::optional<Output> output;  // nullopt: text, for a batch jsonl
  std::string batch;             // queries.jsonl, or "-"; empty: one query
  std::string color = "auto";
};

// What to do instead of searching: print this on stdout and exit with 0.
struct SearcherEarlyExit {
  std::string text;
};

// Words that are options by their spelling are options wherever they stand;
// every other word, and all after "--", is the query as it is, in order. Throws
// Error(kUsage). exit: set for --help and --version.
SearcherOptions parse_searcher_options(int argc, const char* const* argv,
                                       std::optional<SearcherEarlyExit>& exit);

// Whether errors are wanted as JSON, told before the options are understood.
bool asks_for_json(int argc, const char* const* argv);

}  // namespace ibid
