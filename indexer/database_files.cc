// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/database_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "index/error.h"
#include "index/hash.h"
#include "index/shards.h"
#include "indexer/folder.h"

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

std::vector<std::string> shard_folders(const std::string& db) {
  std::vector<std::string> folders;
  for (ShardLocation& shard : shards_at(db)) {
    if (shard.host.empty()) folders.push_back(std::move(shard.path));
  }
  return folders;
}

uint64_t folder_bytes(const std::string& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  while (!error && entry != fs::directory_iterator()) {
    std::error_code gone;  // a writer's temporary file
    const uint64_t size = entry->file_size(gone);
    if (!gone) bytes += size;
    entry.increment(error);
  }
  return bytes;
}

uint64_t database_bytes(const std::string& db) {
  uint64_t bytes = 0;
  for (const std::string& folder : shard_folders(db)) {
    bytes += folder_bytes(folder);
  }
  return bytes;
}

FileStat database_state(const std::string& db) {
  const std::vector<std::string> folders = shard_folders(db);
  FileStat all;
  std::string states;
  for (const std::string& folder : folders) {
    // Each commit puts another file in its place.
    const FileStat stat = status_of(folder + "/iamglass", Links::kFollow).stat;
    if (folders.size() == 1) return stat;
    all.size += stat.size;
    all.mtime_ns = std::max(all.mtime_ns, stat.mtime_ns);
    all.ctime_ns = std::max(all.ctime_ns, stat.ctime_ns);
    states += fmt::format("{} {} {} {};", stat.size, stat.mtime_ns,
                          stat.ctime_ns, stat.inode);
  }
  all.inode = hash64(states);
  return all;
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
