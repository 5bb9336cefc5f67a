// SPDX-License-Identifier: GPL-3.0-or-later
// The places that updates look at, and whether anything has changed there.
// Watches one folder with one watch, whatever the number of its files. What the
// kernel does not tell of (a disk mounted over a folder, a path whose folder is
// missing too) is looked at once a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/folder.h"
#include "indexer/inotify.h"
#include "indexer/scan.h"

namespace ibid {

class Watched : public ScanObserver {
 public:
  // An update begins, which calls on_folder and on_path.
  void begin();
  // It has looked at all: what it did not look at is watched no more.
  void end();

  void on_folder(const std::string& path) override;
  void on_path(const std::string& path) override;

  // Waits so long at most (a signal ends it too), but not once something has
  // changed. True where something has since the last call. Hidden entries do
  // not count, but for .gitignore and what was named.
  bool changed_within(std::chrono::milliseconds timeout);

  // The files that have changed, as changed_within saw it, since this was
  // called last (or begin was); absolute paths, there or not. nullopt where
  // there may be more than files of folders that were looked at: a folder came,
  // went or moved, rules of what to ignore changed, so did what was named, too
  // many files did, or the kernel has lost count.
  std::optional<std::vector<std::string>> take_changed();

  static constexpr size_t kMaxChanged = 1000;

  // Folders in the last update that could not be watched for lack of watches,
  // and the errno that says why.
  uint64_t unwatched() const { return unwatched_; }
  int refusal() const { return refusal_; }

  size_t watch_count() const { return folders_.size(); }

 private:
  using Clock = std::chrono::steady_clock;

  struct Names {
    std::string folder;
    bool all = false;  // that are not hidden
    std::set<std::string, std::less<>> also;
    uint64_t update = 0;  // the last that looked here
  };

  Names* watch(const std::string& folder);
  void watch_name(const std::string& path);
  bool take(const Inotify::Event& event);
  void note(const Names& names, const Inotify::Event& event);
  bool has_moved();

  Inotify inotify_;
  std::map<int, Names> folders_;  // by watch
  // Named paths that are no files, as the last update found them.
  std::map<std::string, EntryStatus> looked_at_;
  std::set<std::string> changed_;
  bool more_changed_ = false;  // than changed_ says
  Clock::time_point last_look_;
  uint64_t update_ = 0;
  uint64_t unwatched_ = 0;
  int refusal_ = 0;
};

}  // namespace ibid
