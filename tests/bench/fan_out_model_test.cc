// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/fan_out_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "index/error.h"

namespace ibid {
namespace {

// 1, 2, ... n milliseconds.
std::vector<double> even_times(size_t n) {
  std::vector<double> times(n);
  std::iota(times.begin(), times.end(), 1.0);
  return times;
}

FanOutPlan plan_of(size_t shards) {
  FanOutPlan plan;
  plan.shards = shards;
  return plan;
}

// A maximum of n independent draws stays below a time with the n-th power of
// the share of the times that are below it.
TEST(FanOut, PercentilesAreThoseOfTheGreatestOfIndependentDraws) {
  const std::vector<double> times = even_times(1000);
  for (const size_t shards : {1, 2, 10, 100}) {
    const FanOutTail tail = simulate_fan_out(times, plan_of(shards));
    const auto expected = [&](double share) {
      return 1000 * std::pow(share, 1.0 / static_cast<double>(shards));
    };
    const auto wide = shards == 1 ? 15.0 : 10.0;
    EXPECT_NEAR(tail.p50, expected(0.5), wide) << shards;
    EXPECT_NEAR(tail.p95, expected(0.95), wide) << shards;
    EXPECT_NEAR(tail.p99, expected(0.99), wide) << shards;
  }
}

TEST(FanOut, OneSlowAnswerInAHundredIsTheMedianOfAHundredShards) {
  std::vector<double> times(99, 1.0);
  times.push_back(500);
  EXPECT_EQ(simulate_fan_out(times, plan_of(1)).p50, 1);
  EXPECT_EQ(simulate_fan_out(times, plan_of(100)).p50, 500);
}

TEST(FanOut, HedgingCutsTheTailForOneRequestInTwenty) {
  std::vector<double> times(95, 1.0);
  times.insert(times.end(), 5, 100);
  const FanOutTail one = simulate_fan_out(times, plan_of(1));
  EXPECT_EQ(one.p99, 100);
  EXPECT_EQ(one.hedged_p99, 2);  // asked again after 1 ms
  EXPECT_NEAR(one.extra_share, 0.05, 0.005);
  const FanOutTail many = simulate_fan_out(times, plan_of(50));
  EXPECT_NEAR(many.extra_share, 0.05, 0.005);
  EXPECT_LE(many.hedged_p99, many.p99);
}

TEST(FanOut, EqualTimesNeedNoSecondRequest) {
  const FanOutTail tail = simulate_fan_out({3, 3, 3}, plan_of(10));
  EXPECT_EQ(tail.p50, 3);
  EXPECT_EQ(tail.hedged_p99, 3);
  EXPECT_EQ(tail.extra_share, 0);
}

TEST(FanOut, NetworkIsAddedOnceAndMergeForEachShard) {
  FanOutPlan plan = plan_of(20);
  plan.network_ms = 2;
  plan.merge_us = 100;
  const FanOutTail tail = simulate_fan_out({3}, plan);
  EXPECT_DOUBLE_EQ(tail.p50, 3 + 2 + 2);
  EXPECT_DOUBLE_EQ(tail.hedged_p99, tail.p99);
}

TEST(FanOut, ASecondRequestPaysTheNetworkToo) {
  std::vector<double> times(95, 1.0);
  times.insert(times.end(), 5, 100);
  FanOutPlan plan = plan_of(1);
  plan.network_ms = 10;
  EXPECT_EQ(simulate_fan_out(times, plan).hedged_p99, 1 + 10 + 1 + 10);
}

TEST(FanOut, TheSameSeedGivesTheSameNumbers) {
  const std::vector<double> times = even_times(500);
  FanOutPlan plan = plan_of(3);
  const FanOutTail first = simulate_fan_out(times, plan);
  const FanOutTail again = simulate_fan_out(times, plan);
  EXPECT_EQ(first.p99, again.p99);
  EXPECT_EQ(first.extra_share, again.extra_share);
  plan.seed = 2;
  EXPECT_NE(simulate_fan_out(times, plan).extra_share, first.extra_share);
}

TEST(FanOut, TimesAreThoseOfTheObjectOfQueryLatency) {
  EXPECT_EQ(parse_times(R"({"hits":3,"ms":[1.5,2,0],"per_second":9})"),
            (std::vector<double>{1.5, 2, 0}));
}

TEST(FanOut, AnythingElseIsAnErrorThatNamesTheProgram) {
  for (const char* json :
       {"", "{", "[]", "[1]", "{}", R"({"ms":[]})", R"({"ms":1})",
        R"({"ms":[1,null]})", R"({"ms":[-1]})", R"({"ms":["1"]})"}) {
    try {
      parse_times(json);
      ADD_FAILURE() << json;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUsage);
      EXPECT_NE(e.hint().find("query_latency --json"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace ibid
