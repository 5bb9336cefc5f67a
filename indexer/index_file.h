// SPDX-License-Identifier: GPL-3.0-or-later
// From one file, or stdin, to its articles in the database: tells the format,
// reads, hands on to update.h what has changed, and keeps the file's record.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/claims.h"
#include "indexer/file_times.h"
#include "indexer/options.h"
#include "indexer/plan.h"
#include "indexer/prepare.h"
#include "indexer/report.h"
#include "indexer/roots.h"
#include "indexer/target.h"
#include "indexer/update.h"
#include "indexer/worker_pool.h"

namespace ibid {

// What the files of a run are indexed with. All outlive the run.
struct RunContext {
  const IndexerOptions& options;
  const std::atomic<bool>& stop;  // ends a file of many articles early
  const FileTimes& times;
  const Roots& roots;
  Target& target;
  Claims& claims;
  Update& update;
  Report& report;
  WorkerPool& workers;
};

class FileIndexer {
 public:
  explicit FileIndexer(const RunContext& run) : run_(run) {}

  // Reports what cannot be read. Throws Error where the run cannot go on.
  // seen_ns: the clock before the files' stats were taken. done is called after
  // each of them. Ends early where the run is to stop.
  void index_files(const std::vector<FileTask>& tasks, int64_t seen_ns,
                   const std::function<void(const FileTask&)>& done);
  void index_stdin();

  // A file that no longer has some articles. They are to be removed if nothing
  // has claimed them by the end of the run, in one commit with writing its
  // record: else a run that is cut short would leave them to no file.
  struct LeftOver {
    std::vector<std::string> articles;
    FileRecord record;
    bool is_gone = false;  // it is to have no record any more
  };
  const std::vector<LeftOver>& left_over() const { return left_over_; }

  // Writes records that only say that a file was looked at once more. They are
  // put off, since a run with nothing to do must write nothing.
  void write_put_off();

 private:
  // What reading a file has come to.
  struct Outcome {
    std::vector<std::string> articles;
    Hash128 hash;
    bool settled = true;
  };

  Origin origin_of(const FileTask& task, Format format,
                   const Hash128& source_hash) const;
  // prepare: gives the file prepared, ahead of time or now.
  void index_file(const FileTask& task, int64_t seen_ns,
                  const std::function<PreparedFile()>& prepare);
  void index(const FileTask& task, int64_t seen_ns, PreparedFile file);
  bool says_what_it_said(const FileTask& task, const Hash128& hash) const;
  Outcome index_whole(const FileTask& task, PreparedFile file);
  Outcome index_lines(const FileTask& task, int64_t seen_ns,
                      const Hash128& hash);
  void index_line(const FileTask& task, PreparedLine line, Outcome& outcome,
                  bool& broken);
  void end_lines(const FileTask& task, Outcome& outcome, bool is_whole,
                 bool is_empty);
  void commit_lines(const FileTask& task, int64_t seen_ns, Outcome so_far);
  std::vector<std::string> unclaimed(const FileTask& task) const;
  bool put(PreparedArticle article, const Origin& origin, const Claim& claim);
  void store(PreparedArticle article, const Origin& origin, const Claim& claim);
  void keep_all(const FileTask& task);
  void drop_all(const FileTask& task);
  bool is_still(const FileTask& task) const;
  void put_record(const FileTask& task, int64_t seen_ns, Outcome outcome);
  std::vector<std::string> lost(const FileTask& task,
                                const std::vector<std::string>& there) const;

  RunContext run_;
  std::vector<LeftOver> left_over_;
  std::vector<FileRecord> put_off_;
};

}  // namespace ibid
