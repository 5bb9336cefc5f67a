// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of ibid-mcp. The only file of it that knows CLI11.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "index/database_source.h"
#include "searcher/deadline.h"

namespace ibid {

struct McpOptions {
  DatabaseSource source;
  bool require_all = false;  // of all searches, as SearchRequest has it
  std::string language;      // of all queries; empty: as the index has them
  std::chrono::milliseconds time_limit =
      kDefaultTimeLimit;  // of a search; 0: none
};

// Throws Error(kUsage). exit: set to what --help and --version print.
McpOptions parse_mcp_options(int argc, const char* const* argv,
                             std::optional<std::string>& exit);

}  // namespace ibid
