// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian renames its version file into place at the end of a commit, but does
// not sync the folder: in a power cut the rename may be lost and the database
// unreadable. So commit() here syncs the folder itself.
#include "index/shard_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unicode/uvernum.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "index/database_format.h"
#include "index/lock_holder.h"
#include "index/schema.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// What made the terms; of these only "analysis" is checked when opening.
std::string settings_json() {
  return nlohmann::json{{"analysis", kAnalysisVersion},
                        {"program", IBID_VERSION},
                        {"xapian", Xapian::version_string()},
                        {"icu", U_ICU_VERSION}}
      .dump();
}

// Takes the tables away that Xapian would take for a database. Under Xapian's
// own lock: another writer may be at work on them. Where that cannot be had,
// opening the database says why.
void clear_unfinished(const std::string& path) {
  const std::string lock_file = path + "/flintlock";
  const int fd =
      ::open(lock_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  if (::fcntl(fd, F_OFD_SETLK, &lock) == 0 && is_unfinished(path)) {
    std::error_code ignored;
    fs::remove(path + "/postlist.glass", ignored);
    fs::remove(path + "/termlist.glass", ignored);
  }
  ::close(fd);
}

// Makes sure that Xapian may open or create a database at path.
void prepare_location(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return make_database_folder(path);
  if (!fs::is_directory(status)) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} is a file, not a database folder", path),
                "name another folder with --db");
  }
  if (fs::exists(path + "/iamglass", error)) return;
  if (fs::is_empty(path, error) && !error) return;
  if (error) {
    throw Error(ErrorKind::kPermission,
                fmt::format("cannot look into {}: {}", path, error.message()),
                "choose another folder with --db");
  }
  check_version_file(path);
  if (is_unfinished(path)) {
    clear_unfinished(path);
    return;
  }
  throw Error(ErrorKind::kUsage,
              fmt::format("{} holds other files and no database", path),
              "name a new folder with --db, or empty this one");
}

// Whether nothing was ever written to db, as after a crash while it was made.
bool is_blank(const Xapian::Database& db) {
  return db.get_lastdocid() == 0 &&
         db.metadata_keys_begin() == db.metadata_keys_end();
}

// place: what it should be; nullptr: anything.
void check_place(const std::string& path, const Xapian::Database& db,
                 const ShardPlace* place) {
  const ShardPlace found =
      decode_shard_place(db.get_metadata(std::string(kShardKey)));
  if (place == nullptr || found == *place) return;
  if (found.set.empty()) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{} is a database by itself, and no shard", path),
                "name a new folder for the shard");
  }
  throw Error(ErrorKind::kUsage,
              fmt::format("{} is shard {} of {}, and not written to by itself",
                          path, found.number, found.count),
              "write through the folder or stub file that names all of them");
}

Xapian::WritableDatabase open_or_create(const std::string& path,
                                        const ShardPlace* place) {
  Xapian::WritableDatabase db(path, Xapian::DB_CREATE_OR_OPEN);
  if (!is_blank(db)) {
    check_format(path, db.get_metadata(std::string(kFormatKey)),
                 db.get_metadata(std::string(kSettingsKey)));
    check_place(path, db, place);
    return db;
  }
  db.set_metadata(std::string(kFormatKey), std::to_string(kFormatVersion));
  db.set_metadata(std::string(kSettingsKey), settings_json());
  if (place != nullptr) {
    db.set_metadata(std::string(kShardKey), encode_shard_place(*place));
  }
  db.commit();
  sync_folder(path);
  return db;
}

}  // namespace

ShardWriter::ShardWriter(std::string path, Xapian::WritableDatabase db)
    : path_(std::move(path)),
      writing_("cannot write to the database " + path_),
      db_(std::move(db)) {}

ShardWriter::ShardWriter(ShardWriter&& other) noexcept
    : path_(std::move(other.path_)),
      writing_(std::move(other.writing_)),
      db_(std::move(other.db_)),
      in_batch_(std::exchange(other.in_batch_, false)),
      in_transaction_(std::exchange(other.in_transaction_, false)) {}

ShardWriter::~ShardWriter() {
  if (!in_transaction_) return;
  try {
    db_.cancel_transaction();
  } catch (...) {
    // The last commit stands; nothing else is left to do here.
    in_transaction_ = false;
  }
}

ShardWriter ShardWriter::open_place(const std::string& path,
                                    const ShardPlace* place) {
  check_no_replica(path);
  prepare_location(path);
  try {
    return xapian_call("cannot open the database " + path, [&] {
      return ShardWriter(path, open_or_create(path, place));
    });
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kLocked) throw;
    throw locked_error(path);
  }
}

ShardWriter ShardWriter::open(const std::string& path,
                              const ShardPlace& place) {
  return open_place(path, &place);
}

ShardWriter ShardWriter::open_as_it_is(const std::string& path) {
  return open_place(path, nullptr);
}

void ShardWriter::commit() {
  in_batch_ = false;
  if (!in_transaction_) return;
  xapian_call(writing_, [&] {
    // Whatever comes of it, this transaction is over.
    in_transaction_ = false;
    db_.commit_transaction();
    sync_folder(path_);
  });
}

void ShardWriter::rollback() {
  in_batch_ = false;
  if (!in_transaction_) return;
  xapian_call(writing_, [&] {
    in_transaction_ = false;
    db_.cancel_transaction();
  });
}

std::string ShardWriter::metadata(const std::string& key) const {
  return read([&](const Xapian::Database& db) { return db.get_metadata(key); });
}

void ShardWriter::change_metadata(const std::string& key,
                                  const std::string& value) {
  if (metadata(key) == value) return;
  write([&](Xapian::WritableDatabase& db) { db.set_metadata(key, value); });
}

void sync_folder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) {
    throw Error(ErrorKind::kIo, fmt::format("cannot sync the folder {}", path),
                "run ibid-indexer again; look for a failing disk");
  }
}

void make_database_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) return;
  const bool denied = error == std::errc::permission_denied;
  throw Error(denied ? ErrorKind::kPermission : ErrorKind::kIo,
              fmt::format("cannot make the database folder {}: {}", path,
                          error.message()),
              "choose a folder that you can write to with --db");
}

}  // namespace ibid
