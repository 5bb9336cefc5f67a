// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/database_options.h"

#include <fmt/format.h>

#include "index/error.h"
#include "index/settings.h"
#include "searcher/deadline.h"

namespace ibid {

DatabaseSource database_source(const std::vector<std::string>& locations,
                               size_t shard_timeout_ms) {
  DatabaseSource source{locations, shard_timeout(shard_timeout_ms)};
  std::erase(source.locations, "");
  if (source.locations.empty()) {
    source.locations.push_back(database_path("", load_config()));
  }
  return source;
}

std::chrono::milliseconds shard_timeout(size_t shard_timeout_ms) {
  const auto most = static_cast<size_t>(kMaxTimeLimit.count());
  if (shard_timeout_ms < 1 || shard_timeout_ms > most) {
    throw Error(
        ErrorKind::kUsage,
        fmt::format("--shard-timeout does not take {}", shard_timeout_ms),
        fmt::format("it takes milliseconds, from 1 to {}", most));
  }
  return std::chrono::milliseconds(shard_timeout_ms);
}

}  // namespace ibid
