// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the indexer: scan, read, cut, store. Knows no command line and
// prints nothing but progress.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

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

// What has changed since a run of the same options, by the word of whoever
// watched all that this run looked at.
struct Changes {
  std::vector<std::string> paths;  // absolute, of files, there or not
  FileStat left;                   // Report::left of that run
};

// Does what run_indexer would do, but looks at no other file: the cost is that
// of the changes. nullopt where they may concern more than themselves (an id
// that another file has, symbolic links, a folder that has lost all its files)
// or another run has written since: nothing is written then, and run_indexer is
// to be called. options must be those of a run that named no file by itself.
// Throws as run_indexer does.
std::optional<Report> run_for_changes(const IndexerOptions& options,
                                      const std::atomic<bool>& stop,
                                      Changes changes,
                                      const FileTimes& times = {});

// How long options let a run wait for another writer.
Patience patience_of(const IndexerOptions& options,
                     const std::atomic<bool>& stop);

}  // namespace ibid
