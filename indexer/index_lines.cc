// SPDX-License-Identifier: GPL-3.0-or-later
// The part of FileIndexer that reads JSONL, whose articles are lines.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "index/text.h"
#include "indexer/index_file.h"
#include "indexer/read_source.h"

namespace ibid {

namespace {

// Bytes of lines that are parsed as one piece of work, and that are read ahead
// of the line in hand, about.
constexpr size_t kPieceBytes = 256 << 10;
constexpr size_t kReadAheadBytes = 8 << 20;

// Parses lines ahead of the one in hand, and hands them on in order.
class LinesAhead {
 public:
  LinesAhead(WorkerPool& workers, const std::string& language,
             std::function<void(PreparedLine)> visit)
      : ahead_(workers, WorkerPool::Stage::kReading, kReadAheadBytes),
        language_(language),
        visit_(std::move(visit)) {}

  void add(const FileLine& line) {
    piece_.push_back(
        {std::string(line.bytes), line.span, line.number, line.too_long});
    bytes_ += line.bytes.size();
    if (bytes_ < kPieceBytes) return;
    start();
    while (ahead_.full()) visit_oldest();
  }

  void finish() {
    if (!piece_.empty()) start();
    while (!ahead_.empty()) visit_oldest();
  }

 private:
  void start() {
    ahead_.start(bytes_, [this, lines = std::move(piece_)](Worker) {
      std::vector<PreparedLine> prepared;
      for (const SourceLine& line : lines) {
        prepared.push_back(prepare_line(line, language_));
      }
      return prepared;
    });
    piece_.clear();
    bytes_ = 0;
  }

  void visit_oldest() {
    for (PreparedLine& line : ahead_.take()) visit_(std::move(line));
  }

  OrderedWork<std::vector<PreparedLine>> ahead_;
  const std::string& language_;
  std::function<void(PreparedLine)> visit_;
  std::vector<SourceLine> piece_;
  size_t bytes_ = 0;
};

}  // namespace

FileIndexer::Outcome FileIndexer::index_lines(const FileTask& task,
                                              int64_t seen_ns,
                                              const Hash128& hash) {
  Outcome outcome{{}, hash, true};
  if (says_what_it_said(task, outcome.hash)) {
    keep_all(task);
    run_.report.articles.kept += task.known->articles.size();
    outcome.articles = task.known->articles;
    return outcome;
  }
  bool broken = false;  // some line, so any article may be in it
  bool is_empty = true;
  LinesAhead lines(run_.workers, task.language, [&](PreparedLine line) {
    if (run_.stop) return;
    index_line(task, std::move(line), outcome, broken);
    if (run_.target.batch_is_full()) commit_lines(task, seen_ns, outcome);
  });
  try {
    each_line(task.file.path, kMaxJsonLineBytes, [&](const FileLine& line) {
      if (line.too_long || !trim(line.bytes).empty()) {
        is_empty = false;
        lines.add(line);
      }
      return !run_.stop;
    });
  } catch (const FileError& e) {
    fail(run_.report, error_in(task.file.path, 0, e.what(), e.hint()));
    broken = true;
  }
  lines.finish();
  end_lines(task, outcome, !broken && !run_.stop, is_empty);
  return outcome;
}

void FileIndexer::index_line(const FileTask& task, PreparedLine line,
                             Outcome& outcome, bool& broken) {
  if (line.too_long) {
    fail(run_.report, error_in(task.file.path, line.number,
                               fmt::format("the line is longer than {} MB",
                                           kMaxJsonLineBytes >> 20),
                               "split the article"));
    broken = true;
    return;
  }
  note(run_.report, std::move(line.diagnostics), task.file.path);
  if (!line.article) {
    broken = true;
    return;
  }
  Origin origin = origin_of(task, Format::kJsonl, line.hash);
  origin.id = run_.roots.prefix(task.file.root) + line.id;
  origin.line = line.number;
  origin.start = line.span.start;
  const std::optional<Claim> claim = run_.update.claim(origin);
  if (!claim) {
    outcome.settled = false;
    return;
  }
  outcome.articles.push_back(claim->key);
  if (says_the_same(*claim, origin)) {
    run_.update.keep(origin, *claim);
  } else {
    store(*std::move(line.article), origin, *claim);
  }
}

// What of the file's former articles no line has any more is left over, but not
// where it may be in a line that cannot be read, or where all lines are gone.
void FileIndexer::end_lines(const FileTask& task, Outcome& outcome,
                            bool is_whole, bool is_empty) {
  if (!is_whole) outcome.settled = false;
  const std::vector<std::string> missing = unclaimed(task);
  const bool emptied = is_empty && !run_.options.prune_all;
  if (missing.empty() || (is_whole && !emptied)) return;
  run_.claims.keep(missing);
  outcome.settled = false;
  outcome.articles.insert(outcome.articles.end(), missing.begin(),
                          missing.end());
  if (is_whole) {
    fail(run_.report,
         error_in(task.file.path, 0,
                  fmt::format("holds no articles any more; those that it had "
                              "stay in the database: {}",
                              missing.size()),
                  "--prune-all removes them"));
  } else if (!run_.stop) {
    run_.report.diagnostics.push_back(
        {Diagnostic::Severity::kWarning, task.file.path, 0,
         fmt::format("articles that no line has stay in the database, since "
                     "some line cannot be read: {}",
                     missing.size()),
         "mend the file, and index it again"});
  }
}

// Commits what there is of the file so far. Its record says that it is not all,
// and still names the articles of lines that are to come.
void FileIndexer::commit_lines(const FileTask& task, int64_t seen_ns,
                               Outcome so_far) {
  const std::vector<std::string> to_come = unclaimed(task);
  so_far.articles.insert(so_far.articles.end(), to_come.begin(), to_come.end());
  so_far.settled = false;
  put_record(task, seen_ns, std::move(so_far));
  run_.target.finish();
}

// Articles that the file had, and that nothing has claimed.
std::vector<std::string> FileIndexer::unclaimed(const FileTask& task) const {
  std::vector<std::string> keys;
  if (task.known == nullptr) return keys;
  std::ranges::copy_if(
      task.known->articles, std::back_inserter(keys),
      [&](const std::string& key) { return run_.claims.is_free(key); });
  return keys;
}

}  // namespace ibid
