// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/database_format.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "index/schema.h"
#include "index/shards.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

bool is_kept_by_replication(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_regular_file(stub_path(folder.string()), error)) return false;
  return fs::is_directory(folder / "replica_0", error) ||
         fs::is_directory(folder / "replica_1", error);
}

}  // namespace

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

void check_no_replica(const std::string& path) {
  std::error_code error;
  const fs::path folder = fs::canonical(path, error);
  if (error) return;
  const bool is_one_of_two = folder.filename().string().starts_with("replica_");
  if (!is_kept_by_replication(folder) &&
      !(is_one_of_two && is_kept_by_replication(folder.parent_path()))) {
    return;
  }
  throw Error(ErrorKind::kUsage,
              fmt::format("{} is a replica, and not to be written to", path),
              "write to the database that it follows, or make it a database "
              "by itself as docs/cluster.md says");
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

}  // namespace ibid
