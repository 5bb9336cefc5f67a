// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indexer.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "index/error.h"
#include "index/schema.h"
#include "indexer/index_file.h"
#include "indexer/listed_paths.h"
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
        update_(target_, roots_, report_),
        indexer_(options, stop, roots_, update_, report_) {
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
    for (Diagnostic& d : found.diagnostics) fail(report_, std::move(d));
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
        report_failure("-", [&] { indexer_.index_stdin(); });
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
      report_failure(file.path, [&] { indexer_.index_file(file); });
      progress.advance(file.stat.size);
    }
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
      fail(report_, {Diagnostic::Severity::kError, what, 0,
                     "no article has this id or path",
                     "ids and paths are as ibid-searcher shows them"});
    }
  }

  // Runs read; a file that it cannot read is reported, and the run goes on.
  template <class Read>
  void report_failure(const std::string& file, Read&& read) {
    try {
      read();
    } catch (const FileError& e) {
      fail(report_,
           {Diagnostic::Severity::kError, file, 0, e.what(), e.hint()});
    }
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
  FileIndexer indexer_;
};

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
