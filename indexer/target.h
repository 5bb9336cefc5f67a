// SPDX-License-Identifier: GPL-3.0-or-later
// The database that a run writes to, in batches that are each consistent; in a
// dry run, the same database to look at, and nothing is written.
#pragma once

#include <xapian.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/database.h"
#include "indexer/bulk_build.h"
#include "indexer/open_when_free.h"
#include "indexer/passage_changes.h"
#include "indexer/worker_pool.h"

namespace ibid {

// Bytes of sources in one commit: what a crash costs at most, and about what
// Xapian holds in memory before it (some ten times as much).
inline constexpr size_t kBatchBytes = 16 << 20;

class Target {
 public:
  struct Options {
    bool dry_run = false;
    bool all_or_nothing = false;    // one commit, in finish
    size_t batch_bytes = 0;         // of sources in one commit; 0: kBatchBytes
    uint32_t shards = 0;            // see DatabaseWriter::open
    Patience patience;              // where another writes; not in a dry run
    WorkerPool* workers = nullptr;  // that make documents; outlive the target
  };

  // Throws what DatabaseWriter::open throws; in a dry run a missing database
  // counts as an empty one.
  Target(const std::string& path, const Options& options);

  std::optional<ArticleRecord> record(std::string_view article_key) const;
  std::optional<FoundArticle> find(std::string_view article_id) const;
  // For an article that is not there yet. In a dry run, any.
  std::string new_key(std::string_view article_id) const;
  std::optional<FileRecord> file(int32_t root, std::string_view path) const;
  std::vector<FileRecord> files() const;
  void each_record(
      const std::function<void(std::string_view key, std::string_view data)>&
          visit) const;
  std::vector<Root> roots() const;
  // In the database now, changes that are not committed included; in a dry run
  // as it stands.
  uint64_t passage_count() const;
  uint64_t article_count() const;
  // Folders of its shards; in a dry run none.
  std::vector<std::string> shards() const;
  bool dry_run() const { return options_.dry_run; }

  // In the order of the calls, but some are put off until finish.
  void change_passages(PassageChanges changes);
  // For an article that is not there yet.
  void add_record(std::string_view article_key, const ArticleRecord& record);
  void put_record(std::string_view article_key, const ArticleRecord& record);
  void delete_record(std::string_view article_key);
  void put_file(const FileRecord& record);
  void delete_file(int32_t root, std::string_view path);
  void put_roots(const std::vector<Root>& roots);
  void put_synonyms(const Synonyms& synonyms);

  // Builds what is put from now on in bulk (bulk_build.h): only for a database
  // that is empty and to which nothing was written, and not in a dry run. Then
  // all is committed by finish, to be called once, and nothing can be put after
  // it. stop: ends that soon; outlives the target.
  void start_bulk(const std::atomic<bool>& stop);
  bool in_bulk() const { return bulk_ != nullptr; }

  // An article of so many bytes was written.
  void article_done(size_t bytes) { batch_bytes_ += bytes; }
  // Whether it is time for finish, which needs articles and their files'
  // records to agree.
  bool batch_is_full() const;
  // Whether anything was written so far. In a dry run never.
  bool has_written() const { return has_written_; }
  // Commits what is left. Without it, the batch in hand is rolled back.
  void finish();
  // Rolls back what is not committed.
  void abandon();

 private:
  struct MadeChanges {
    std::string article_key;
    std::vector<std::string> removed;
    std::vector<Xapian::Document> added;
  };

  DatabaseWriter& records();
  const DatabaseWriter* reading() const;
  void start_batch();
  void apply(const MadeChanges& changes);
  void finish_bulk();

  std::string path_;
  Options options_;
  std::optional<DatabaseWriter> writer_;
  std::optional<Database> reader_;
  bool in_batch_ = false;
  bool has_written_ = false;
  size_t batch_bytes_ = 0;
  std::vector<DocumentMaker> makers_;  // by worker
  OrderedWork<MadeChanges> changes_;
  std::unique_ptr<BulkBuild> bulk_;
  const std::atomic<bool>* stop_ = nullptr;
};

}  // namespace ibid
