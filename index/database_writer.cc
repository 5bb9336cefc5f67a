// SPDX-License-Identifier: GPL-3.0-or-later
// Each write goes to the shard that its key belongs to; a database by itself is
// the case of one shard. Each shard commits by itself. The first has the
// records of all files, so it commits last: as long as it does not say that a
// file was read, the file is read again.
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "index/database.h"
#include "index/database_format.h"
#include "index/mend_shards.h"
#include "index/schema.h"
#include "index/shard_batches.h"
#include "index/shard_set.h"

namespace ibid {
namespace {

// A commit waits for the disk most of the time.
constexpr size_t kMostThreads = 16;

// Signals are for the thread that knows what to do about them.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

// Commits all of them, whatever becomes of one; throws what the first of those
// threw that failed.
void commit_all(const std::vector<ShardWriter*>& shards) {
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    for (size_t i = next++; i < shards.size(); i = next++) {
      try {
        shards[i]->commit();
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  try {
    while (threads.size() + 1 < std::min(shards.size(), kMostThreads)) {
      threads.emplace_back([&] {
        block_signals();
        work();
      });
    }
  } catch (const std::system_error&) {
    // The system gives no more threads: those that there are do the work.
  }
  work();
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

struct DatabaseWriter::Impl {
  std::string path;
  std::vector<ShardWriter> shards;
  // By shard, the keys of articles that this transaction changes there; of the
  // first none.
  std::vector<std::vector<std::string>> changed;

  Impl(std::string where, std::vector<ShardWriter> opened)
      : path(std::move(where)),
        shards(std::move(opened)),
        changed(shards.size()) {}

  uint32_t count() const { return static_cast<uint32_t>(shards.size()); }
  ShardWriter& home() { return shards[0]; }
  const ShardWriter& home() const { return shards[0]; }
  ShardWriter& of_article(std::string_view key) {
    return shards[shard_of(key, count())];
  }
  const ShardWriter& of_metadata(std::string_view key) const {
    return shards[shard_of_metadata(key, count())];
  }

  MetadataReader reader() const {
    return [this](const std::string& key) {
      return of_metadata(key).metadata(key);
    };
  }

  // Of the id of the record under a key, if there is one.
  void drop_alias(std::string_view key) {
    const std::string before = reader()(record_key(key));
    if (!before.empty()) apply(no_alias_for(decode_place(before).id));
  }

  void apply(const AliasChange& change) {
    shards[shard_of_metadata(change.metadata_key, count())].change_metadata(
        change.metadata_key, change.value);
  }

  // Empty: removes it.
  void set_record(std::string_view key, const std::string& data) {
    const uint32_t number = shard_of(key, count());
    if (number > 0) changed[number].emplace_back(key);
    set(shards[number], record_key(key), data);
  }

  static void set(ShardWriter& shard, const std::string& key,
                  const std::string& value) {
    shard.write(
        [&](Xapian::WritableDatabase& db) { db.set_metadata(key, value); });
  }

  void set_everywhere(std::string_view key, const std::string& value) {
    for (ShardWriter& shard : shards) {
      if (shard.metadata(std::string(key)) != value) {
        set(shard, std::string(key), value);
      }
    }
  }

  // Notes in each of them, and for all in the first, which commit this is.
  void number_batch(const std::vector<ShardWriter*>& others) {
    const std::string all(kBatchesKey);
    std::vector<uint64_t> numbers =
        decode_batches(home().metadata(all), shards.size());
    const uint64_t number = *std::ranges::max_element(numbers) + 1;
    for (ShardWriter* shard : others) {
      const auto i = static_cast<size_t>(shard - shards.data());
      numbers[i] = number;
      set(*shard, std::string(kBatchKey),
          encode_batch({number, false, std::move(changed[i])}));
    }
    set(home(), all, encode_batches(numbers));
  }

  void commit() {
    std::vector<ShardWriter*> others;
    for (size_t i = 1; i < shards.size(); ++i) {
      if (shards[i].is_touched()) others.push_back(&shards[i]);
    }
    const bool several = others.size() + (home().is_touched() ? 1 : 0) > 1;
    if (several) number_batch(others);
    for (auto& keys : changed) keys.clear();
    commit_all(others);
    for (ShardWriter& shard : shards) shard.commit();
  }
};

DatabaseWriter::DatabaseWriter(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
DatabaseWriter::DatabaseWriter(DatabaseWriter&&) noexcept = default;
DatabaseWriter& DatabaseWriter::operator=(DatabaseWriter&&) noexcept = default;
DatabaseWriter::~DatabaseWriter() = default;

DatabaseWriter DatabaseWriter::open(const std::string& path, uint32_t shards) {
  check_no_replica(path);
  std::vector<ShardWriter> opened = open_shards(path, shards);
  if (is_torn(opened)) mend_shards(opened);
  return DatabaseWriter(std::make_unique<Impl>(path, std::move(opened)));
}

DatabaseWriter DatabaseWriter::make(const std::vector<std::string>& folders,
                                    const std::string& set) {
  return DatabaseWriter(
      std::make_unique<Impl>(folders.at(0), make_shards(folders, set)));
}

DatabaseWriter DatabaseWriter::open_alone(const std::string& folder) {
  std::vector<ShardWriter> alone;
  alone.push_back(ShardWriter::open_as_it_is(folder));
  return DatabaseWriter(std::make_unique<Impl>(folder, std::move(alone)));
}

void DatabaseWriter::begin() {
  for (ShardWriter& shard : impl_->shards) shard.begin();
}

void DatabaseWriter::commit() { impl_->commit(); }

void DatabaseWriter::rollback() {
  for (auto& keys : impl_->changed) keys.clear();
  for (ShardWriter& shard : impl_->shards) shard.rollback();
}

void DatabaseWriter::add_document(const Xapian::Document& document) {
  const std::string key =
      impl_->count() == 1 ? "" : document.get_value(kArticleSlot);
  impl_->of_article(key).write(
      [&](Xapian::WritableDatabase& db) { db.add_document(document); });
}

bool DatabaseWriter::delete_document(const std::string& unique_term,
                                     std::string_view article_key) {
  ShardWriter& shard = impl_->of_article(article_key);
  if (!shard.read([&](const Xapian::Database& db) {
        return db.term_exists(unique_term);
      })) {
    return false;
  }
  shard.write(
      [&](Xapian::WritableDatabase& db) { db.delete_document(unique_term); });
  return true;
}

std::optional<ArticleRecord> DatabaseWriter::record(
    std::string_view key) const {
  const std::string data = impl_->reader()(record_key(key));
  if (data.empty()) return std::nullopt;
  return decode_record(data);
}

std::optional<FoundArticle> DatabaseWriter::find(std::string_view id) const {
  return find_article(impl_->reader(), id);
}

std::string DatabaseWriter::new_key(std::string_view id) const {
  return new_article_key(impl_->reader(), id);
}

void DatabaseWriter::add_record(std::string_view key,
                                const ArticleRecord& record) {
  const AliasChange alias = alias_for(key, record.id);
  if (!alias.value.empty()) impl_->apply(alias);
  impl_->set_record(key, encode_record(record));
}

void DatabaseWriter::put_record(std::string_view key,
                                const ArticleRecord& record) {
  impl_->drop_alias(key);
  impl_->apply(alias_for(key, record.id));
  impl_->set_record(key, encode_record(record));
}

void DatabaseWriter::delete_record(std::string_view key) {
  impl_->drop_alias(key);
  impl_->set_record(key, "");
}

std::optional<FileRecord> DatabaseWriter::file(int32_t root,
                                               std::string_view path) const {
  return impl_->home().read([&](const Xapian::Database& db) {
    return read_file_record(db, root, path);
  });
}

std::vector<FileRecord> DatabaseWriter::files() const {
  return impl_->home().read(
      [&](const Xapian::Database& db) { return read_file_records(db); });
}

void DatabaseWriter::put_file(const FileRecord& record) {
  Impl::set(impl_->home(), file_key(record.root, record.path),
            encode_file(record));
}

void DatabaseWriter::delete_file(int32_t root, std::string_view path) {
  Impl::set(impl_->home(), file_key(root, path), "");
}

void DatabaseWriter::each_record(
    const std::function<void(std::string_view key, std::string_view data)>&
        visit) const {
  for (const ShardWriter& shard : impl_->shards) {
    shard.read([&](const Xapian::Database& db) { visit_records(db, visit); });
  }
}

std::vector<Root> DatabaseWriter::roots() const {
  return parse_roots(impl_->home().metadata(std::string(kRootsKey)));
}

void DatabaseWriter::put_roots(const std::vector<Root>& roots) {
  impl_->set_everywhere(kRootsKey, roots_json(roots));
}

bool DatabaseWriter::has_synonyms(const Synonyms& synonyms) const {
  return std::ranges::all_of(impl_->shards, [&](const ShardWriter& shard) {
    return shard.metadata(std::string(kSynonymsKey)) == synonyms.encode();
  });
}

void DatabaseWriter::put_synonyms(const Synonyms& synonyms) {
  impl_->set_everywhere(kSynonymsKey, synonyms.encode());
}

std::string DatabaseWriter::copy_progress() const {
  return impl_->home().metadata(std::string(kCopyKey));
}

void DatabaseWriter::put_copy_progress(const std::string& progress) {
  Impl::set(impl_->home(), std::string(kCopyKey), progress);
}

void DatabaseWriter::note_compacted() {
  begin();
  for (ShardWriter& shard : impl_->shards) {
    const uint64_t gaps = shard.read(count_gaps);
    Impl::set(shard, std::string(kGapsKey), std::to_string(gaps));
  }
  commit();
}

uint64_t DatabaseWriter::passage_count() const {
  uint64_t count = 0;
  for (const ShardWriter& shard : impl_->shards) {
    count += shard.read(
        [](const Xapian::Database& db) { return db.get_doccount(); });
  }
  return count;
}

uint64_t DatabaseWriter::article_count() const {
  uint64_t count = 0;
  for (const ShardWriter& shard : impl_->shards) {
    count += shard.read(
        [](const Xapian::Database& db) { return count_records(db); });
  }
  return count;
}

const std::string& DatabaseWriter::path() const { return impl_->path; }

std::vector<std::string> DatabaseWriter::shards() const {
  std::vector<std::string> folders;
  for (const ShardWriter& shard : impl_->shards) {
    folders.push_back(shard.path());
  }
  return folders;
}

std::string DatabaseWriter::shard_set() const {
  return decode_shard_place(impl_->home().metadata(std::string(kShardKey))).set;
}

}  // namespace ibid
