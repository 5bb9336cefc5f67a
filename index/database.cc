// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/database.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>

#include "index/database_format.h"
#include "index/schema.h"

namespace ibid {
namespace {

constexpr std::string_view kRebuildHint =
    "rebuild the database: ibid-indexer --rebuild";

std::string description(const Xapian::Error& e) {
  std::string text = e.get_msg();
  if (const char* reason = e.get_error_string()) {
    text += fmt::format(" ({})", reason);
  }
  return text;
}

Error translate(std::string_view what, const Xapian::Error& e) {
  const std::string type = e.get_type();
  const std::string message = fmt::format("{}: {}", what, description(e));
  const bool denied =
      e.get_error_string() != nullptr &&
      std::string_view(e.get_error_string()) == std::strerror(EACCES);
  if (denied || message.find("Permission denied") != std::string::npos) {
    return {ErrorKind::kPermission, message,
            "check who owns the database folder and its files"};
  }
  if (type == "DatabaseLockError") {
    return {ErrorKind::kLocked, message,
            "another ibid-indexer is writing; try again when it is done"};
  }
  if (type == "DatabaseNotFoundError") {
    return {ErrorKind::kNotFound, message,
            "make it first: ibid-indexer --db DIR PATH..."};
  }
  if (type == "DatabaseVersionError") {
    return {ErrorKind::kVersion, message, std::string(kRebuildHint)};
  }
  if (type == "DatabaseCorruptError" || type == "DatabaseOpeningError") {
    return {ErrorKind::kCorrupt, message, std::string(kRebuildHint)};
  }
  if (type.starts_with("Database") || type.starts_with("Network")) {
    return {ErrorKind::kIo, message,
            "look for a full disk, a read-only folder or too many open files"};
  }
  return {ErrorKind::kInternal, message, ""};
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
    throw Error(ErrorKind::kLimit, fmt::format("{}: out of memory", what));
  } catch (const std::exception& e) {
    throw Error(ErrorKind::kInternal, fmt::format("{}: {}", what, e.what()));
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
    throw Error(ErrorKind::kNotFound, fmt::format("{} holds no database", path),
                "make it first: ibid-indexer --db DIR PATH...");
  }
  if (::access(version_file.c_str(), R_OK) != 0) {
    throw Error(ErrorKind::kPermission,
                fmt::format("cannot read the database {}", path),
                "check who owns the database folder and its files");
  }
}

void check_format(const std::string& path, const std::string& format,
                  const std::string& settings) {
  if (format.empty()) {
    throw Error(
        ErrorKind::kVersion,
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
  const int analysis = parsed.is_object() ? parsed.value("analysis", 0) : 0;
  if (analysis != kAnalysisVersion) {
    throw Error(ErrorKind::kVersion,
                fmt::format("{} was analysed by version {}, this program "
                            "analyses by version {}",
                            path, analysis, kAnalysisVersion),
                std::string(kRebuildHint));
  }
}

std::vector<Root> parse_roots(const std::string& json) {
  std::vector<Root> roots;
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  if (!parsed.is_array()) return roots;
  for (const auto& root : parsed) {
    roots.push_back({root.value("name", ""), root.value("path", "")});
  }
  return roots;
}

std::string roots_json(const std::vector<Root>& roots) {
  auto json = nlohmann::json::array();
  for (const Root& root : roots) {
    json.push_back({{"name", root.name}, {"path", root.path}});
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
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

Database::Database(std::string path, Xapian::Database db)
    : path_(std::move(path)),
      reading_("cannot read the database " + path_),
      db_(std::move(db)) {}

Database Database::open(const std::string& path) {
  check_location(path);
  return xapian_call("cannot open the database " + path, [&] {
    Database database(path, Xapian::Database(path));
    database.read([&](Xapian::Database& db) {
      check_format(path, db.get_metadata(std::string(kFormatKey)),
                   db.get_metadata(std::string(kSettingsKey)));
    });
    return database;
  });
}

bool Database::reopen() {
  return xapian_call("cannot reopen the database " + path_,
                     [&] { return db_.reopen(); });
}

std::optional<ArticleRecord> Database::record(std::string_view key) const {
  const std::string data = read(
      [&](Xapian::Database& db) { return db.get_metadata(record_key(key)); });
  if (data.empty()) return std::nullopt;
  return decode_record(data);
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

uint64_t Database::passage_count() const {
  return read(
      [&](Xapian::Database& db) -> uint64_t { return db.get_doccount(); });
}

}  // namespace ibid
