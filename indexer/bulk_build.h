// SPDX-License-Identifier: GPL-3.0-or-later
// The first build of a large database: passages go to segments, many at a time,
// records to a database of their own, and in the end all are merged and put in
// the place of the database that was empty until then. Of several shards, each
// has segments of its own and is merged by itself.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "index/database.h"
#include "indexer/passage_changes.h"
#include "indexer/segments.h"
#include "indexer/worker_pool.h"

namespace ibid {

class BulkBuild {
 public:
  // Of an empty database that the caller has locked; what is built stands in
  // folders in those of its shards until the end. Throws Error(kIo).
  BulkBuild(const DatabaseWriter& db, WorkerPool& workers);
  ~BulkBuild();  // removes what is unfinished
  BulkBuild(const BulkBuild&) = delete;
  BulkBuild& operator=(const BulkBuild&) = delete;

  // For everything but passages; in a transaction.
  DatabaseWriter& records() { return *records_; }

  // Nothing is removed by it, since nothing is there yet. Throws Error, also
  // for what was added before.
  void add(PassageChanges changes);

  // Puts all in place, the first shard last, so that what is cut short in
  // between is mended; the database that the caller has locked is no more.
  // Where stop is set, ends soon with Error(kInterrupted).
  void finish(const std::atomic<bool>& stop);

 private:
  std::vector<std::string> shards_;
  std::vector<std::string> parts_;  // by shard
  size_t jobs_;
  std::optional<DatabaseWriter> records_;
  std::vector<std::unique_ptr<Segments>> segments_;  // by shard
  std::vector<DocumentMaker> makers_;                // by worker
  OrderedWork<bool> under_way_;
};

// Removes what a bulk build that was cut short has left in a database's folder.
// The caller has locked it.
void remove_unfinished_build(const std::string& db);

}  // namespace ibid
