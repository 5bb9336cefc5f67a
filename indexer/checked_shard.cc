// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/checked_shard.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "index/schema.h"
#include "index/shard_batches.h"
#include "index/shard_set.h"

namespace ibid {
namespace {

std::string metadata(const Database& database, std::string_view key) {
  return database.read([&](const Xapian::Database& db) {
    return db.get_metadata(std::string(key));
  });
}

}  // namespace

std::vector<CheckedShard> open_shards_to_check(const std::string& db) {
  std::vector<CheckedShard> shards;
  for (const std::string& folder : local_shards(db)) {
    Database database = Database::open(folder);
    const ShardPlace place = decode_shard_place(metadata(database, kShardKey));
    std::string name = place.set.empty() ? "" : shard_folder_name(place.number);
    shards.push_back({std::move(database), std::move(name), place});
  }
  std::ranges::sort(
      shards, {}, [](const CheckedShard& shard) { return shard.place.number; });
  return shards;
}

bool is_torn(const std::vector<CheckedShard>& shards) {
  const std::vector<uint64_t> numbers =
      decode_batches(metadata(shards[0].database, kBatchesKey), shards.size());
  for (size_t i = 1; i < shards.size(); ++i) {
    const std::string batch = metadata(shards[i].database, kBatchKey);
    if (decode_batch(batch).number != numbers[i]) return true;
  }
  return false;
}

}  // namespace ibid
