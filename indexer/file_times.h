// SPDX-License-Identifier: GPL-3.0-or-later
// The clock and the times of files, so that tests can make up both.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "index/file_record.h"

namespace ibid {

struct FileTimes {
  // Nanoseconds since the epoch.
  std::function<int64_t()> now_ns = [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  };
  // What to take a file's stat for that the system gives.
  std::function<FileStat(const std::string& path, const FileStat& stat)> of =
      [](const std::string&, const FileStat& stat) { return stat; };
};

}  // namespace ibid
