// SPDX-License-Identifier: GPL-3.0-or-later
// --watch: updates again and again, each time that files have changed. Between
// updates the database is closed, so that others can write to it.
#pragma once

#include <atomic>
#include <functional>

#include "index/error.h"
#include "indexer/article.h"
#include "indexer/options.h"
#include "indexer/report.h"

namespace ibid {

// How a watch says what it does. What these throw ends it.
struct WatchOutput {
  // Of the first update, and of each that wrote something or met a problem that
  // the one before had not; the diagnostics are only those.
  std::function<void(const Report&)> report;
  // An update could not be done, and is tried again. Not twice in a row for the
  // same reason.
  std::function<void(const Error&)> error;
  std::function<void(const Diagnostic&)> warning;
};

// Returns when stop is set (by a signal) between two updates. Throws Error
// where the first update cannot be done for a reason that waiting does not
// cure, and Error(kInterrupted) where stop ended an update early.
void watch(IndexerOptions options, const std::atomic<bool>& stop,
           const WatchOutput& output);

}  // namespace ibid
