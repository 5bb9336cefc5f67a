// SPDX-License-Identifier: GPL-3.0-or-later
// After a commit that reached some shards and not the first: making the shards
// agree again. What they disagree on of files is read again by the next update.
#pragma once

#include <vector>

#include "index/shard_writer.h"

namespace ibid {

// Whether a commit was cut short (shard_batches.h).
bool is_torn(const std::vector<ShardWriter>& shards);

// Commits: afterwards each id has one article and is found by it, files name
// the articles that are there, and those whose articles were being changed are
// no longer settled. Of two articles of an id one is removed. May be cut short
// itself. Throws Error.
void mend_shards(std::vector<ShardWriter>& shards);

}  // namespace ibid
