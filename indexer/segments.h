// SPDX-License-Identifier: GPL-3.0-or-later
// Small databases that several threads fill, each its own, and that are merged
// in the end. Xapian keeps what is added in sorted trees until it is written:
// the smaller these are, the fewer of the processor's caches they miss, and
// merging is a copy in order. (For the numbers see docs/performance.md.)
#pragma once

#include <xapian.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "indexer/worker_pool.h"

namespace ibid {

class Segments {
 public:
  struct Sizes {
    // In a segment: with more, Xapian's trees no longer fit the caches; with
    // fewer, a merged posting list has more pieces, one of each segment.
    size_t passages = 2000;
    // So many segments are merged into one; fewer where fewer files may be
    // open.
    size_t fan_in = 240;
    // That others hold open meanwhile.
    size_t other_files = 64;
  };

  // Of each of several that are filled at the same time, by so many workers: so
  // that what all hold in memory, and their open files, do not grow with them.
  static Sizes sizes_of_one(size_t count, size_t jobs);

  // folder: a new one for these alone, which must be there. jobs: how many
  // workers add. Raises the process's limit of open files as far as it may.
  Segments(std::string folder, size_t jobs, const Sizes& sizes);

  // Called by one thread at a time for each worker. Throws Error as
  // xapian_call.
  void add(Worker worker, const Xapian::Document& document);

  // After the last add, by one thread: writes what the workers hold. The paths
  // of all segments; merging them is cheap enough at once.
  std::vector<std::string> finish();

 private:
  struct Open {
    std::optional<Xapian::WritableDatabase> db;
    std::string path;
    size_t passages = 0;
  };

  std::string new_path();
  void close(Open& segment);
  void hand_in(std::string path, size_t level);

  std::string folder_;
  Sizes sizes_;
  std::vector<Open> open_;  // by worker
  std::atomic<uint64_t> next_ = 0;
  std::mutex mutex_;
  // Merged so many times.
  std::vector<std::vector<std::string>> levels_;
};

// Writes all passages and metadata of the sources to a database in the folder
// `to`. At most one of the sources may have metadata. The sources stay.
void merge_databases(const std::vector<std::string>& sources,
                     const std::string& to);

}  // namespace ibid
