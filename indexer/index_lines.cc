// SPDX-License-Identifier: GPL-3.0-or-later
// The part of FileIndexer that reads JSONL, whose articles are lines.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "index/text.h"
#include "indexer/index_file.h"

namespace ibid {

FileIndexer::Outcome FileIndexer::read_lines(const FileTask& task,
                                             int64_t seen_ns) {
  Outcome outcome{{}, hash_file(task.file.path), true};
  if (says_what_it_said(task, outcome.hash)) {
    keep_all(task);
    run_.report.articles.kept += task.known->articles.size();
    outcome.articles = task.known->articles;
    return outcome;
  }
  bool broken = false;  // some line, so any article may be in it
  bool is_empty = true;
  const auto visit = [&](const FileLine& line) {
    if (!line.too_long && trim(line.bytes).empty()) return !run_.stop;
    is_empty = false;
    index_line(task, line, outcome, broken);
    if (run_.target.batch_is_full()) commit_lines(task, seen_ns, outcome);
    return !run_.stop;
  };
  try {
    each_line(task.file.path, kMaxJsonLineBytes, visit);
  } catch (const FileError& e) {
    fail(run_.report, error_in(task.file.path, 0, e.what(), e.hint()));
    broken = true;
  }
  end_lines(task, outcome, !broken && !run_.stop, is_empty);
  return outcome;
}

void FileIndexer::index_line(const FileTask& task, const FileLine& line,
                             Outcome& outcome, bool& broken) {
  if (line.too_long) {
    fail(run_.report, error_in(task.file.path, line.number,
                               fmt::format("the line is longer than {} MB",
                                           kMaxJsonLineBytes >> 20),
                               "split the article"));
    broken = true;
    return;
  }
  Diagnostics diagnostics;
  std::optional<Article> article = read_json_line(
      line.bytes, {0, line.bytes.size()}, line.number, diagnostics);
  note(run_.report, std::move(diagnostics), task.file.path);
  if (!article) {
    broken = true;
    return;
  }
  Origin origin = origin_of(task, Format::kJsonl, line.bytes);
  origin.id = run_.roots.prefix(task.file.root) + article->id;
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
    store(std::move(*article), origin, line.bytes, task.language, *claim);
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
