// SPDX-License-Identifier: GPL-3.0-or-later
// Asks again and again: Xapian's own waiting knows no end.
#include "indexer/open_when_free.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "index/output.h"
#include "index/shards.h"

namespace ibid {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPeriod{50};
constexpr const char* kWipe = "\r\x1b[K";

// The line that says what is waited for; gone when this is.
class WaitLine {
 public:
  explicit WaitLine(bool enabled)
      : enabled_(enabled && ::isatty(STDERR_FILENO) == 1) {}
  ~WaitLine() {
    if (drawn_) tell(kWipe);
  }
  WaitLine(const WaitLine&) = delete;
  WaitLine& operator=(const WaitLine&) = delete;

  void draw(const Error& locked, Clock::duration left) {
    if (!enabled_) return;
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    tell(fmt::format("{}{}; waiting {} s", kWipe, locked.what(), seconds));
    drawn_ = true;
  }

 private:
  bool enabled_;
  bool drawn_ = false;
};

template <class Try>
auto when_free(const Patience& patience, Try&& attempt) -> decltype(attempt()) {
  const auto end = Clock::now() + std::chrono::seconds(patience.seconds);
  WaitLine line(patience.show);
  while (true) {
    try {
      return attempt();
    } catch (const Error& e) {
      const auto left = end - Clock::now();
      if (e.kind() != ErrorKind::kLocked || left <= Clock::duration::zero()) {
        throw;
      }
      line.draw(e, left);
    }
    if (patience.stop != nullptr && *patience.stop) {
      throw Error(ErrorKind::kInterrupted, "interrupted; nothing was changed",
                  "run the same command again");
    }
    std::this_thread::sleep_for(kPeriod);
  }
}

}  // namespace

DatabaseWriter open_when_free(const std::string& path, const Patience& patience,
                              uint32_t shards) {
  return when_free(patience,
                   [&] { return DatabaseWriter::open(path, shards); });
}

Database open_whole(const std::string& path) {
  Database database = Database::open(path);
  if (database.missing().empty()) return database;
  if (!is_sharded(path)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{} is one shard of a database", path),
                "name the folder or stub file that names all of them");
  }
  const MissingShard& missing = database.missing().front();
  throw Error(ErrorKind::kCorrupt,
              fmt::format("a shard of {} is missing: {}: {}", path,
                          missing.shard, missing.reason),
              "mount its disk, or put a copy back; ibid-indexer --rebuild "
              "builds all shards anew");
}

DatabaseLock lock_when_free(const std::string& path, const Patience& patience) {
  return when_free(patience, [&] { return DatabaseLock(path); });
}

}  // namespace ibid
