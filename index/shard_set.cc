// SPDX-License-Identifier: GPL-3.0-or-later
// The stub of a new sharded database is written last: until it is there, all
// that was made is taken up again by whoever makes the database.
#include "index/shard_set.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>

#include "index/schema.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// A shard that is there already.
struct FoundShard {
  ShardPlace place;
  bool is_made = false;     // it says what it is
  bool is_written = false;  // it holds, or held, more than that
};

bool is_written(const Xapian::Database& db) {
  if (db.get_lastdocid() > 0) return true;
  for (auto key = db.metadata_keys_begin(); key != db.metadata_keys_end();
       ++key) {
    const std::string name = *key;
    if (name != kFormatKey && name != kSettingsKey && name != kShardKey) {
      return true;
    }
  }
  return false;
}

FoundShard look_into(const std::string& folder) {
  for (int retry = 0;; ++retry) {
    try {
      const Xapian::Database db(folder);
      return {decode_shard_place(db.get_metadata(std::string(kShardKey))),
              !db.get_metadata(std::string(kFormatKey)).empty(),
              is_written(db)};
    } catch (const Xapian::DatabaseModifiedError&) {
      if (retry == Database::kMaxRetries) throw;
    }
  }
}

// nullopt: nothing is there yet, or nothing but what is left of making it.
std::optional<FoundShard> shard_in(const std::string& folder) {
  std::error_code ignored;
  if (!fs::exists(folder + "/iamglass", ignored)) return std::nullopt;
  const FoundShard found = xapian_call("cannot open the database " + folder,
                                       [&] { return look_into(folder); });
  return found.is_made || found.is_written ? std::optional(found)
                                           : std::nullopt;
}

[[noreturn]] void refuse(ErrorKind kind, const std::string& message,
                         const std::string& hint) {
  throw Error(kind, message, hint);
}

[[noreturn]] void refuse_other_number(const std::string& location, size_t found,
                                      uint32_t wanted) {
  refuse(ErrorKind::kUsage,
         fmt::format("{} has {} shard{}, not {}", location, found,
                     found == 1 ? "" : "s", wanted),
         fmt::format("ibid-indexer --reshard {} changes that", wanted));
}

// Which shard each folder is to be.
class Places {
 public:
  Places(const std::string& location, const std::vector<std::string>& folders)
      : location_(location), folders_(folders) {
    check_folders();
    for (const std::string& folder : folders_) {
      found_.push_back(shard_in(folder));
      if (found_.back()) add(folder, *found_.back());
    }
  }

  std::vector<ShardPlace> settle() {
    const auto count = static_cast<uint32_t>(folders_.size());
    if (set_.empty()) set_ = new_shard_set();
    std::vector<ShardPlace> places;
    uint32_t next = 0;
    for (size_t i = 0; i < folders_.size(); ++i) {
      if (found_[i]) {
        places.push_back(found_[i]->place);
        continue;
      }
      if (is_written_) refuse_missing(folders_[i]);
      while (numbers_.contains(next)) ++next;
      places.push_back({set_, next++, count});
    }
    return places;
  }

 private:
  void check_folders() const {
    std::set<std::string> seen;
    for (const std::string& folder : folders_) {
      std::error_code ignored;
      if (seen.insert(fs::weakly_canonical(folder, ignored).string()).second) {
        continue;
      }
      refuse(ErrorKind::kUsage,
             fmt::format("{} names {} twice", location_, folder),
             "name each shard once");
    }
  }

  void add(const std::string& folder, const FoundShard& found) {
    const ShardPlace& place = found.place;
    if (place.set.empty()) {
      refuse(ErrorKind::kUsage,
             fmt::format("{} is a database by itself, and no shard", folder),
             "name a new folder for the shard");
    }
    if (set_.empty()) set_ = place.set;
    if (place.set != set_) {
      refuse(ErrorKind::kCorrupt,
             fmt::format("{} is not of the same set of shards as those that {} "
                         "names before it",
                         folder, location_),
             "name the shards of one set; ibid-indexer --rebuild builds a new "
             "one");
    }
    if (place.count != folders_.size()) {
      refuse(ErrorKind::kCorrupt,
             fmt::format("{} names {} shards, but {} is one of {}", location_,
                         folders_.size(), folder, place.count),
             "name all shards of the set");
    }
    if (!numbers_.insert(place.number).second) {
      refuse(ErrorKind::kCorrupt,
             fmt::format("{} is shard {} of {}, as another that {} names",
                         folder, place.number, place.count, location_),
             "name each shard once, and no copy of one");
    }
    if (found.is_written) is_written_ = true;
  }

  [[noreturn]] void refuse_missing(const std::string& folder) const {
    refuse(ErrorKind::kCorrupt,
           fmt::format("a shard of {} is missing: {} holds no database",
                       location_, folder),
           "mount its disk, or put a copy back; ibid-indexer --rebuild builds "
           "all shards anew");
  }

  const std::string& location_;
  const std::vector<std::string>& folders_;
  std::vector<std::optional<FoundShard>> found_;
  std::string set_;  // empty: none was found
  std::set<uint32_t> numbers_;
  bool is_written_ = false;
};

std::vector<ShardWriter> open_at(const std::vector<std::string>& folders,
                                 const std::vector<ShardPlace>& places) {
  std::vector<size_t> order(folders.size());
  for (size_t i = 0; i < folders.size(); ++i) order[places[i].number] = i;
  std::vector<ShardWriter> shards;
  shards.reserve(folders.size());
  for (const size_t i : order) {
    shards.push_back(ShardWriter::open(folders[i], places[i]));
  }
  return shards;
}

bool is_shard_folder(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  std::error_code ignored;
  return name.starts_with("shard-") && entry.is_directory(ignored);
}

// How many shards a folder was to have whose making was cut short; 0: it is
// not known, or is no such folder.
uint32_t half_made_count(const std::string& location) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(location, error)) {
    if (!is_shard_folder(entry)) return 0;
    const auto found = shard_in(entry.path().string());
    if (found) return found->place.count;
  }
  return 0;
}

bool may_hold_shards(const std::string& location) {
  std::error_code error;
  const fs::directory_iterator entries(location, error);
  if (error) return error == std::errc::no_such_file_or_directory;
  return std::all_of(begin(entries), end(entries), [](const auto& entry) {
    const std::string name = entry.path().filename().string();
    return is_shard_folder(entry) || name == "XAPIANDB.new";
  });
}

std::vector<std::string> folders_below(const std::string& location,
                                       uint32_t count) {
  std::vector<std::string> folders;
  for (uint32_t number = 0; number < count; ++number) {
    folders.push_back(location + "/" + shard_folder_name(number));
  }
  return folders;
}

// In a folder of their own, with a stub.
std::vector<ShardWriter> make_in(const std::string& location, uint32_t count) {
  if (!may_hold_shards(location)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{} holds other files and no database", location),
                "name a new folder with --db, or empty this one");
  }
  make_database_folder(location);
  const std::vector<std::string> folders = folders_below(location, count);
  std::vector<ShardWriter> shards =
      open_at(folders, Places(location, folders).settle());
  write_durably(stub_path(location), stub_text(count));
  return shards;
}

}  // namespace

std::vector<std::string> local_shards(const std::string& location) {
  std::vector<std::string> folders;
  for (ShardLocation& shard : shards_at(location)) {
    if (!shard.host.empty()) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("{} is of another machine", shard.name()),
                  "index on the machine that has it; ibid-searcher reads it "
                  "from here");
    }
    folders.push_back(std::move(shard.path));
  }
  return folders;
}

std::vector<ShardWriter> open_shards(const std::string& location,
                                     uint32_t wanted) {
  const std::vector<std::string> folders = local_shards(location);
  std::error_code ignored;
  if (!is_sharded(location)) {
    const bool is_there = fs::exists(location + "/iamglass", ignored);
    if (is_there && wanted > 1) refuse_other_number(location, 1, wanted);
    const uint32_t half = is_there ? 0 : half_made_count(location);
    if (half > 0 && wanted > 0 && half != wanted) {
      refuse_other_number(location, half, wanted);
    }
    if (const uint32_t count = half > 0 ? half : wanted; count > 1) {
      return make_in(location, count);
    }
    std::vector<ShardWriter> alone;
    alone.push_back(ShardWriter::open(location));
    return alone;
  }
  if (wanted > 0 && wanted != folders.size()) {
    refuse_other_number(location, folders.size(), wanted);
  }
  return open_at(folders, Places(location, folders).settle());
}

std::vector<ShardWriter> make_shards(const std::vector<std::string>& folders,
                                     const std::string& set) {
  const auto count = static_cast<uint32_t>(folders.size());
  std::vector<ShardWriter> shards;
  shards.reserve(folders.size());
  for (uint32_t i = 0; i < count; ++i) {
    const ShardPlace place =
        set.empty() ? ShardPlace{} : ShardPlace{set, i, count};
    shards.push_back(ShardWriter::open(folders[i], place));
  }
  return shards;
}

void write_durably(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  const int fd =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const auto size = static_cast<ssize_t>(text.size());
  const bool is_written = fd >= 0 &&
                          ::write(fd, text.data(), text.size()) == size &&
                          ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!is_written || ::rename(beside.c_str(), path.c_str()) != 0) {
    throw Error(ErrorKind::kIo, fmt::format("cannot write {}", path),
                "look for a full or failing disk");
  }
  sync_folder(fs::path(path).parent_path().string());
}

}  // namespace ibid
