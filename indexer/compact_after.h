// SPDX-License-Identifier: GPL-3.0-or-later
// Compaction at the end of a run.
#pragma once

#include <atomic>

#include "indexer/options.h"
#include "indexer/report.h"

namespace ibid {

// After an update that removed much. What it says stands already, so that what
// goes wrong here is a warning in the report; the next run tries again.
void compact_after(const IndexerOptions& options, const std::atomic<bool>& stop,
                   Report& report);

}  // namespace ibid
