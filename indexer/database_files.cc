// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/database_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "index/error.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

void sync(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) {
    throw Error(ErrorKind::kIo, fmt::format("cannot sync {}", path),
                "look for a full or failing disk");
  }
}

}  // namespace

uint64_t database_bytes(const std::string& db) {
  uint64_t bytes = 0;
  std::error_code error;
  fs::directory_iterator entry(db, error);
  while (!error && entry != fs::directory_iterator()) {
    std::error_code gone;  // a writer's temporary file
    const uint64_t size = entry->file_size(gone);
    if (!gone) bytes += size;
    entry.increment(error);
  }
  return bytes;
}

std::string bytes_text(uint64_t bytes) {
  const auto count = static_cast<double>(bytes);
  if (bytes < 1'000) return fmt::format("{} bytes", bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", count / 1e3);
  return fmt::format("{:.1f} MB", count / 1e6);
}

void sync_files(const std::string& folder) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  while (!error && entry != fs::directory_iterator()) {
    sync(entry->path().string());
    entry.increment(error);
  }
  sync(folder);
}

}  // namespace ibid
