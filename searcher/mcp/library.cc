// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/library.h"

namespace ibid {

Searcher& Library::searcher() {
  if (!searcher_) searcher_.emplace(Database::open(options_.source));
  return *searcher_;
}

}  // namespace ibid
