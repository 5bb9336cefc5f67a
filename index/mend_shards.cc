// SPDX-License-Identifier: GPL-3.0-or-later
// All records are walked, and not only those that the cut commit names: aliases
// of ids that articles had before lead to them from anywhere.
#include "index/mend_shards.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "index/database_format.h"
#include "index/schema.h"
#include "index/shard_batches.h"

namespace ibid {
namespace {

std::vector<uint64_t> home_numbers(const std::vector<ShardWriter>& shards) {
  return decode_batches(shards[0].metadata(std::string(kBatchesKey)),
                        shards.size());
}

ShardBatch batch_of(const ShardWriter& shard) {
  return decode_batch(shard.metadata(std::string(kBatchKey)));
}

class Mender {
 public:
  explicit Mender(std::vector<ShardWriter>& shards)
      : shards_(shards), count_(static_cast<uint32_t>(shards.size())) {}

  void run() {
    note_changes();
    for (ShardWriter& shard : shards_) shard.begin();
    read_articles();
    mend_aliases();
    mend_files();
    level();
    shards_[0].change_metadata(std::string(kBatchesKey),
                               encode_batches(numbers_));
    for (size_t i = 1; i < shards_.size(); ++i) shards_[i].commit();
    shards_[0].commit();
  }

 private:
  using Place = std::pair<int32_t, std::string>;

  struct Article {
    std::string id;
    Place place;
  };

  void note_changes() {
    numbers_ = home_numbers(shards_);
    const uint64_t latest = *std::ranges::max_element(numbers_);
    for (size_t i = 1; i < shards_.size(); ++i) {
      const ShardBatch batch = batch_of(shards_[i]);
      if (batch.number == numbers_[i]) continue;
      // Another than the next after those that were whole: as from a backup.
      if (batch.has_all || batch.number != latest + 1) all_changed_ = true;
      changed_.insert(batch.articles.begin(), batch.articles.end());
      numbers_[i] = batch.number;
    }
    numbers_[0] = *std::ranges::max_element(numbers_);
  }

  bool is_changed(const std::string& key) const {
    return all_changed_ || changed_.contains(key);
  }

  void read_articles() {
    std::map<std::string, std::string> keys;  // by id
    for (ShardWriter& shard : shards_) {
      std::vector<std::pair<std::string, RecordPlace>> found;
      shard.read([&](const Xapian::Database& db) {
        visit_records(db, [&](std::string_view key, std::string_view data) {
          found.emplace_back(key, decode_place(data));
        });
      });
      for (auto& [key, record] : found) {
        const auto [same, is_new] = keys.emplace(record.id, key);
        if (!is_new && !replace(same->second, key, record.id)) continue;
        articles_[key] = {record.id, {record.root, record.path}};
      }
    }
  }

  // Of two articles of an id, the one stays that is found without an alias.
  // Whether that is the second.
  bool replace(std::string& first, const std::string& second,
               const std::string& id) {
    const bool stays = article_key(id) != second;
    remove(stays ? second : first);
    changed_.insert({first, second});
    if (stays) return false;
    articles_.erase(first);
    first = second;
    return true;
  }

  void remove(const std::string& key) {
    ShardWriter& shard = shards_[shard_of(key, count_)];
    shard.write([&](Xapian::WritableDatabase& db) {
      db.delete_document(std::string(prefix::kArticle) + key);
      db.set_metadata(record_key(key), "");
    });
  }

  void mend_aliases() {
    std::map<std::string, std::string> wanted;
    for (const auto& [key, article] : articles_) {
      AliasChange alias = alias_for(key, article.id);
      if (!alias.value.empty())
        wanted.insert({alias.metadata_key, alias.value});
    }
    for (uint32_t i = 0; i < count_; ++i) {
      const std::string prefix(kAliasPrefix);
      std::vector<std::string> found;
      shards_[i].read([&](const Xapian::Database& db) {
        found.assign(db.metadata_keys_begin(prefix),
                     db.metadata_keys_end(prefix));
      });
      for (const std::string& key : found) {
        const bool stays =
            wanted.contains(key) && shard_of_metadata(key, count_) == i;
        if (!stays) shards_[i].change_metadata(key, "");
      }
    }
    for (const auto& [key, value] : wanted) {
      shards_[shard_of_metadata(key, count_)].change_metadata(key, value);
    }
  }

  void mend_files() {
    std::map<Place, std::set<std::string>> articles_of;
    for (const auto& [key, article] : articles_) {
      if (article.place.first >= 0) articles_of[article.place].insert(key);
    }
    std::vector<FileRecord> files;
    shards_[0].read(
        [&](const Xapian::Database& db) { files = read_file_records(db); });
    for (const FileRecord& file : files) {
      const Place place{file.root, file.path};
      put(mended(file, std::move(articles_of[place])), file);
      articles_of.erase(place);
    }
    for (auto& [place, keys] : articles_of) {
      FileRecord file;
      std::tie(file.root, file.path) = place;
      put(mended(file, std::move(keys)), {});
    }
  }

  // there: the articles that say they are of the file.
  FileRecord mended(FileRecord file, std::set<std::string> there) const {
    const auto changed = [&](const std::string& key) {
      return is_changed(key);
    };
    if (all_changed_ || std::ranges::any_of(file.articles, changed) ||
        std::ranges::any_of(there, changed)) {
      file.settled = false;
    }
    std::vector<std::string> named;
    for (std::string& key : file.articles) {
      if (there.erase(key) > 0) named.push_back(std::move(key));
    }
    if (named.size() < file.articles.size() || !there.empty()) {
      file.settled = false;
    }
    named.insert(named.end(), there.begin(), there.end());
    file.articles = std::move(named);
    return file;
  }

  void put(const FileRecord& file, const FileRecord& before) {
    if (file == before) return;
    shards_[0].change_metadata(file_key(file.root, file.path),
                               encode_file(file));
  }

  // What all shards have alike. Roots are only ever added.
  void level() {
    std::string roots;
    size_t most = 0;
    for (const ShardWriter& shard : shards_) {
      const std::string json = shard.metadata(std::string(kRootsKey));
      const size_t size = parse_roots(json).size();
      if (size > most) roots = json;
      most = std::max(most, size);
    }
    const std::string synonyms = shards_[0].metadata(std::string(kSynonymsKey));
    for (ShardWriter& shard : shards_) {
      shard.change_metadata(std::string(kRootsKey), roots);
      shard.change_metadata(std::string(kSynonymsKey), synonyms);
    }
  }

  std::vector<ShardWriter>& shards_;
  const uint32_t count_;
  std::vector<uint64_t> numbers_;            // of batches, by shard
  std::set<std::string> changed_;            // keys of articles
  bool all_changed_ = false;                 // it is not known which
  std::map<std::string, Article> articles_;  // by key
};

}  // namespace

bool is_torn(const std::vector<ShardWriter>& shards) {
  if (shards.size() < 2) return false;
  const std::vector<uint64_t> numbers = home_numbers(shards);
  for (size_t i = 1; i < shards.size(); ++i) {
    if (batch_of(shards[i]).number != numbers[i]) return true;
  }
  return false;
}

void mend_shards(std::vector<ShardWriter>& shards) { Mender(shards).run(); }

}  // namespace ibid
