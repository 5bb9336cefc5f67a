// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "index/error.h"
#include "index/output.h"
#include "index/text.h"
#include "indexer/folder.h"
#include "indexer/read_source.h"

namespace ibid {
namespace {

// Bytes of files that are read ahead of the one in hand, about; what they come
// to takes some three times as much.
constexpr size_t kReadAheadBytes = 8 << 20;

// But for when it was looked at.
bool same_but_seen(FileRecord a, const FileRecord& b) {
  a.seen_ns = b.seen_ns;
  return a == b;
}

}  // namespace

Origin FileIndexer::origin_of(const FileTask& task, Format format,
                              const Hash128& source_hash) const {
  Origin origin;
  origin.shown = task.file.path;
  origin.root = task.file.root;
  origin.relative = task.file.relative;
  origin.source_hash = source_hash;
  origin.settings_hash = article_settings(format, task.language);
  return origin;
}

void FileIndexer::index_files(
    const std::vector<FileTask>& tasks, int64_t seen_ns,
    const std::function<void(const FileTask&)>& done) {
  const auto prepare = [this](const FileTask& task) -> PreparedFile {
    return run_.stop ? PreparedFile{} : prepare_file(task, false);
  };
  OrderedWork<PreparedFile> ahead(run_.workers, WorkerPool::Stage::kReading,
                                  kReadAheadBytes);
  auto next = tasks.begin();
  for (const FileTask& task : tasks) {
    for (; next != tasks.end() && !ahead.full(); ++next) {
      if (next->unchanged) continue;
      ahead.start(next->file.stat.size, [&prepare, &found = *next](Worker) {
        return prepare(found);
      });
    }
    if (run_.stop) return;
    index_file(task, seen_ns, [&] {
      return task.unchanged ? prepare_file(task, true) : ahead.take();
    });
    done(task);
  }
}

void FileIndexer::index_file(const FileTask& task, int64_t seen_ns,
                             const std::function<PreparedFile()>& prepare) {
  if (task.unchanged && run_.claims.are_free(task.known->articles)) {
    keep_all(task);
    run_.report.articles.kept += task.known->articles.size();
    return;
  }
  try {
    index(task, seen_ns, prepare());
  } catch (const FileError& e) {
    fail(run_.report, error_in(task.file.path, 0, e.what(), e.hint()));
    // Over a limit it is known not to say what it said.
    if (e.kind() == ErrorKind::kLimit) {
      put_record(task, seen_ns, {{}, {}, false});
    } else {
      keep_all(task);
    }
  }
  if (run_.target.batch_is_full()) run_.target.finish();
}

void FileIndexer::index(const FileTask& task, int64_t seen_ns,
                        PreparedFile file) {
  // Then perhaps nothing was prepared.
  if (run_.stop) return keep_all(task);
  if (!file.format) {
    drop_all(task);
    if (task.file.named) {
      fail(run_.report,
           error_in(task.file.path, 0, "not a text that ibid reads",
                    "name its format with --format"));
    } else {
      ++run_.report.articles.skipped;
    }
    return;
  }
  put_record(task, seen_ns,
             *file.format == Format::kJsonl
                 ? index_lines(task, seen_ns, file.hash)
                 : index_whole(task, std::move(file)));
}

bool FileIndexer::says_what_it_said(const FileTask& task,
                                    const Hash128& hash) const {
  return task.known != nullptr && task.known->settled &&
         task.known->hash == hash &&
         task.known->settings_hash == task.settings_hash &&
         run_.claims.are_free(task.known->articles);
}

FileIndexer::Outcome FileIndexer::index_whole(const FileTask& task,
                                              PreparedFile file) {
  Outcome outcome{{}, file.hash, true};
  if (says_what_it_said(task, file.hash)) {
    keep_all(task);
    run_.report.articles.kept += task.known->articles.size();
    outcome.articles = task.known->articles;
    return outcome;
  }
  // Says what it said, but something else has claimed its article.
  if (!file.article) file = prepare_file(task, true);
  Origin origin = origin_of(task, *file.format, file.hash);
  origin.id = run_.roots.id(task.file.root, task.file.relative);
  const std::optional<Claim> claim = run_.update.claim(origin);
  if (!claim) return {{}, outcome.hash, false};
  outcome.articles = {claim->key};
  outcome.settled = put(*std::move(file.article), origin, *claim);
  return outcome;
}

// Whether all of the article could be read.
bool FileIndexer::put(PreparedArticle article, const Origin& origin,
                      const Claim& claim) {
  if (article.error) {
    run_.claims.release(claim, origin.id);
    std::rethrow_exception(article.error);
  }
  const bool whole =
      std::ranges::none_of(article.of_reader, [](const Diagnostic& d) {
        return d.severity == Diagnostic::Severity::kError;
      });
  note(run_.report, std::move(article.of_reader), origin.shown);
  if (says_the_same(claim, origin)) {
    run_.update.keep(origin, claim);
  } else {
    store(std::move(article), origin, claim);
  }
  return whole;
}

void FileIndexer::store(PreparedArticle article, const Origin& origin,
                        const Claim& claim) {
  run_.update.put(std::move(article), origin, claim);
  if (run_.options.verbose) tell(printable(origin.shown) + "\n");
}

void FileIndexer::index_stdin() {
  const std::string source = read_stdin(kMaxArticleBytes);
  const IndexerOptions& options = run_.options;
  const std::string said = options.given.format.value_or("");
  Format format = parse_format(said).value_or(
      guess_format(options.id, source.substr(0, 4096)).value_or(Format::kText));
  if (format == Format::kJsonl) format = Format::kText;
  const std::string language =
      options.given.language.value_or(options.language);
  Origin origin;
  origin.shown = "-";
  origin.id = options.id;
  origin.source_hash = hash128(source);
  origin.settings_hash = article_settings(format, language);
  const std::optional<Claim> claim = run_.update.claim(origin);
  if (!claim) return;
  put(prepare_article(format, source, options.id, language), origin, *claim);
}

void FileIndexer::keep_all(const FileTask& task) {
  if (task.known != nullptr) run_.claims.keep(task.known->articles);
}

void FileIndexer::drop_all(const FileTask& task) {
  if (task.known == nullptr) return;
  left_over_.push_back({task.known->articles, *task.known, true});
}

// Whether the file is as it was when it was found.
bool FileIndexer::is_still(const FileTask& task) const {
  const EntryStatus now = status_of(task.file.path, Links::kFollow);
  return now.error == 0 &&
         run_.times.of(task.file.path, now.stat) == task.file.stat;
}

void FileIndexer::put_record(const FileTask& task, int64_t seen_ns,
                             Outcome outcome) {
  FileRecord record;
  record.root = task.file.root;
  record.path = task.file.relative;
  record.stat = task.file.stat;
  record.seen_ns = seen_ns;
  record.settled = is_still(task) && outcome.settled;
  record.hash = outcome.hash;
  record.settings_hash = task.settings_hash;
  record.format = task.format;
  record.language = task.said_language;
  record.articles = std::move(outcome.articles);
  std::vector<std::string> gone = lost(task, record.articles);
  if (!gone.empty()) {
    left_over_.push_back({gone, record, false});
    record.settled = false;
    record.articles.insert(record.articles.end(), gone.begin(), gone.end());
  }
  if (task.known != nullptr && same_but_seen(*task.known, record)) {
    if (gone.empty()) put_off_.push_back(std::move(record));
  } else {
    run_.target.put_file(record);
  }
}

// Articles that the file had and has no longer, and that nothing has claimed.
std::vector<std::string> FileIndexer::lost(
    const FileTask& task, const std::vector<std::string>& there) const {
  const std::set<std::string_view> still(there.begin(), there.end());
  std::vector<std::string> keys = unclaimed(task);
  std::erase_if(keys,
                [&](const std::string& key) { return still.contains(key); });
  return keys;
}

void FileIndexer::write_put_off() {
  for (const FileRecord& record : put_off_) run_.target.put_file(record);
  put_off_.clear();
}

}  // namespace ibid
