// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/database.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "index/database_format.h"
#include "index/schema.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRebuildHint =
    "rebuild the database: ibid-indexer --rebuild";

std::string description(const Xapian::Error& e) {
  std::string text = e.get_msg();
  if (const char* reason = e.get_error_string()) {
    text += fmt::format(" ({})", reason);
  }
  return text;
}

bool says(const Xapian::Error& e, std::string_view text) {
  const char* reason = e.get_error_string();
  return e.get_msg().find(text) != std::string::npos ||
         (reason != nullptr && text == reason);
}

// The kind of an error that the database's files are the cause of. Xapian puts
// what the system said into the message or beside it.
ErrorKind file_error_kind(const Xapian::Error& e) {
  for (const int code : {EACCES, EPERM, EROFS}) {
    if (says(e, std::strerror(code))) return ErrorKind::kPermission;
  }
  if (says(e, "already locked")) return ErrorKind::kLocked;
  // A table that is missing or too short, or an entry that was compressed.
  if (says(e, std::strerror(ENOENT)) || says(e, "EOF reading") ||
      says(e, "inflate failed")) {
    return ErrorKind::kCorrupt;
  }
  if (e.get_error_string() != nullptr) return ErrorKind::kIo;
  const std::string type = e.get_type();
  if (type == "DatabaseNotFoundError") return ErrorKind::kNotFound;
  if (type == "DatabaseVersionError") return ErrorKind::kVersion;
  const bool damaged =
      type == "DatabaseCorruptError" || type == "DatabaseOpeningError";
  return damaged ? ErrorKind::kCorrupt : ErrorKind::kIo;
}

std::string file_error_hint(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kPermission:
      return "check who owns the database folder and its files";
    case ErrorKind::kLocked:
      return "another ibid-indexer is writing; try again when it is done";
    case ErrorKind::kNotFound:
      return "make it first: ibid-indexer --db DIR PATH...";
    case ErrorKind::kVersion:
    case ErrorKind::kCorrupt:
      return std::string(kRebuildHint);
    default:
      return "look for a full or failing disk, or too many open files";
  }
}

Error translate(std::string_view what, const Xapian::Error& e) {
  const std::string type = e.get_type();
  const std::string message = fmt::format("{}: {}", what, description(e));
  if (type == "DatabaseModifiedError") {
    return {ErrorKind::kIo, message,
            "it is being written to all the time; try again"};
  }
  if (type.starts_with("Database") || type.starts_with("Network")) {
    const ErrorKind kind = file_error_kind(e);
    return {kind, message, file_error_hint(kind)};
  }
  // A table that Xapian can do without, and we cannot, is missing.
  if (type == "FeatureUnavailableError") {
    return {ErrorKind::kCorrupt, message, std::string(kRebuildHint)};
  }
  return {ErrorKind::kInternal, message,
          "this is a bug of ibid; please report it"};
}

// Opening reads two files, so that a writer can come in between: then it is
// done again.
template <class Open>
auto until_kept(Open&& open) -> decltype(open()) {
  for (int retry = 0;; ++retry) {
    try {
      return open();
    } catch (const Xapian::DatabaseModifiedError&) {
      if (retry == Database::kMaxRetries) throw;
    }
  }
}

}  // namespace

void rethrow_as_error(std::string_view what) {
  try {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const Xapian::Error& e) {
    throw translate(what, e);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::kLimit, fmt::format("{}: out of memory", what),
                "free some memory, and try again");
  } catch (const std::exception& e) {
    throw Error(ErrorKind::kInternal, fmt::format("{}: {}", what, e.what()),
                "this is a bug of ibid; please report it");
  }
}

void check_location(const std::string& path) {
  struct stat info {};
  if (path.empty() || ::stat(path.c_str(), &info) != 0) {
    if (!path.empty() && errno == EACCES) {
      throw Error(ErrorKind::kPermission,
                  fmt::format("cannot look into {}", path),
                  "check who owns the folders above it");
    }
    throw Error(ErrorKind::kNotFound, fmt::format("no database at {}", path),
                "make it first: ibid-indexer --db DIR PATH...");
  }
  if (!S_ISDIR(info.st_mode)) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} is a file, not a database folder", path),
                "name the folder that ibid-indexer made (--db DIR)");
  }
  const std::string version_file = path + "/iamglass";
  if (::access(version_file.c_str(), F_OK) != 0 && errno == ENOENT) {
    check_version_file(path);
    throw Error(ErrorKind::kNotFound, fmt::format("{} holds no database", path),
                "make it first: ibid-indexer --db DIR PATH...");
  }
  if (::access(version_file.c_str(), R_OK) != 0) {
    throw Error(ErrorKind::kPermission,
                fmt::format("cannot read the database {}", path),
                "check who owns the database folder and its files");
  }
}

void check_version_file(const std::string& path) {
  const auto has = [&](const char* file) {
    return ::access((path + file).c_str(), F_OK) == 0;
  };
  if (has("/iamglass") || (!has("/flintlock") && !has("/postlist.glass"))) {
    return;
  }
  if (is_unfinished(path)) return;
  throw Error(ErrorKind::kCorrupt,
              fmt::format("the database {} has no version file", path),
              std::string(kRebuildHint));
}

bool is_unfinished(const std::string& path) {
  std::error_code error;
  const fs::directory_iterator entries(path, error);
  return !error &&
         std::all_of(begin(entries), end(entries), [](const auto& entry) {
           // The other tables come with the first passage.
           const std::string name = entry.path().filename().string();
           return name == "flintlock" || name == "v.tmp" ||
                  name == "postlist.glass" || name == "termlist.glass";
         });
}

void check_format(const std::string& path, const std::string& format,
                  const std::string& settings) {
  // No matter of versions: --rebuild must not put ours in its place.
  if (format.empty() && settings.empty()) {
    throw Error(
        ErrorKind::kUsage,
        fmt::format("{} is a Xapian database, but not one of ibid", path),
        "choose another folder with --db");
  }
  if (format != std::to_string(kFormatVersion)) {
    throw Error(ErrorKind::kVersion,
                fmt::format("{} has format {}, this program reads format {}",
                            path, format, kFormatVersion),
                std::string(kRebuildHint));
  }
  const auto parsed = nlohmann::json::parse(settings, nullptr, false);
  const auto analysis = parsed.is_object()
                            ? parsed.value("analysis", nlohmann::json())
                            : nlohmann::json();
  if (!analysis.is_number_integer() || analysis != kAnalysisVersion) {
    throw Error(ErrorKind::kVersion,
                fmt::format("{} was analysed by version {}, this program "
                            "analyses by version {}",
                            path, analysis.dump(), kAnalysisVersion),
                std::string(kRebuildHint));
  }
}

MetadataReader metadata_of(const Xapian::Database& db) {
  return [&db](const std::string& key) { return db.get_metadata(key); };
}

std::optional<FileRecord> read_file_record(const Xapian::Database& db,
                                           int32_t root,
                                           std::string_view path) {
  const std::string data = db.get_metadata(file_key(root, path));
  if (data.empty()) return std::nullopt;
  return decode_file(data);
}

std::vector<FileRecord> read_file_records(const Xapian::Database& db) {
  std::vector<FileRecord> records;
  const std::string prefix(kFilePrefix);
  for (auto key = db.metadata_keys_begin(prefix);
       key != db.metadata_keys_end(prefix); ++key) {
    records.push_back(decode_file(db.get_metadata(*key)));
  }
  return records;
}

uint64_t count_records(const Xapian::Database& db) {
  const std::string prefix(kRecordPrefix);
  uint64_t count = 0;
  for (auto key = db.metadata_keys_begin(prefix);
       key != db.metadata_keys_end(prefix); ++key) {
    ++count;
  }
  return count;
}

uint64_t count_gaps(const Xapian::Database& db) {
  return db.get_lastdocid() - db.get_doccount();
}

void visit_records(
    const Xapian::Database& db,
    const std::function<void(std::string_view, std::string_view)>& visit) {
  const std::string prefix(kRecordPrefix);
  for (auto key = db.metadata_keys_begin(prefix);
       key != db.metadata_keys_end(prefix); ++key) {
    const std::string name = *key;
    visit(std::string_view(name).substr(prefix.size()), db.get_metadata(name));
  }
}

Database::Database(std::string path, Folder folder, Xapian::Database db)
    : path_(std::move(path)),
      reading_("cannot read the database " + path_),
      folder_(folder),
      db_(std::move(db)) {}

Database::Folder Database::folder_at(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {};
  return {info.st_dev, info.st_ino};
}

Database Database::open_newest(const std::string& path) {
  for (int retry = 0;; ++retry) {
    const Folder folder = folder_at(path);
    Xapian::Database db = until_kept([&] { return Xapian::Database(path); });
    if (folder == folder_at(path) || retry == kMaxRetries) {
      return {path, folder, std::move(db)};
    }
  }
}

Database Database::open(const std::string& path) {
  check_location(path);
  return xapian_call("cannot open the database " + path, [&] {
    Database database = open_newest(path);
    database.read([&](Xapian::Database& db) {
      check_format(path, db.get_metadata(std::string(kFormatKey)),
                   db.get_metadata(std::string(kSettingsKey)));
    });
    return database;
  });
}

bool Database::reopen() {
  return xapian_call("cannot reopen the database " + path_,
                     [&] { return move(); });
}

bool Database::move() const {
  // Xapian compares numbers of revisions, which begin anew in another folder.
  bool moved =
      folder_at(path_) == folder_ && until_kept([&] { return db_.reopen(); });
  if (folder_at(path_) != folder_) {
    Database newest = open_newest(path_);
    folder_ = newest.folder_;
    db_ = std::move(newest.db_);
    moved = true;
  }
  if (moved) ++moves_;
  return moved;
}

std::optional<ArticleRecord> Database::record(std::string_view key) const {
  const std::string data = read(
      [&](Xapian::Database& db) { return db.get_metadata(record_key(key)); });
  if (data.empty()) return std::nullopt;
  return decode_record(data);
}

std::optional<FoundArticle> Database::find(std::string_view id) const {
  return read([&](const Xapian::Database& db) {
    return find_article(metadata_of(db), id);
  });
}

std::optional<FileRecord> Database::file(int32_t root,
                                         std::string_view path) const {
  return read([&](const Xapian::Database& db) {
    return read_file_record(db, root, path);
  });
}

std::vector<FileRecord> Database::files() const {
  return read([](const Xapian::Database& db) { return read_file_records(db); });
}

uint64_t Database::article_count() const {
  return read([](const Xapian::Database& db) { return count_records(db); });
}

void Database::each_record(
    const std::function<void(std::string_view key, std::string_view data)>&
        visit) const {
  // Collected first: a retry must not visit anything twice.
  const auto records = read([&](Xapian::Database& db) {
    std::vector<std::pair<std::string, std::string>> all;
    visit_records(db, [&](std::string_view key, std::string_view data) {
      all.emplace_back(key, data);
    });
    return all;
  });
  for (const auto& [key, data] : records) visit(key, data);
}

std::vector<Root> Database::roots() const {
  return parse_roots(read([&](Xapian::Database& db) {
    return db.get_metadata(std::string(kRootsKey));
  }));
}

std::vector<std::string> Database::languages() const {
  return read([&](Xapian::Database& db) {
    std::vector<std::string> languages;
    const std::string prefix(prefix::kLanguage);
    for (auto term = db.allterms_begin(prefix); term != db.allterms_end(prefix);
         ++term) {
      languages.push_back((*term).substr(prefix.size()));
    }
    return languages;
  });
}

Synonyms Database::synonyms() const {
  return Synonyms::decode(read([&](Xapian::Database& db) {
    return db.get_metadata(std::string(kSynonymsKey));
  }));
}

Synonyms Database::synonyms_at(const std::string& path) {
  check_location(path);
  return xapian_call("cannot open the database " + path,
                     [&] { return open_newest(path).synonyms(); });
}

uint64_t Database::removed_since_compaction() const {
  return read([](const Xapian::Database& db) -> uint64_t {
    const std::string kept = db.get_metadata(std::string(kGapsKey));
    uint64_t before = 0;
    std::from_chars(kept.data(), kept.data() + kept.size(), before);
    return count_gaps(db) - std::min(before, count_gaps(db));
  });
}

uint64_t Database::passage_count() const {
  return read(
      [&](Xapian::Database& db) -> uint64_t { return db.get_doccount(); });
}

}  // namespace ibid
