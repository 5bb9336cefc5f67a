// SPDX-License-Identifier: GPL-3.0-or-later
// ibid-indexer --compact: Xapian's tables never shrink, and what is removed
// leaves room in them that later articles may fill. A copy without that room is
// written beside the database and put in its place in one step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "indexer/open_when_free.h"

namespace ibid {

struct Compacted {
  uint64_t bytes_before = 0;
  uint64_t bytes_after = 0;
};

// Readers go on with the old one or have the new one, never none. Of several
// shards each is compacted by itself. Throws Error as DatabaseWriter::open
// does, kIo (a disk that is full, for one: the old database stays as it was),
// and kInterrupted. Room for a second copy, of the largest shard, is needed.
Compacted compact_database(const std::string& db, const Patience& patience);

// Likewise, of those shards only where more than a third of all passages since
// the last compaction are gone, and that have least_bytes. nullopt: none.
std::optional<Compacted> compact_if_worth(const std::string& db,
                                          uint64_t least_bytes,
                                          const Patience& patience);

// One line each, with a line end.
std::string print_compacted(const Compacted& compacted);
std::string print_compacted_json(const Compacted& compacted);

}  // namespace ibid
