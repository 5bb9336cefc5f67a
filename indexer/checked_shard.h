// SPDX-License-Identifier: GPL-3.0-or-later
// The shards of a database that is checked, each opened by itself: a passage
// that stands in the wrong one is seen in no other way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/database.h"
#include "index/shards.h"

namespace ibid {

struct CheckedShard {
  Database database;
  std::string name;  // for messages; empty: a database by itself
  ShardPlace place;

  bool holds_article(std::string_view key) const {
    return shard_of(key, place.count) == place.number;
  }
};

// In the order of their numbers. Throws Error as Database::open.
std::vector<CheckedShard> open_shards_to_check(const std::string& db);

// Whether the last update was cut short between two shards: what they say of
// one another need not fit then.
bool is_torn(const std::vector<CheckedShard>& shards);

}  // namespace ibid
