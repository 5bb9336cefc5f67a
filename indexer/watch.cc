// SPDX-License-Identifier: GPL-3.0-or-later
// Every update is a whole one, over all paths: it reads only files that have
// changed, and so no event has to be understood, and none lost is missed.
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
    watched_.begin();
    try {
      report = run_indexer(options_, stop_, {}, &watched_);
    } catch (const Error& e) {
      if (e.kind() == ErrorKind::kInterrupted) throw;
      if (is_first_ && !may_pass(e.kind())) throw;
      take_failure(e);
      return;
    } catch (const std::exception& e) {
      take_failure(Error(ErrorKind::kInternal, e.what()));
      return;
    }
    watched_.end();
    tell_unwatched();
    tell(std::move(report));
    last_failure_.clear();
    is_first_ = false;
    options_.rehash = false;
    options_.prune_all = false;
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

  // Leaves out what was told of the update before.
  void tell(Report report) {
    std::set<Told> told;
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
    const std::chrono::seconds every(options_.rescan_seconds);
    burst_.wake_at(Clock::now() + every);
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
                     every.count()),
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
