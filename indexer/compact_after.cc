// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/compact_after.h"

#include <fmt/format.h>

#include "index/error.h"
#include "indexer/compact.h"

namespace ibid {

void compact_after(const IndexerOptions& options, const std::atomic<bool>& stop,
                   Report& report) {
  if (options.dry_run || report.passages.removed == 0 || stop) return;
  try {
    report.compacted =
        compact_if_worth(options.db, options.compact_bytes, {0, false, &stop});
  } catch (const Error& e) {
    // Who writes now may do it; who interrupts has the update done.
    if (e.kind() == ErrorKind::kLocked || e.kind() == ErrorKind::kInterrupted) {
      return;
    }
    report.diagnostics.push_back(
        {Diagnostic::Severity::kWarning, "", 0,
         fmt::format("all is indexed, but not compacted: {}", e.what()),
         "try again: ibid-indexer --compact"});
  }
}

}  // namespace ibid
