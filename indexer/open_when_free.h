// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a database that another indexer may be writing to: --wait.
#pragma once

#include <atomic>
#include <string>

#include "index/database.h"
#include "index/database_lock.h"

namespace ibid {

struct Patience {
  uint64_t seconds = 0;  // 0: do not wait
  bool show = false;     // say on the terminal, if stderr is one, what for
  // Ends the wait with Error(kInterrupted); nullptr: nothing does.
  const std::atomic<bool>* stop = nullptr;
};

// As DatabaseWriter::open, which tries until the patience is at its end.
DatabaseWriter open_when_free(const std::string& path, const Patience& patience,
                              uint32_t shards = 0);

// For reading, as Database::open, but with all shards: throws Error(kCorrupt)
// where one is missing, kUsage for a shard that is named by itself.
Database open_whole(const std::string& path);

// As DatabaseLock's constructor, likewise.
DatabaseLock lock_when_free(const std::string& path, const Patience& patience);

}  // namespace ibid
