// SPDX-License-Identifier: GPL-3.0-or-later
// When a search must be done, or is no longer wanted. The stages whose work
// grows with the database ask it as they go on, so that no query holds a thread
// for as long as it likes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "index/error.h"

namespace ibid {

// Of servers, unless they are told otherwise.
inline constexpr std::chrono::milliseconds kDefaultTimeLimit{800};
// The longest that they can be told.
inline constexpr std::chrono::milliseconds kMaxTimeLimit{60000};

// Not thread-safe; a copy counts for itself.
class Deadline {
 public:
  Deadline() = default;  // never
  // limit: from now; 0: never. is_cancelled: whether it is over all the same;
  // empty: it is not.
  explicit Deadline(std::chrono::milliseconds limit,
                    std::function<bool()> is_cancelled = nullptr)
      : is_cancelled_(std::move(is_cancelled)) {
    if (limit.count() > 0) end_ = std::chrono::steady_clock::now() + limit;
  }

  // Throws Error: kLimit where the time is up, kInterrupted where it is
  // cancelled.
  void check() const {
    if (is_cancelled_ && is_cancelled_()) {
      throw Error(ErrorKind::kInterrupted, "the search was cancelled");
    }
    if (end_ && std::chrono::steady_clock::now() >= *end_) fail();
  }

  // The same for loops of short steps: checks now and then.
  void count() const {
    if (++steps_ % kSteps == 0) check();
  }

 private:
  // Some 0.1 ms of the shortest steps.
  static constexpr uint32_t kSteps = 1024;

  [[noreturn]] static void fail() {
    throw Error(ErrorKind::kLimit, "the search took too long",
                "use fewer or rarer words, or narrow it by a filter");
  }

  std::optional<std::chrono::steady_clock::time_point> end_;
  std::function<bool()> is_cancelled_;
  mutable uint32_t steps_ = 0;
};

}  // namespace ibid
