// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/database.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>

#include "index/database_format.h"
#include "index/schema.h"

namespace ibid {
namespace {

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
