// SPDX-License-Identifier: GPL-3.0-or-later
// ibid-indexer --status: what is indexed, from where, and when.
#pragma once

#include <atomic>

#include "indexer/options.h"
#include "indexer/status_report.h"

namespace ibid {

// Of the database of options; with kStatusChanges also what an update would do,
// told by a dry run. Writes nothing and does not hinder writers. Throws Error
// where the database cannot be read.
StatusReport database_status(const IndexerOptions& options,
                             const std::atomic<bool>& stop);

}  // namespace ibid
