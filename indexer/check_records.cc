// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "index/schema.h"

namespace ibid {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

Entries metadata_entries(const Database& database) {
  return database.read([](const Xapian::Database& db) {
    Entries entries;
    for (auto key = db.metadata_keys_begin(); key != db.metadata_keys_end();
         ++key) {
      const std::string name = *key;
      entries.emplace_back(name, db.get_metadata(name));
    }
    return entries;
  });
}

class RecordChecker {
 public:
  RecordChecker(const Database& database, CheckReport& report)
      : database_(database), report_(report) {}

  CheckedRecords run() {
    Entries entries;
    report_.guard("metadata", [&] { entries = metadata_entries(database_); });
    const bool has_roots =
        report_.guard("roots", [&] { roots_ = database_.roots(); });
    report_.guard("synonyms", [&] { database_.synonyms(); });
    report_.guard("languages", [&] { database_.languages(); });
    for (const auto& [key, value] : entries) read_article(key, value);
    for (const auto& [key, value] : entries) check_entry(key, value);
    for (const auto& [key, record] : found_.articles)
      check_article(key, record);
    found_.remembers_paths = has_roots && files_read_;
    report_.articles = found_.articles.size();
    return std::move(found_);
  }

 private:
  static std::string name_of(const ArticleRecord& record) {
    return "article " + record.id;
  }

  void read_article(const std::string& key, const std::string& value) {
    if (!key.starts_with(kRecordPrefix)) return;
    report_.guard("record " + key, [&] {
      found_.articles.emplace(key.substr(kRecordPrefix.size()),
                              decode_record(value));
    });
  }

  void check_entry(const std::string& key, const std::string& value) {
    if (key.starts_with(kFilePrefix)) {
      check_file(key, value);
    } else if (key.starts_with(kAliasPrefix)) {
      check_alias(key, value);
    } else if (!key.starts_with(kRecordPrefix) && !key.starts_with("ibid:")) {
      report_.add("metadata", "holds a key that is not ibid's: " + key);
    }
  }

  void check_file(const std::string& key, const std::string& value) {
    FileRecord file;
    if (!report_.guard("record " + key, [&] { file = decode_file(value); })) {
      files_read_ = false;
      return;
    }
    const std::string where = "file " + file.path;
    if (file_key(file.root, file.path) != key) {
      report_.add(where, "its record stands at the place of another");
    }
    check_root(where, file.root);
    for (const std::string& article : file.articles) {
      const auto found = found_.articles.find(article);
      if (found == found_.articles.end()) {
        report_.add(where, "names an article that is not there");
      } else if (found->second.root != file.root ||
                 found->second.path != file.path) {
        report_.add(where, fmt::format("names {}, which is of another file",
                                       name_of(found->second)));
      } else if (!named_.insert(article).second) {
        report_.add(where, fmt::format("names {}, which has been named already",
                                       name_of(found->second)));
      }
    }
  }

  void check_alias(const std::string& key, const std::string& value) {
    const auto found = found_.articles.find(value);
    if (found == found_.articles.end() ||
        std::string(kAliasPrefix) + article_key(found->second.id) != key) {
      report_.add("alias " + key, "leads to no article of that id");
    }
  }

  void check_root(const std::string& where, int32_t root) {
    if (root < -1 || root >= static_cast<int32_t>(roots_.size())) {
      report_.add(where, "names a root that is not there");
    }
  }

  void check_article(const std::string& key, const ArticleRecord& record) {
    const std::string where = name_of(record);
    check_root(where, record.root);
    if (record.root < 0) {
      found_.has_stdin = true;
    } else if (!named_.contains(key)) {
      report_.add(where, "is of a file that does not name it");
    }
    report_.guard(where, [&] {
      const std::optional<FoundArticle> found = database_.find(record.id);
      if (!found || found->key != key) {
        report_.add(where, "is not found by its id");
      }
    });
  }

  const Database& database_;
  CheckReport& report_;
  CheckedRecords found_;
  std::vector<Root> roots_;
  std::set<std::string> named_;  // keys of articles that a file names
  bool files_read_ = true;
};

}  // namespace

CheckedRecords check_records(const Database& database, CheckReport& report) {
  return RecordChecker(database, report).run();
}

}  // namespace ibid
