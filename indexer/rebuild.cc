// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/rebuild.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>

#include "index/error.h"
#include "index/shard_set.h"
#include "index/shards.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// What Xapian keeps for replicas where XAPIAN_MAX_CHANGESETS is set: how to
// come from one revision to the next.
bool is_changes_file(const std::string& name) {
  return name.starts_with("changes");
}

// Where the folder is for real, if it is there: what takes its place must not
// take that of a link to it.
std::string real_path(std::string path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (!error) return real.string();
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

void sync_parent(const std::string& path) {
  const std::string folder = fs::absolute(path).parent_path().string();
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) {
    throw Error(ErrorKind::kIo,
                fmt::format("cannot sync the folder {}", folder),
                "run ibid-indexer again; look for a failing disk");
  }
}

// A replica takes a new database whole. The changes that led to it would be of
// no use, and harm: one that is just being sent those of the old database would
// take those of the new one for their continuation.
void remove_changes(const std::string& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (is_changes_file(entry.path().filename().string())) {
      fs::remove(entry.path(), ignored);
    }
  }
}

// nullopt: of no database that can be read.
std::optional<uint64_t> revision_of(const std::string& db) {
  try {
    return xapian_call("cannot open the database " + db, [&]() -> uint64_t {
      return Xapian::Database(db).get_revision();
    });
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Connections to xapian-tcpsrv live for a minute at most; so many commits may
// fall into it.
constexpr uint64_t kRecentRevisions = 100;

// What has a database open by its path, as xapian-tcpsrv for those who are
// connected to it, knows one that takes its place by another revision alone
// than that which it has, maybe not the newest: so none of the recent ones.
void tell_apart(const std::string& built, const std::string& old) {
  const std::optional<uint64_t> newest = revision_of(old);
  const std::optional<uint64_t> revision = revision_of(built);
  if (!newest || !revision || *revision + kRecentRevisions < *newest) return;
  for (uint64_t next = *revision; next <= *newest; ++next) {
    DatabaseWriter::open_alone(built).note_compacted();
  }
}

std::string beside_folder(const std::string& db) { return db + ".rebuild"; }

// Gives a folder the mode of another, which its owner may have closed to
// others.
void take_mode(const std::string& folder, const std::string& of) {
  struct stat found {};
  if (::stat(of.c_str(), &found) != 0) return;
  std::error_code ignored;
  fs::permissions(folder, static_cast<fs::perms>(found.st_mode & 07777),
                  ignored);
}

void rename_folder(const std::string& from, const std::string& to,
                   bool exchange) {
  if (exchange) take_mode(from, to);
  const unsigned flags = exchange ? RENAME_EXCHANGE : 0;
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags) == 0) {
    return;
  }
  throw Error(ErrorKind::kIo,
              fmt::format("cannot put {} in the place of {}: {}", from, to,
                          std::strerror(errno)),
              "the old database is as it was");
}

}  // namespace

Rebuild::Rebuild(const std::string& db, const Patience& patience)
    : db_(real_path(db)), beside_(beside_folder(db_)) {
  std::error_code error;
  if (is_sharded(db_) || fs::exists(db_ + "/iamglass", error)) {
    try {
      lock_ = open_when_free(db_, patience);
    } catch (const Error& e) {
      // Damaged or of another version: what is rebuilt for.
      if (e.kind() != ErrorKind::kCorrupt && e.kind() != ErrorKind::kVersion) {
        throw;
      }
    }
  }
  take_places();
}

Rebuild::Rebuild(const std::string& db)
    : db_(real_path(db)), beside_(beside_folder(db_)) {
  take_places();
}

void Rebuild::take_places() {
  std::error_code ignored;
  if (!fs::is_regular_file(db_, ignored)) return take_place(db_);
  std::string stub;
  for (const std::string& shard : local_shards(db_)) {
    take_place(real_path(shard));
    stub += fmt::format("auto {}\n", swaps_.back().built);
  }
  write_durably(beside_, stub);
}

void Rebuild::take_place(const std::string& place) {
  const std::string built = beside_folder(place);
  std::error_code error;
  if (fs::exists(place, error) && !is_database_folder(place)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{} is no database that could be rebuilt", place),
                "name another folder with --db");
  }
  if (fs::exists(built, error) && !is_database_folder(built)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{} is in the way of rebuilding", built),
                "move it away");
  }
  fs::remove_all(built, error);
  swaps_.push_back({built, place});
}

Rebuild::~Rebuild() {
  if (old_is_needed_) return;
  std::error_code ignored;
  for (const Swap& swap : swaps_) fs::remove_all(swap.built, ignored);
  fs::remove(beside_, ignored);
}

void Rebuild::swap() {
  for (const auto& [built, place] : swaps_) {
    for (const std::string& folder : local_shards(built)) {
      const fs::path within = fs::path(folder).lexically_relative(built);
      tell_apart(folder, (fs::path(place) / within).string());
      remove_changes(folder);
    }
  }
  // The old one is removed next: by then the swap must be on the disk.
  for (const auto& [built, place] : swaps_) {
    std::error_code error;
    rename_folder(built, place, fs::exists(place, error));
    old_is_needed_ = true;
    sync_parent(place);
  }
  old_is_needed_ = false;
  lock_.reset();
}

bool is_database_folder(const std::string& folder) {
  std::error_code error;
  const fs::directory_iterator entries(folder, error);
  return !error &&
         std::all_of(begin(entries), end(entries), [&](const auto& entry) {
           const std::string name = entry.path().filename().string();
           const std::string path = entry.path().string();
           return name == "flintlock" || name == "iamglass" ||
                  name.ends_with(".glass") || name.starts_with("v.tmp") ||
                  name == "v.rtmp" || is_changes_file(name) ||
                  path == parts_folder(folder) ||
                  name.starts_with("XAPIANDB") ||
                  (name.starts_with("shard-") && is_database_folder(path));
         });
}

void put_in_place(const std::string& built, const std::string& db) {
  const std::string place = real_path(db);
  // built may stand in db, and then cannot change places with it.
  const std::string beside = beside_folder(place);
  std::error_code ignored;
  fs::remove_all(beside, ignored);
  rename_folder(built, beside, false);
  sync_parent(beside);
  rename_folder(beside, place, true);
  sync_parent(place);
  fs::remove_all(beside, ignored);
}

bool can_be_replaced(const std::string& db) {
  const std::string place = real_path(db);
  struct statx found {};
  if (::statx(AT_FDCWD, place.c_str(), 0, STATX_BASIC_STATS, &found) != 0 ||
      (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0) {
    return false;
  }
  const std::string parent = fs::path(place).parent_path().string();
  return ::access(parent.c_str(), W_OK | X_OK) == 0;
}

std::string parts_folder(const std::string& db) { return db + "/parts"; }

}  // namespace ibid
