// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indexer.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "index/error.h"
#include "index/shards.h"
#include "indexer/compact_after.h"
#include "indexer/database_files.h"
#include "indexer/index_file.h"
#include "indexer/plan.h"
#include "indexer/progress.h"
#include "indexer/read_source.h"
#include "indexer/read_synonyms.h"
#include "indexer/rebuild.h"
#include "indexer/roots.h"
#include "indexer/run_paths.h"
#include "indexer/scan.h"
#include "indexer/target.h"
#include "indexer/update.h"
#include "indexer/worker_pool.h"

namespace ibid {
namespace {

uint64_t bytes_of(const Plan& planned) {
  uint64_t bytes = 0;
  for (const FileTask& task : planned.tasks) bytes += task.file.stat.size;
  return bytes;
}

class Run {
 public:
  // changes: nullptr for a run over all paths; else for one in one commit.
  Run(const IndexerOptions& options, const std::string& db,
      const std::atomic<bool>& stop, const FileTimes& times,
      std::optional<std::vector<Root>> roots, ScanObserver* observer,
      const Changes* changes = nullptr)
      : options_(options),
        db_(db),
        stop_(stop),
        times_(times),
        observer_(observer),
        changes_(changes),
        workers_(options.jobs),
        target_(db,
                {options.dry_run, options.all_or_nothing || changes != nullptr,
                 options.batch_bytes, options.shards,
                 patience_of(options, stop), &workers_}),
        roots_(roots ? *std::move(roots) : target_.roots()),
        known_(changes != nullptr ? known_at(changes->paths) : target_.files()),
        claims_(target_, roots_),
        update_(target_, claims_, report_),
        indexer_({options, stop, times, roots_, target_, claims_, update_,
                  report_, workers_}) {
    report_.dry_run = options.dry_run;
  }

  // nullopt: all paths that the database remembers.
  Report run(const std::optional<std::vector<std::string>>& paths,
             const SynonymsToKeep& synonyms) {
    for (const auto& [name, folder] : options_.roots) {
      roots_.declare(name, absolute_path(folder));
    }
    for (const std::string& what : options_.remove) remove(what);
    const int64_t seen_ns = times_.now_ns();
    ScanResult found =
        look(paths ? files_of(*paths) : remembered_paths(roots_, known_));
    const Plan planned = plan(known_, found, roots_,
                              {options_.given, options_.language,
                               options_.rehash, options_.prune_all, seen_ns});
    for (const Diagnostic& d : planned.diagnostics) take(d);
    for (const std::string& path : planned.pruned) roots_.forget(path);
    if (is_bulk(planned)) target_.start_bulk(stop_);
    target_.put_roots(roots_.list());
    put_synonyms(synonyms);
    carry_out(planned, seen_ns);
    target_.finish();
    count();
    // What links lead to, or who gets an id, may change with any file.
    if (found.links == 0 && report_.refused == 0)
      report_.left = database_state(db_);
    return std::move(report_);
  }

  // Of the changes alone. nullopt: all is to be looked at.
  std::optional<Report> run_for_changes() {
    if (database_state(db_) != changes_->left) return std::nullopt;
    std::optional<std::vector<std::string>> paths = named_paths(options_);
    const int64_t seen_ns = times_.now_ns();
    const ScanResult found =
        look(paths ? *paths : remembered_paths(roots_, {}));
    const Plan planned =
        plan(known_, found, roots_,
             {options_.given, options_.language, false, false, seen_ns});
    if (found.links > 0 || !found.unread.empty() || !found.missing.empty() ||
        !planned.diagnostics.empty() || is_big(planned)) {
      return std::nullopt;
    }
    carry_out(planned, seen_ns);
    if (report_.refused > 0) {
      target_.abandon();
      return std::nullopt;
    }
    target_.finish();
    count();
    report_.left = database_state(db_);
    return std::move(report_);
  }

 private:
  std::vector<FileRecord> known_at(const std::vector<std::string>& paths) {
    std::vector<FileRecord> known;
    for (const std::string& path : paths) {
      const int32_t root = roots_.root_for(path, false);
      auto record = target_.file(root, roots_.relative(root, path));
      if (record) known.push_back(*std::move(record));
    }
    return known;
  }

  // More than one commit should hold.
  bool is_big(const Plan& planned) const {
    return bytes_of(planned) > kBatchBytes;
  }

  void carry_out(const Plan& planned, int64_t seen_ns) {
    index_files(planned, seen_ns);
    if (stop_) interrupt();
    remove_gone(planned);
    if (target_.has_written()) indexer_.write_put_off();
  }

  // paths without "-", whose article is indexed at once.
  std::vector<std::string> files_of(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
      if (path == "-") {
        index_stdin();
      } else {
        files.push_back(path);
      }
    }
    return files;
  }

  void index_stdin() {
    try {
      indexer_.index_stdin();
    } catch (const FileError& e) {
      fail(report_, error_in("-", 0, e.what(), e.hint()));
    }
  }

  ScanResult look(const std::vector<std::string>& paths) {
    ScanResult found =
        scan(paths,
             {options_.given.include, options_.given.exclude, observer_,
              changes_ != nullptr ? &changes_->paths : nullptr},
             roots_);
    if (changes_ == nullptr) report_.articles.skipped += found.skipped;
    for (const std::string& path : found.walked) remember(path);
    for (FoundFile& file : found.files) {
      if (file.named && file.relative.empty()) remember(file.path);
      file.stat = times_.of(file.path, file.stat);
    }
    return found;
  }

  void remember(const std::string& path) {
    if (const std::optional<int32_t> root = roots_.find(path)) {
      roots_.remember(*root, options_.given);
    }
  }

  void take(const Diagnostic& diagnostic) {
    if (diagnostic.severity == Diagnostic::Severity::kError) {
      fail(report_, diagnostic);
    } else {
      report_.diagnostics.push_back(diagnostic);
    }
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

  void index_files(const Plan& planned, int64_t seen_ns) {
    claims_.expect(planned);
    Progress progress(!options_.quiet && !options_.json, bytes_of(planned));
    indexer_.index_files(planned.tasks, seen_ns, [&](const FileTask& task) {
      progress.advance(task.file.stat.size);
    });
  }

  // Whether it is the first build, and of much.
  bool is_bulk(const Plan& planned) const {
    if (options_.dry_run || target_.has_written() || !known_.empty() ||
        target_.article_count() > 0 || target_.passage_count() > 0) {
      return false;
    }
    return bytes_of(planned) >= options_.bulk_bytes &&
           std::ranges::all_of(target_.shards(), can_be_replaced);
  }

  // Last, since until now any of it could turn up at another place.
  void remove_gone(const Plan& planned) {
    for (const FileIndexer::LeftOver& file : indexer_.left_over()) {
      remove_former(file.record, file.articles);
      if (file.is_gone) {
        target_.delete_file(file.record.root, file.record.path);
      } else {
        target_.put_file(file.record);
      }
      if (target_.batch_is_full()) target_.finish();
    }
    for (const FileRecord* file : planned.gone) {
      remove_former(*file, file->articles);
      target_.delete_file(file->root, file->path);
      if (target_.batch_is_full()) target_.finish();
    }
    for (const FormerArticle& taken : claims_.taken_elsewhere()) {
      drop(taken.root, taken.relative, taken.key);
    }
  }

  // But for what something has claimed, in this run or in one that was cut
  // short.
  void remove_former(const FileRecord& file,
                     const std::vector<std::string>& articles) {
    for (const std::string& key : articles) {
      if (!claims_.is_free(key)) continue;
      const auto record = target_.record(key);
      if (record && record->root == file.root && record->path == file.path) {
        update_.remove(key);
      }
    }
  }

  // Strikes an article out of the record of its former file.
  void drop(int32_t root, const std::string& path, const std::string& key) {
    std::optional<FileRecord> file = target_.file(root, path);
    if (!file) return;
    std::erase(file->articles, key);
    file->settled = false;
    if (file->articles.empty()) {
      target_.delete_file(root, path);
    } else {
      target_.put_file(*file);
    }
    std::erase_if(known_, [&](FileRecord& known) {
      if (known.root != root || known.path != path) return false;
      known = *file;
      return known.articles.empty();
    });
  }

  // what: the id of an article, or a path: then all articles of that file or
  // below that folder.
  void remove(const std::string& what) {
    if (const auto found = target_.find(what)) {
      const RecordPlace place = decode_place(found->record);
      update_.remove(found->key);
      drop(place.root, place.path, found->key);
      return;
    }
    const std::string path = absolute_path(what);
    std::vector<std::string> keys;
    target_.each_record([&](std::string_view key, std::string_view data) {
      const RecordPlace record = decode_place(data);
      if (is_below(roots_.absolute(record.root, record.path), path)) {
        keys.emplace_back(key);
      }
    });
    for (const std::string& key : keys) update_.remove(key);
    const size_t files = std::erase_if(known_, [&](const FileRecord& file) {
      if (!is_below(roots_.absolute(file.root, file.path), path)) return false;
      target_.delete_file(file.root, file.path);
      return true;
    });
    roots_.forget(path);
    if (keys.empty() && files == 0) {
      fail(report_, error_in(what, 0, "no article has this id or path",
                             "ids and paths are as ibid-searcher shows them"));
    }
  }

  void count() {
    report_.passages.total = target_.passage_count();
    report_.articles.total = target_.article_count();
    if (!options_.dry_run) return;
    report_.passages.total +=
        report_.passages.written - report_.passages.removed;
    report_.articles.total += report_.articles.added - report_.articles.removed;
  }

  [[noreturn]] void interrupt() {
    if (options_.all_or_nothing || target_.in_bulk()) {
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
  const std::string db_;
  const std::atomic<bool>& stop_;
  const FileTimes& times_;
  ScanObserver* observer_;
  const Changes* changes_;
  Report report_;
  WorkerPool workers_;
  Target target_;
  Roots roots_;
  std::vector<FileRecord> known_;
  Claims claims_;
  Update update_;
  FileIndexer indexer_;
};

double seconds_since(std::chrono::steady_clock::time_point started) {
  const auto taken = std::chrono::steady_clock::now() - started;
  return std::chrono::duration<double>(taken).count();
}

}  // namespace

Patience patience_of(const IndexerOptions& options,
                     const std::atomic<bool>& stop) {
  return {options.wait_seconds, !options.quiet && !options.json, &stop};
}

Report run_indexer(const IndexerOptions& options, const std::atomic<bool>& stop,
                   const FileTimes& times, ScanObserver* observer) {
  const auto started = std::chrono::steady_clock::now();
  std::optional<std::vector<std::string>> paths = named_paths(options);
  // Of a new database only: others have their own.
  std::optional<std::vector<Root>> roots;
  if (!paths) {
    Remembered old = remembered(options.db);
    if (options.rebuild) {
      paths = std::move(old.paths);
      roots = std::move(old.roots);
    }
  }
  SynonymsToKeep synonyms;
  if (options.synonyms) synonyms = read_synonyms(*options.synonyms);
  Report report;
  if (options.rebuild && !options.dry_run) {
    IndexerOptions anew = options;
    if (anew.shards == 0 && is_sharded(options.db)) {
      anew.shards = static_cast<uint32_t>(shards_at(options.db).size());
    }
    Rebuild rebuild(options.db, patience_of(options, stop));
    synonyms = or_old_synonyms(std::move(synonyms), options.db);
    report = Run(anew, rebuild.path(), stop, times, std::move(roots), observer)
                 .run(paths, synonyms);
    rebuild.swap();
  } else {
    // To a rebuild the old database does not exist.
    const std::string db = options.rebuild ? "" : options.db;
    report = Run(options, db, stop, times, std::move(roots), observer)
                 .run(paths, synonyms);
    compact_after(options, stop, report);
  }
  report.seconds = seconds_since(started);
  return report;
}

std::optional<Report> run_for_changes(const IndexerOptions& options,
                                      const std::atomic<bool>& stop,
                                      Changes changes, const FileTimes& times) {
  const auto started = std::chrono::steady_clock::now();
  std::ranges::sort(changes.paths);
  std::optional<Report> report;
  {
    Run run(options, options.db, stop, times, std::nullopt, nullptr, &changes);
    report = run.run_for_changes();
  }
  if (!report) return std::nullopt;
  compact_after(options, stop, *report);
  report->seconds = seconds_since(started);
  return report;
}

}  // namespace ibid
