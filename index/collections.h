// SPDX-License-Identifier: GPL-3.0-or-later
// Databases that are read as one hold articles of their own: each that is by
// itself, and each set of shards, is a collection, with its own roots and its
// own ids. Not for others than index/database.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/database.h"
#include "index/shard_group.h"

namespace ibid {

class Collections {
 public:
  // shards: those that are there. Reads the roots of all of them.
  explicit Collections(std::vector<ShardGroup::Shard> shards);

  size_t size() const { return collections_.size(); }
  // That of the shard at a place in `shards`.
  size_t of_shard(size_t shard) const { return of_shard_[shard]; }

  // The value under a metadata key, from the shard where it belongs; empty
  // where there is none, or the shard is away.
  std::string metadata(size_t collection, const std::string& key) const;

  bool is_sharded(size_t collection) const {
    return collections_[collection].shards.size() > 1;
  }

  // Of all collections, one after the other.
  const std::vector<Root>& roots() const { return roots_; }
  // The place in roots() of a collection's first.
  int32_t first_root(size_t collection) const {
    return collections_[collection].first_root;
  }

 private:
  struct Collection {
    std::string set;
    std::vector<std::optional<size_t>> shards;  // by number
    int32_t first_root = 0;
  };

  void sort(size_t shard, const ShardPlace& place);
  void read_roots(Collection& collection);

  std::vector<ShardGroup::Shard> shards_;
  std::vector<Collection> collections_;
  std::vector<size_t> of_shard_;
  std::vector<Root> roots_;
};

}  // namespace ibid
