// SPDX-License-Identifier: GPL-3.0-or-later
// What the command lines of all front ends say of the databases to be asked.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "index/database_source.h"

namespace ibid {

// The values of --db and --shard-timeout. Where no value of --db says anything,
// the database is that of the environment, the config file or the default.
// Throws Error(kUsage).
DatabaseSource database_source(const std::vector<std::string>& locations,
                               size_t shard_timeout_ms);

// The time as --shard-timeout takes it: from 1 ms to kMaxTimeLimit. Throws
// Error(kUsage).
std::chrono::milliseconds shard_timeout(size_t shard_timeout_ms);

}  // namespace ibid
