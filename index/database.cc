// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/database.h"

#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "index/collections.h"
#include "index/database_format.h"
#include "index/schema.h"

namespace ibid {
namespace {

void shift(int32_t& root, int32_t by) {
  if (root >= 0) root += by;
}

// The articles of a shard from a key on, one more than `count` at most.
void add_from(const Xapian::Database& shard, const std::string& from,
              size_t count, int32_t first_root,
              std::vector<FoundArticle>& found) {
  const std::string prefix(kRecordPrefix);
  auto key = shard.metadata_keys_begin(prefix);
  const auto end = shard.metadata_keys_end(prefix);
  if (!from.empty()) key.skip_to(record_key(from));
  for (size_t taken = 0; key != end && taken <= count; ++key, ++taken) {
    const std::string name = *key;
    found.push_back(
        {name.substr(prefix.size()), shard.get_metadata(name), first_root});
  }
}

// Where a commit has not reached all shards yet, or one is away, an alias may
// lead to a record that is not to be had.
std::optional<FoundArticle> find_in(const Collections& all, size_t collection,
                                    std::string_view id) {
  try {
    auto found = find_article(
        [&](const std::string& key) { return all.metadata(collection, key); },
        id);
    if (found) found->first_root = all.first_root(collection);
    return found;
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kCorrupt || !all.is_sharded(collection)) throw;
    return std::nullopt;
  }
}

}  // namespace

Database::Database(std::string path, ShardGroup group)
    : path_(std::move(path)),
      reading_("cannot read the database " + path_),
      group_(std::move(group)) {}

Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Database Database::open(const DatabaseSource& source) {
  return {source.name(), ShardGroup(source)};
}

Database Database::open(const std::string& path) {
  return open(DatabaseSource{{path}});
}

bool Database::has_remote() const {
  return std::ranges::any_of(group_.shards(),
                             [](const ShardGroup::Shard& shard) {
                               return shard.location.is_remote();
                             });
}

bool Database::reopen() {
  return xapian_call("cannot reopen the database " + path_,
                     [&] { return move(); });
}

bool Database::move() const {
  const bool moved = group_.reopen();
  if (moved) ++moves_;
  return moved;
}

bool Database::recover(const Xapian::NetworkError& error) const {
  ++moves_;
  return group_.recover(error);
}

const Collections& Database::collections() const {
  if (!collections_ || collected_ != moves_) {
    collections_ = std::make_unique<const Collections>(group_.shards());
    collected_ = moves_;
  }
  return *collections_;
}

size_t Database::shard_of_passage(Xapian::docid passage) const {
  return (passage - 1) % group_.shards().size();
}

size_t Database::collection_of(Xapian::docid passage) const {
  if (group_.shards().size() == 1) return 0;
  return read([&](const Xapian::Database&) {
    return collections().of_shard(shard_of_passage(passage));
  });
}

Database::StoredArticle Database::article_of(Xapian::docid passage,
                                             std::string_view key) const {
  return read([&](const Xapian::Database& db) -> StoredArticle {
    if (group_.shards().size() == 1) {
      return {db.get_metadata(record_key(key)), 0};
    }
    const size_t shard = shard_of_passage(passage);
    const Collections& all = collections();
    return {group_.shards()[shard].db.get_metadata(record_key(key)),
            all.first_root(all.of_shard(shard))};
  });
}

std::optional<ArticleRecord> Database::record(std::string_view key) const {
  return read([&](const Xapian::Database&) -> std::optional<ArticleRecord> {
    const Collections& all = collections();
    for (size_t i = 0; i < all.size(); ++i) {
      const std::string data = all.metadata(i, record_key(key));
      if (data.empty()) continue;
      ArticleRecord record = decode_record(data);
      shift(record.root, all.first_root(i));
      return record;
    }
    return std::nullopt;
  });
}

std::optional<FoundArticle> Database::find(std::string_view id) const {
  return read([&](const Xapian::Database&) -> std::optional<FoundArticle> {
    const Collections& all = collections();
    for (size_t i = 0; i < all.size(); ++i) {
      auto found = find_in(all, i, id);
      if (found) return found;
    }
    return std::nullopt;
  });
}

std::optional<FileRecord> Database::file(int32_t root,
                                         std::string_view path) const {
  return read([&](const Xapian::Database&) {
    return read_file_record(group_.shards()[0].db, root, path);
  });
}

std::vector<FileRecord> Database::files() const {
  return read([&](const Xapian::Database&) {
    std::vector<FileRecord> all;
    for (const ShardGroup::Shard& shard : group_.shards()) {
      for (FileRecord& file : read_file_records(shard.db)) {
        all.push_back(std::move(file));
      }
    }
    return all;
  });
}

uint64_t Database::article_count() const {
  return read([&](const Xapian::Database&) {
    uint64_t count = 0;
    for (const ShardGroup::Shard& shard : group_.shards()) {
      count += count_records(shard.db);
    }
    return count;
  });
}

void Database::each_record(
    const std::function<void(std::string_view key, std::string_view data)>&
        visit) const {
  // Collected first: a retry must not visit anything twice.
  using Record = std::pair<std::string, std::string>;
  auto records = read([&](const Xapian::Database&) {
    std::vector<Record> all;
    for (const ShardGroup::Shard& shard : group_.shards()) {
      visit_records(shard.db, [&](std::string_view key, std::string_view data) {
        all.emplace_back(key, data);
      });
    }
    return all;
  });
  if (group_.shards().size() > 1) {
    std::ranges::stable_sort(records, {}, &Record::first);
  }
  for (const auto& [key, data] : records) visit(key, data);
}

void Database::each_place(
    const std::function<void(std::string_view key, const RecordPlace& place)>&
        visit) const {
  std::vector<std::pair<std::string, RecordPlace>> places;
  read([&](const Xapian::Database&) {
    places.clear();
    const Collections& all = collections();
    for (size_t i = 0; i < group_.shards().size(); ++i) {
      const int32_t first = all.first_root(all.of_shard(i));
      visit_records(group_.shards()[i].db,
                    [&](std::string_view key, std::string_view data) {
                      places.emplace_back(key, decode_place(data));
                      shift(places.back().second.root, first);
                    });
    }
  });
  for (const auto& [key, place] : places) visit(key, place);
}

Database::Stretch Database::articles_from(const std::string& from,
                                          size_t count) const {
  return read([&](const Xapian::Database&) {
    const Collections& all = collections();
    std::vector<FoundArticle> found;
    for (size_t i = 0; i < group_.shards().size(); ++i) {
      add_from(group_.shards()[i].db, from, count,
               all.first_root(all.of_shard(i)), found);
    }
    std::ranges::stable_sort(found, {}, &FoundArticle::key);
    // Not between two articles of one key.
    size_t end = std::min(count, found.size());
    while (end > 0 && end < found.size() &&
           found[end].key == found[end - 1].key) {
      ++end;
    }
    Stretch stretch;
    if (end < found.size()) stretch.next = found[end].key;
    found.resize(end);
    stretch.articles = std::move(found);
    return stretch;
  });
}

std::vector<Root> Database::roots() const {
  return read([&](const Xapian::Database&) { return collections().roots(); });
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
  return Synonyms::decode(read([&](const Xapian::Database&) -> std::string {
    for (const ShardGroup::Shard& shard : group_.shards()) {
      std::string stored = shard.db.get_metadata(std::string(kSynonymsKey));
      if (!stored.empty()) return stored;
    }
    return "";
  }));
}

Synonyms Database::synonyms_at(const std::string& path) {
  const DatabaseSource source{{path}};
  return Database(path, ShardGroup(source, Formats::kAny)).synonyms();
}

uint64_t Database::removed_since_compaction() const {
  return read([&](const Xapian::Database&) {
    uint64_t removed = 0;
    for (const ShardGroup::Shard& shard : group_.shards()) {
      const std::string kept = shard.db.get_metadata(std::string(kGapsKey));
      uint64_t before = 0;
      std::from_chars(kept.data(), kept.data() + kept.size(), before);
      removed += count_gaps(shard.db) - std::min(before, count_gaps(shard.db));
    }
    return removed;
  });
}

uint64_t Database::revision() const {
  return read([&](const Xapian::Database&) {
    uint64_t sum = 0;
    for (const ShardGroup::Shard& shard : group_.shards()) {
      sum += shard.location.is_remote() ? shard.db.get_lastdocid()
                                        : shard.db.get_revision();
    }
    return sum;
  });
}

int64_t Database::updated() const {
  int64_t newest = 0;
  for (const ShardGroup::Shard& shard : group_.shards()) {
    if (shard.location.is_remote()) continue;
    const std::string file = shard.location.path + "/iamglass";
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
      throw Error(
          ErrorKind::kIo,
          fmt::format("cannot look at {}: {}", file, std::strerror(errno)),
          "try again: it may just be replaced by a rebuild");
    }
    newest = std::max<int64_t>(newest, info.st_mtim.tv_sec);
  }
  return newest;
}

uint64_t Database::passage_count() const {
  return read(
      [&](Xapian::Database& db) -> uint64_t { return db.get_doccount(); });
}

}  // namespace ibid
