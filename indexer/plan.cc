// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace ibid {
namespace {

using Place = std::pair<int32_t, std::string_view>;

Place place_of(const FileRecord& record) { return {record.root, record.path}; }

// A set of paths that knows which of them a path is at or below.
class Paths {
 public:
  Paths() = default;
  explicit Paths(const std::vector<std::string>& paths)
      : paths_(paths.begin(), paths.end()) {}

  void insert(const std::string& path) { paths_.insert(path); }
  bool contains(std::string_view path) const { return paths_.contains(path); }

  // The longest; empty: none of them.
  std::string_view above(std::string_view path) const {
    for (;;) {
      const auto found = paths_.find(path);
      if (found != paths_.end()) return *found;
      if (path.size() <= 1) return {};
      path = path.substr(0, std::max<size_t>(path.find_last_of('/'), 1));
    }
  }
  bool covers(std::string_view path) const { return !above(path).empty(); }

 private:
  std::set<std::string, std::less<>> paths_;
};

class Planner {
 public:
  Planner(const std::vector<FileRecord>& known, const ScanResult& found,
          const Roots& roots, const PlanOptions& options)
      : known_(known),
        found_(found),
        roots_(roots),
        options_(options),
        walked_(found.walked),
        missing_(found.missing),
        unread_(found.unread) {}

  Plan run() {
    for (const FileRecord& record : known_) {
      by_place_.emplace(place_of(record), &record);
    }
    for (const FoundFile& file : found_.files) add_task(file);
    for (const std::string& path : found_.others) note_life(path);
    for (const auto& [place, record] : by_place_) consider(*record);
    refuse_lost();
    add_diagnostics();
    return std::move(plan_);
  }

 private:
  void add_task(const FoundFile& file) {
    FileTask task;
    task.file = file;
    const auto known = by_place_.find({file.root, file.relative});
    if (known != by_place_.end()) task.known = known->second;
    add_options(task);
    task.unchanged = !options_.rehash && task.known != nullptr &&
                     is_unchanged(*task.known, file.stat, task.settings_hash);
    note_life(file.path);
    here_.insert({file.root, file.relative});
    plan_.tasks.push_back(std::move(task));
  }

  // A file is there: the folders above it have not lost all of theirs.
  void note_life(std::string_view path) {
    for (;;) {
      const std::string_view folder = walked_.above(path);
      if (folder.empty()) break;
      live_.insert(std::string(folder));
      if (folder == "/") break;
      path = folder.substr(0, std::max<size_t>(folder.find_last_of('/'), 1));
    }
  }

  void add_options(FileTask& task) const {
    const Root& root = roots_.list()[static_cast<size_t>(task.file.root)];
    const GivenOptions& given = options_.given;
    if (root.whole) {
      task.format = root.options.format;
      task.said_language = root.options.language;
    } else if (task.known != nullptr) {
      task.format = task.known->format;
      task.said_language = task.known->language;
    }
    if (given.format) task.format = *given.format;
    if (given.language) task.said_language = *given.language;
    task.language =
        task.said_language.empty() ? options_.language : task.said_language;
    task.settings_hash =
        hash128(fmt::format("{}\n{}\n", task.format, task.language));
  }

  // A file that the database knows: whether it is gone.
  void consider(const FileRecord& record) {
    if (here_.contains(place_of(record))) return;
    const std::string path = roots_.absolute(record.root, record.path);
    if (path.empty() || unread_.covers(path)) return;
    const std::string_view missing = missing_.above(path);
    if (!missing.empty()) {
      lost_[std::string(missing)].push_back(&record);
      return;
    }
    const std::string_view folder = walked_.above(path);
    if (folder.empty()) return;
    if (live_.contains(folder)) {
      plan_.gone.push_back(&record);
    } else {
      lost_[std::string(folder)].push_back(&record);
    }
  }

  // Where all is gone, the disk may just not be there.
  void refuse_lost() {
    for (const auto& [path, records] : lost_) {
      if (options_.prune_all) {
        plan_.gone.insert(plan_.gone.end(), records.begin(), records.end());
        if (missing_.contains(path)) plan_.pruned.push_back(path);
      } else if (!missing_.contains(path)) {
        plan_.diagnostics.push_back(
            {Diagnostic::Severity::kError, path, 0,
             fmt::format("holds no articles any more; those of {} files stay "
                         "in the database",
                         records.size()),
             "mount the disk if it is not there; --prune-all removes them"});
      }
    }
    std::ranges::sort(plan_.gone, {}, [](const FileRecord* record) {
      return place_of(*record);
    });
  }

  void add_diagnostics() {
    for (Diagnostic diagnostic : found_.diagnostics) {
      if (missing_.contains(diagnostic.file) &&
          lost_.contains(diagnostic.file)) {
        if (options_.prune_all) continue;
        diagnostic.hint =
            "its articles stay in the database: mount the disk if it is not "
            "there; --remove PATH forgets them, --prune-all all that is gone";
      }
      plan_.diagnostics.push_back(std::move(diagnostic));
    }
  }

  const std::vector<FileRecord>& known_;
  const ScanResult& found_;
  const Roots& roots_;
  const PlanOptions& options_;
  const Paths walked_;
  const Paths missing_;
  const Paths unread_;
  Paths live_;  // of walked_: those with a file in them
  std::map<Place, const FileRecord*> by_place_;
  std::set<Place> here_;
  std::map<std::string, std::vector<const FileRecord*>, std::less<>> lost_;
  Plan plan_;
};

}  // namespace

bool is_unchanged(const FileRecord& known, const FileStat& stat,
                  const Hash128& settings_hash) {
  const int64_t changed_ns = std::max(stat.mtime_ns, stat.ctime_ns);
  return known.settled && known.stat == stat &&
         known.settings_hash == settings_hash &&
         changed_ns < known.seen_ns - kGranularityNs;
}

Plan plan(const std::vector<FileRecord>& known, const ScanResult& found,
          const Roots& roots, const PlanOptions& options) {
  return Planner(known, found, roots, options).run();
}

}  // namespace ibid
