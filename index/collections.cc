// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/collections.h"

#include <algorithm>

#include "index/database_format.h"
#include "index/schema.h"

namespace ibid {

Collections::Collections(std::vector<ShardGroup::Shard> shards)
    : shards_(std::move(shards)) {
  for (size_t i = 0; i < shards_.size(); ++i) sort(i, shards_[i].place);
  for (Collection& collection : collections_) read_roots(collection);
}

void Collections::sort(size_t shard, const ShardPlace& place) {
  auto found = collections_.end();
  if (!place.set.empty()) {
    found = std::ranges::find(collections_, place.set, &Collection::set);
  }
  if (found == collections_.end()) {
    Collection collection{place.set, {}, 0};
    collection.shards.resize(place.count);
    found = collections_.insert(collections_.end(), std::move(collection));
  }
  of_shard_.push_back(static_cast<size_t>(found - collections_.begin()));
  found->shards[place.number] = shard;
}

// All shards have the same roots, but for those that a commit under way has not
// reached yet: roots are only ever added.
void Collections::read_roots(Collection& collection) {
  std::vector<Root> longest;
  for (const std::optional<size_t>& shard : collection.shards) {
    if (!shard) continue;
    std::vector<Root> roots =
        parse_roots(shards_[*shard].db.get_metadata(std::string(kRootsKey)));
    if (roots.size() > longest.size()) longest = std::move(roots);
  }
  collection.first_root = static_cast<int32_t>(roots_.size());
  roots_.insert(roots_.end(), std::make_move_iterator(longest.begin()),
                std::make_move_iterator(longest.end()));
}

std::string Collections::metadata(size_t collection,
                                  const std::string& key) const {
  const auto& shards = collections_[collection].shards;
  const auto count = static_cast<uint32_t>(shards.size());
  const std::optional<size_t> shard = shards[shard_of_metadata(key, count)];
  return shard ? shards_[*shard].db.get_metadata(key) : "";
}

}  // namespace ibid
