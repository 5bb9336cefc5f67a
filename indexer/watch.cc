// SPDX-License-Identifier: GPL-3.0-or-later
// Where only files have changed, an update looks at these alone: in a hundred
// thousand files, looking at each costs seconds. Of all else that events tell
// (folders, rules, lost events), and where a change may concern other files, an
// update is a whole one, over all paths, so that nothing else has to be
// understood and nothing lost is missed.
#include "indexer/watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>

#include "indexer/burst.h"
#include "indexer/indexer.h"
#include "indexer/roots.h"
#include "indexer/watched.h"

namespace ibid {
namespace {

using Clock = Burst::Clock;

constexpr std::chrono::seconds kRetryLocked{1};
constexpr std::chrono::seconds kRetryFailed{10};
// The longest sleep: a signal that comes just before one does not end it.
constexpr std::chrono::milliseconds kLongestSleep{1000};

// Whether the same command may do better later.
bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::kLocked || kind == ErrorKind::kIo;
}

class Watch {
 public:
  Watch(IndexerOptions options, const std::atomic<bool>& stop,
        const WatchOutput& output)
      : options_(std::move(options)), stop_(stop), output_(output) {}

  void run() {
    burst_.wake_at(Clock::now());
    while (!stop_) {
      const auto due = burst_.due();
      if (due && *due <= Clock::now()) {
        burst_.start();
        update();
      } else if (watched_.changed_within(until(due))) {
        burst_.change(Clock::now());
      }
    }
  }

 private:
  static std::chrono::milliseconds until(std::optional<Burst::Time> due) {
    if (!due) return kLongestSleep;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*due - Clock::now());
    return std::clamp(left, std::chrono::milliseconds{0}, kLongestSleep);
  }

  void update() {
    Report report;
    const std::optional<FileStat> left = std::exchange(left_, std::nullopt);
    const auto changed = watched_.take_changed();
    try {
      report = run(left, changed);
    } catch (const Error& e) {
      if (e.kind() == ErrorKind::kInterrupted) throw;
      if (is_first_ && !may_pass(e.kind())) throw;
      take_failure(e);
      return;
    } catch (const std::exception& e) {
      take_failure(Error(ErrorKind::kInternal, e.what()));
      return;
    }
    left_ = report.left;
    tell_unwatched();
    tell(std::move(report));
    last_failure_.clear();
    is_first_ = false;
    options_.rehash = false;
    options_.prune_all = false;
  }

  Report run(const std::optional<FileStat>& left,
             const std::optional<std::vector<std::string>>& changed) {
    // Woken without a change, or late: to look at all.
    const bool is_due = some_are_unwatched_ && rescan_at_ <= Clock::now();
    if (left && changed && !changed->empty() && !is_due) {
      auto report = run_for_changes(options_, stop_, {*changed, *left});
      if (report) {
        looked_at_ = changed;
        return *std::move(report);
      }
    }
    looked_at_.reset();
    watched_.begin();
    Report report = run_indexer(options_, stop_, {}, &watched_);
    watched_.end();
    rescan_at_ = Clock::now() + std::chrono::seconds(options_.rescan_seconds);
    return report;
  }

  void take_failure(const Error& error) {
    const bool locked = error.kind() == ErrorKind::kLocked;
    burst_.wake_at(Clock::now() + (locked ? kRetryLocked : kRetryFailed));
    if (last_failure_ == error.what()) return;
    last_failure_ = error.what();
    output_.error(locked ? Error(error.kind(), error.what(),
                                 "the update is done when it is free")
                         : error);
  }

  // Leaves out what was told before, and still holds where this update has not
  // looked.
  void tell(Report report) {
    std::set<Told> told;
    for (const Told& before : told_) {
      if (looked_at_ &&
          !std::ranges::binary_search(*looked_at_, std::get<0>(before))) {
        told.insert(before);
      }
    }
    std::erase_if(report.diagnostics, [&](const Diagnostic& d) {
      const Told key{d.file, d.line, d.reason};
      told.insert(key);
      return told_.contains(key);
    });
    told_ = std::move(told);
    if (is_first_ || has_changes(report) || !report.diagnostics.empty()) {
      output_.report(report);
    }
  }

  void tell_unwatched() {
    const bool was_told = some_are_unwatched_;
    some_are_unwatched_ = watched_.unwatched() > 0;
    if (!some_are_unwatched_) return;
    burst_.wake_at(rescan_at_);
    if (was_told) return;
    const bool no_space = watched_.refusal() == ENOSPC;
    output_.warning(
        {Diagnostic::Severity::kWarning, "", 0,
         fmt::format("{} folders cannot be watched ({}); all are looked at "
                     "every {} seconds instead",
                     watched_.unwatched(),
                     no_space
                         ? "fs.inotify.max_user_watches is reached"
                         : std::generic_category().message(watched_.refusal()),
                     options_.rescan_seconds),
         no_space ? "raise it, as root: sysctl "
                    "fs.inotify.max_user_watches=1048576"
                  : "raise fs.inotify.max_user_instances, as root, with "
                    "sysctl, or the limit of open files with ulimit -n"});
  }

  // What makes two diagnostics the same.
  using Told = std::tuple<std::string, uint32_t, std::string>;

  IndexerOptions options_;
  const std::atomic<bool>& stop_;
  const WatchOutput& output_;
  Burst burst_;
  Watched watched_;
  bool is_first_ = true;
  bool some_are_unwatched_ = false;
  Clock::time_point rescan_at_;   // where some are unwatched
  std::optional<FileStat> left_;  // see Report
  // In the last update, sorted; nullopt: all.
  std::optional<std::vector<std::string>> looked_at_;
  std::string last_failure_;
  std::set<Told> told_;
};

}  // namespace

void watch(IndexerOptions options, const std::atomic<bool>& stop,
           const WatchOutput& output) {
  for (std::string& path : options.paths) path = absolute_path(path);
  Watch(std::move(options), stop, output).run();
}

}  // namespace ibid
