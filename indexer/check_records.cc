// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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
  RecordChecker(const Database& database,
                const std::vector<CheckedShard>& shards, CheckReport& report)
      : database_(database), shards_(shards), report_(report) {}

  CheckedRecords run() {
    const Entries entries = all_entries();
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

  Entries all_entries() {
    Entries all;
    for (const CheckedShard& shard : shards_) {
      report_.shard = shard.name;
      report_.guard("metadata", [&] {
        for (auto& entry : metadata_entries(shard.database)) {
          if (belongs(entry, shard)) all.push_back(std::move(entry));
        }
      });
    }
    report_.shard.clear();
    return all;
  }

  // Whether an entry is where it is looked for, or is told to be elsewhere. Of
  // what each shard has, only that of the first is looked at further.
  bool belongs(const Entries::value_type& entry, const CheckedShard& shard) {
    const auto& [key, value] = entry;
    if (key == kRootsKey || key == kSynonymsKey) {
      const auto& first = levels_.emplace(key, value).first->second;
      if (first != value) {
        report_.add("metadata", key + " is not that of the first shard");
      }
    }
    if (key.starts_with("ibid:")) return shard.place.number == 0;
    const uint32_t count = shard.place.count;
    const uint32_t wanted = shard_of_metadata(key, count);
    if (wanted == shard.place.number) return true;
    report_.add("record " + key, "is of " + shard_folder_name(wanted));
    return false;
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
  const std::vector<CheckedShard>& shards_;
  CheckReport& report_;
  std::map<std::string, std::string> levels_;  // what all shards have alike
  CheckedRecords found_;
  std::vector<Root> roots_;
  std::set<std::string> named_;  // keys of articles that a file names
  bool files_read_ = true;
};

}  // namespace

CheckedRecords check_records(const Database& database,
                             const std::vector<CheckedShard>& shards,
                             CheckReport& report) {
  return RecordChecker(database, shards, report).run();
}

}  // namespace ibid
