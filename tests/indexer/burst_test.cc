// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/burst.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace ibid {
namespace {

using std::chrono::milliseconds;

Burst::Time at(int ms) { return Burst::Time(milliseconds(ms)); }

struct Case {
  const char* what;
  std::vector<int> changes;  // milliseconds
  std::optional<int> wake;
  std::optional<int> due;
};

std::vector<int> every_100_ms(int until) {
  std::vector<int> times;
  for (int ms = 0; ms <= until; ms += 100) times.push_back(ms);
  return times;
}

TEST(Burst, WaitsForQuietButNotForEver) {
  const Case kCases[] = {
      {"nothing changed", {}, {}, {}},
      {"one change", {1000}, {}, 1300},
      {"written, then renamed", {1000, 1010}, {}, 1310},
      {"a pause that is no quiet", {1000, 1299}, {}, 1599},
      {"a long burst", every_100_ms(4700), {}, 5000},
      {"a longer burst", every_100_ms(9000), {}, 5000},
      {"to be woken", {}, 30000, 30000},
      {"a change before that", {1000}, 30000, 1300},
      {"a change at that time", {29900}, 30000, 30000},
  };
  for (const Case& c : kCases) {
    Burst burst;
    for (const int ms : c.changes) burst.change(at(ms));
    if (c.wake) burst.wake_at(at(*c.wake));
    std::optional<Burst::Time> due;
    if (c.due) due = at(*c.due);
    EXPECT_EQ(burst.due(), due) << c.what;
  }
}

TEST(Burst, IsOverWhenTheUpdateStarts) {
  Burst burst;
  burst.change(at(1000));
  burst.wake_at(at(2000));
  burst.start();
  EXPECT_EQ(burst.due(), std::nullopt);
  burst.change(at(8000));
  EXPECT_EQ(burst.due(), at(8300));
}

TEST(Burst, WakesAtTheEarliestOfSeveralTimes) {
  Burst burst;
  burst.wake_at(at(2000));
  burst.wake_at(at(1000));
  burst.wake_at(at(3000));
  EXPECT_EQ(burst.due(), at(1000));
}

}  // namespace
}  // namespace ibid
