// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indexer.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

#include "index/error.h"
#include "index/language.h"
#include "index/output.h"
#include "index/schema.h"
#include "index/text.h"
#include "indexer/formats/format.h"
#include "indexer/progress.h"
#include "indexer/read_source.h"
#include "indexer/read_synonyms.h"
#include "indexer/rebuild.h"
#include "indexer/roots.h"
#include "indexer/scan.h"
#include "indexer/target.h"
#include "indexer/update.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

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

Patience patience_of(const IndexerOptions& options,
                     const std::atomic<bool>& stop) {
  return {options.wait_seconds, !options.quiet && !options.json, &stop};
}

class Run {
 public:
  Run(const IndexerOptions& options, const std::string& db,
      const std::atomic<bool>& stop)
      : options_(options),
        stop_(stop),
        target_(db, {options.dry_run, options.all_or_nothing,
                     options.batch_bytes, patience_of(options, stop)}),
        roots_(target_.roots()),
        update_(target_, roots_, report_) {
    report_.dry_run = options.dry_run;
  }

  Report run(const std::vector<std::string>& paths,
             const SynonymsToKeep& synonyms) {
    for (const auto& [name, folder] : options_.roots) {
      roots_.declare(name, absolute_path(folder));
    }
    for (const std::string& what : options_.remove) remove(what);
    ScanResult found = scan(files_of(paths), options_.scan, roots_);
    report_.articles.skipped += found.skipped;
    for (Diagnostic& d : found.diagnostics) fail(std::move(d));
    target_.put_roots(roots_.list());
    put_synonyms(synonyms);
    index_files(found.files);
    if (stop_) interrupt();
    target_.finish();
    report_.passages.total = target_.passage_count();
    if (options_.dry_run) {
      report_.passages.total +=
          report_.passages.written - report_.passages.removed;
    }
    return std::move(report_);
  }

 private:
  // paths without "-", whose article is indexed at once.
  std::vector<std::string> files_of(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
      if (path == "-") {
        report_failure("-", [&] { index_stdin(); });
      } else {
        files.push_back(path);
      }
    }
    return files;
  }

  void put_synonyms(const SynonymsToKeep& kept) {
    report_.diagnostics.insert(report_.diagnostics.end(),
                               kept.diagnostics.begin(),
                               kept.diagnostics.end());
    if (!kept.synonyms) return;
    target_.put_synonyms(*kept.synonyms);
    if (kept.from_file) {
      report_.synonym_groups = kept.synonyms->groups().size();
    }
  }

  void index_files(const std::vector<FoundFile>& files) {
    uint64_t bytes = 0;
    for (const FoundFile& file : files) bytes += file.stat.size;
    Progress progress(!options_.quiet && !options_.json, bytes);
    for (const FoundFile& file : files) {
      if (stop_) return;
      report_failure(file.path, [&] { index_file(file); });
      progress.advance(file.stat.size);
    }
  }

  void index_file(const FoundFile& file) {
    const std::optional<Format> format = format_of(file);
    if (!format) {
      if (!file.named) {
        ++report_.articles.skipped;
        return;
      }
      fail({Diagnostic::Severity::kError, file.path, 0,
            "not a text that ibid reads", "name its format with --format"});
      return;
    }
    if (*format == Format::kJsonl) {
      index_lines(file);
      return;
    }
    const std::string source = read_file(file.path, kMaxArticleBytes);
    Origin origin = origin_of(file, *format, source);
    origin.id = roots_.id(file.root, file.relative);
    if (!update_.wants(origin)) return;
    const std::string title = fs::path(file.path).stem().string();
    put(*format, source, title, origin);
  }

  std::optional<Format> format_of(const FoundFile& file) {
    if (options_.format) return options_.format;
    const std::string head = read_head(file.path);
    return guess_format(file.path, head);
  }

  Origin origin_of(const FoundFile& file, Format format,
                   std::string_view source) const {
    Origin origin;
    origin.shown = file.path;
    origin.root = file.root;
    origin.relative = file.relative;
    origin.stat = file.stat;
    origin.source_hash = hash128(source);
    origin.settings_hash = settings_hash(format);
    return origin;
  }

  Hash128 settings_hash(Format format) const {
    return hash128(
        fmt::format("{}\n{}\n", format_name(format), options_.language));
  }

  void put(Format format, std::string_view source, const std::string& title,
           const Origin& origin) {
    Diagnostics diagnostics;
    Article article = read_article(format, source, title, diagnostics);
    note(std::move(diagnostics), origin.shown);
    store(std::move(article), origin, source);
  }

  void store(Article article, const Origin& origin, std::string_view source) {
    if (!is_language_code(article.language)) {
      article.language = options_.language;
    }
    update_.put(article, origin, source);
    if (options_.verbose) {
      tell(printable(origin.shown) + "\n");
    }
  }

  void index_lines(const FoundFile& file) {
    const std::string prefix = roots_.prefix(file.root);
    each_line(file.path, kMaxJsonLineBytes, [&](const FileLine& line) {
      index_line(file, line, prefix);
      return !stop_;
    });
  }

  void index_line(const FoundFile& file, const FileLine& line,
                  const std::string& prefix) {
    if (line.too_long) {
      fail({Diagnostic::Severity::kError, file.path, line.number,
            fmt::format("the line is longer than {} MB",
                        kMaxJsonLineBytes >> 20),
            "split the article"});
      return;
    }
    if (line.bytes.find_first_not_of(" \t\r") == std::string_view::npos) {
      return;
    }
    Diagnostics diagnostics;
    std::optional<Article> article = read_json_line(
        line.bytes, {0, line.bytes.size()}, line.number, diagnostics);
    note(std::move(diagnostics), file.path);
    if (!article) return;
    Origin origin = origin_of(file, Format::kJsonl, line.bytes);
    origin.id = prefix + article->id;
    origin.line = line.number;
    origin.start = line.span.start;
    if (update_.wants(origin)) store(std::move(*article), origin, line.bytes);
  }

  void index_stdin() {
    const std::string source = read_stdin(kMaxArticleBytes);
    Format format = options_.format.value_or(
        guess_format(options_.id, source.substr(0, 4096))
            .value_or(Format::kText));
    if (format == Format::kJsonl) format = Format::kText;
    Origin origin;
    origin.shown = "-";
    origin.id = options_.id;
    origin.stat.size = source.size();
    origin.source_hash = hash128(source);
    origin.settings_hash = settings_hash(format);
    if (update_.wants(origin)) put(format, source, options_.id, origin);
  }

  // what: the id of an article, or a path: then all articles of that file or
  // below that folder.
  void remove(const std::string& what) {
    if (update_.remove(article_key(what))) return;
    const std::string path = absolute_path(what);
    std::vector<std::string> keys;
    target_.each_record([&](std::string_view key, std::string_view data) {
      const RecordPlace record = decode_place(data);
      const std::string place = roots_.absolute(record.root, record.path);
      if (place == path || place.starts_with(path + "/"))
        keys.emplace_back(key);
    });
    for (const std::string& key : keys) update_.remove(key);
    if (keys.empty()) {
      fail({Diagnostic::Severity::kError, what, 0,
            "no article has this id or path",
            "ids and paths are as ibid-searcher shows them"});
    }
  }

  void note(Diagnostics diagnostics, const std::string& file) {
    for (Diagnostic& d : diagnostics) {
      d.file = file;
      if (d.severity == Diagnostic::Severity::kError) ++report_.articles.failed;
      report_.diagnostics.push_back(std::move(d));
    }
  }

  // Runs read; a file that it cannot read is reported, and the run goes on.
  template <class Read>
  void report_failure(const std::string& file, Read&& read) {
    try {
      read();
    } catch (const FileError& e) {
      fail({Diagnostic::Severity::kError, file, 0, e.what(), e.hint()});
    }
  }

  void fail(Diagnostic diagnostic) {
    ++report_.articles.failed;
    report_.diagnostics.push_back(std::move(diagnostic));
  }

  [[noreturn]] void interrupt() {
    if (options_.all_or_nothing) {
      target_.abandon();
      throw Error(ErrorKind::kInterrupted, "interrupted; nothing was changed",
                  "run the same command again");
    }
    target_.finish();
    throw Error(ErrorKind::kInterrupted,
                "interrupted; the articles that were whole are kept",
                "run the same command again to carry on");
  }

  const IndexerOptions& options_;
  const std::atomic<bool>& stop_;
  Report report_;
  Target target_;
  Roots roots_;
  Update update_;
};

std::string read_list(const std::string& file) {
  try {
    return file == "-" ? read_stdin(kMaxArticleBytes)
                       : read_file(file, kMaxArticleBytes);
  } catch (const FileError& e) {
    throw Error(e.kind(), fmt::format("--files-from {}: {}", file, e.what()),
                "it takes a file with one path a line, or -");
  }
}

// The lines of the file that --files-from names.
std::vector<std::string> listed_paths(const std::string& file) {
  const std::string bytes = read_list(file);
  std::vector<std::string> paths;
  size_t start = 0;
  while (start < bytes.size()) {
    const size_t end = std::min(bytes.find('\n', start), bytes.size());
    if (end > start) paths.push_back(bytes.substr(start, end - start));
    start = end + 1;
  }
  return paths;
}

}  // namespace

Report run_indexer(const IndexerOptions& options,
                   const std::atomic<bool>& stop) {
  const auto started = std::chrono::steady_clock::now();
  std::vector<std::string> paths = options.paths;
  for (const auto& [name, folder] : options.roots) paths.push_back(folder);
  if (!options.files_from.empty()) {
    for (std::string& path : listed_paths(options.files_from)) {
      paths.push_back(std::move(path));
    }
  }
  SynonymsToKeep synonyms;
  if (options.synonyms) synonyms = read_synonyms(*options.synonyms);
  Report report;
  if (options.rebuild && !options.dry_run) {
    Rebuild rebuild(options.db, patience_of(options, stop));
    synonyms = or_old_synonyms(std::move(synonyms), options.db);
    report = Run(options, rebuild.path(), stop).run(paths, synonyms);
    rebuild.swap();
  } else {
    // To a rebuild the old database does not exist.
    const std::string db = options.rebuild ? "" : options.db;
    report = Run(options, db, stop).run(paths, synonyms);
  }
  const auto taken = std::chrono::steady_clock::now() - started;
  report.seconds = std::chrono::duration<double>(taken).count();
  return report;
}

}  // namespace ibid
