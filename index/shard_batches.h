// SPDX-License-Identifier: GPL-3.0-or-later
// How a commit to several shards that was cut short is told from one that was
// not. Each shard that it reaches notes its number and the articles that it
// changes there; the first shard, whose commit is the last, notes for each
// shard the number of its latest one. Where the two differ, the first shard,
// which has the records of files, knows nothing of what the other holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ibid {

// What a shard notes, under kBatchKey.
struct ShardBatch {
  uint64_t number = 0;                // 0: none so far
  bool has_all = false;               // too many articles to name them
  std::vector<std::string> articles;  // keys
};

// Metadata values. Damaged ones decode to other numbers than there should be,
// so that the shards are looked through.
std::string encode_batch(const ShardBatch& batch);
ShardBatch decode_batch(std::string_view text);

// What the first shard notes, under kBatchesKey: one number a shard.
std::string encode_batches(const std::vector<uint64_t>& numbers);
std::vector<uint64_t> decode_batches(std::string_view text, size_t count);

}  // namespace ibid
