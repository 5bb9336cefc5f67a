// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the indexer: scan, read, cut, store. Knows no command line and
// prints nothing but progress.
#pragma once

#include <atomic>

#include "indexer/file_times.h"
#include "indexer/open_when_free.h"
#include "indexer/options.h"
#include "indexer/report.h"
#include "indexer/scan.h"

namespace ibid {

// Does what options say. Throws Error where nothing could be done (no writable
// database, a disk that fails); what concerns single articles is in the report.
// stop: set from elsewhere (a signal) to end early: the articles that are whole
// are committed (with all_or_nothing: none), then Error(kInterrupted).
// times: made up in tests. observer: of the scan; outlives the run.
Report run_indexer(const IndexerOptions& options, const std::atomic<bool>& stop,
                   const FileTimes& times = {},
                   ScanObserver* observer = nullptr);

// How long options let a run wait for another writer.
Patience patience_of(const IndexerOptions& options,
                     const std::atomic<bool>& stop);

}  // namespace ibid
