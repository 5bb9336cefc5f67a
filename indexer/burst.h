// SPDX-License-Identifier: GPL-3.0-or-later
// When to update while files change, one after the other or many at once:
// after a moment of quiet, and in a long burst again and again. Looks at no
// clock.
#pragma once

#include <chrono>
#include <optional>

namespace ibid {

class Burst {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;

  // Quiet for so long after a change: update.
  static constexpr std::chrono::milliseconds kQuiet{300};
  // So long after the first change: update, quiet or not.
  static constexpr std::chrono::seconds kLongest{5};

  // Something changed.
  void change(Time now);
  // Update at this time even if nothing changes.
  void wake_at(Time time);
  // An update begins: it sees all changes until now.
  void start();

  // When to update; nullopt: there is no reason to.
  std::optional<Time> due() const;

 private:
  std::optional<Time> first_;
  Time last_;
  std::optional<Time> wake_;
};

}  // namespace ibid
