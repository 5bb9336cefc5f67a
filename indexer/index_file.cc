// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "index/error.h"
#include "index/language.h"
#include "index/output.h"
#include "index/text.h"
#include "indexer/folder.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

Hash128 article_settings(Format format, const std::string& language) {
  return hash128(fmt::format("{}\n{}\n", format_name(format), language));
}

// Throws FileError where the article is over a limit. Of an empty file, of
// whatever format, read_text says so.
Article read_article(Format format, std::string_view source,
                     const std::string& title, Diagnostics& diagnostics) {
  if (trim(source).empty()) format = Format::kText;
  try {
    switch (format) {
      case Format::kMarkdown:
        return read_markdown(source, title, diagnostics);
      case Format::kHtml:
        return read_html(source, title, diagnostics);
      default:
        return read_text(source, title, diagnostics);
    }
  } catch (const Error& e) {
    throw FileError(e.kind(), e.what(), e.hint());
  }
}

std::optional<Format> format_of(const FileTask& task) {
  if (!task.format.empty()) return parse_format(task.format);
  return guess_format(task.file.path, read_head(task.file.path));
}

// But for when it was looked at.
bool same_but_seen(FileRecord a, const FileRecord& b) {
  a.seen_ns = b.seen_ns;
  return a == b;
}

}  // namespace

Origin FileIndexer::origin_of(const FileTask& task, Format format,
                              std::string_view source) {
  Origin origin;
  origin.shown = task.file.path;
  origin.root = task.file.root;
  origin.relative = task.file.relative;
  origin.source_hash = hash128(source);
  origin.settings_hash = article_settings(format, task.language);
  return origin;
}

void FileIndexer::index_file(const FileTask& task, int64_t seen_ns) {
  if (task.unchanged && run_.claims.are_free(task.known->articles)) {
    keep_all(task);
    run_.report.articles.kept += task.known->articles.size();
    return;
  }
  try {
    read(task, seen_ns);
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

void FileIndexer::read(const FileTask& task, int64_t seen_ns) {
  const std::optional<Format> format = format_of(task);
  if (!format) {
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
             *format == Format::kJsonl ? read_lines(task, seen_ns)
                                       : read_whole(task, *format));
}

bool FileIndexer::says_what_it_said(const FileTask& task,
                                    const Hash128& hash) const {
  return task.known != nullptr && task.known->settled &&
         task.known->hash == hash &&
         task.known->settings_hash == task.settings_hash &&
         run_.claims.are_free(task.known->articles);
}

FileIndexer::Outcome FileIndexer::read_whole(const FileTask& task,
                                             Format format) {
  const std::string source = read_file(task.file.path, kMaxArticleBytes);
  Origin origin = origin_of(task, format, source);
  Outcome outcome{{}, origin.source_hash, true};
  if (says_what_it_said(task, outcome.hash)) {
    keep_all(task);
    run_.report.articles.kept += task.known->articles.size();
    outcome.articles = task.known->articles;
    return outcome;
  }
  origin.id = run_.roots.id(task.file.root, task.file.relative);
  const std::optional<Claim> claim = run_.update.claim(origin);
  if (!claim) return {{}, outcome.hash, false};
  outcome.articles = {claim->key};
  const std::string title = fs::path(task.file.path).stem().string();
  outcome.settled = put(format, source, origin, title, task.language, *claim);
  return outcome;
}

bool FileIndexer::put(Format format, std::string_view source,
                      const Origin& origin, const std::string& title,
                      const std::string& language, const Claim& claim) {
  Diagnostics diagnostics;
  Article article;
  try {
    article = read_article(format, source, title, diagnostics);
  } catch (const FileError&) {
    run_.claims.release(claim, origin.id);
    throw;
  }
  const bool whole = std::ranges::none_of(diagnostics, [](const Diagnostic& d) {
    return d.severity == Diagnostic::Severity::kError;
  });
  note(run_.report, std::move(diagnostics), origin.shown);
  if (says_the_same(claim, origin)) {
    run_.update.keep(origin, claim);
  } else {
    store(std::move(article), origin, source, language, claim);
  }
  return whole;
}

void FileIndexer::store(Article article, const Origin& origin,
                        std::string_view source, const std::string& language,
                        const Claim& claim) {
  if (!is_language_code(article.language)) article.language = language;
  run_.update.put(article, origin, source, claim);
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
  if (claim) put(format, source, origin, options.id, language, *claim);
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
