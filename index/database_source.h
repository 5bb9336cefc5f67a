// SPDX-License-Identifier: GPL-3.0-or-later
// What to open as one database.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace ibid {

inline constexpr std::chrono::milliseconds kDefaultShardTimeout{2000};

struct DatabaseSource {
  // Each a database of its own or a part of one: what shards_at takes. At least
  // one.
  std::vector<std::string> locations;
  // A remote shard that is silent for so long is taken to be away.
  std::chrono::milliseconds timeout = kDefaultShardTimeout;

  // As messages and answers name it.
  std::string name() const;
};

// A shard that could not be asked: what was found was found without it.
struct MissingShard {
  std::string shard;   // its path, or tcp:HOST:PORT
  std::string reason;  // "Connection refused"

  bool operator==(const MissingShard&) const = default;
};

}  // namespace ibid
