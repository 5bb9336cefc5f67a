// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/fan_out_model.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "bench/ask.h"
#include "index/error.h"

namespace ibid {
namespace {

constexpr double kHedgeAt = 0.95;  // of the times of one shard

// Draws from the measured times. The standard's distributions may differ from
// library to library; its engines may not.
class Draw {
 public:
  Draw(const std::vector<double>& times, uint64_t seed)
      : times_(times), engine_(seed) {}

  double operator()() {
    return times_[((engine_() >> 32) * times_.size()) >> 32];
  }

 private:
  const std::vector<double>& times_;
  std::mt19937_64 engine_;
};

struct QueryTimes {
  double plain = 0;   // of the slowest shard
  double hedged = 0;  // the same, each shard by the faster of two
  size_t second = 0;  // requests
};

QueryTimes ask_shards(Draw& draw, size_t shards, double hedge_after_ms,
                      double network_ms) {
  QueryTimes times;
  for (size_t i = 0; i < shards; ++i) {
    const double first = draw();
    double hedged = first;
    if (first > hedge_after_ms) {
      ++times.second;
      hedged = std::min(first, hedge_after_ms + network_ms + draw());
    }
    times.plain = std::max(times.plain, first);
    times.hedged = std::max(times.hedged, hedged);
  }
  return times;
}

}  // namespace

FanOutTail simulate_fan_out(const std::vector<double>& one_shard_ms,
                            const FanOutPlan& plan) {
  const double hedge_after_ms = percentile(one_shard_ms, kHedgeAt);
  const double added_ms =
      plan.network_ms + plan.merge_us * static_cast<double>(plan.shards) / 1000;
  Draw draw(one_shard_ms, plan.seed);
  std::vector<double> plain;
  std::vector<double> hedged;
  size_t second = 0;
  for (size_t i = 0; i < plan.queries; ++i) {
    const QueryTimes times =
        ask_shards(draw, plan.shards, hedge_after_ms, plan.network_ms);
    plain.push_back(times.plain + added_ms);
    hedged.push_back(times.hedged + added_ms);
    second += times.second;
  }
  const auto first = static_cast<double>(plan.queries * plan.shards);
  return {percentile(plain, 0.5), percentile(plain, 0.95),
          percentile(plain, 0.99), percentile(hedged, 0.99),
          static_cast<double>(second) / first};
}

std::vector<double> parse_times(std::string_view json) {
  const auto fail = [](const char* what) {
    return Error(ErrorKind::kUsage, what,
                 "give the output of query_latency --json");
  };
  const auto object = nlohmann::json::parse(json, nullptr, false);
  if (!object.is_object() || !object.contains("ms")) {
    throw fail("no JSON object with \"ms\"");
  }
  const nlohmann::json& list = object["ms"];
  if (!list.is_array() || list.empty()) {
    throw fail("\"ms\" is no list of times");
  }
  std::vector<double> times;
  for (const nlohmann::json& time : list) {
    if (!time.is_number() || time.get<double>() < 0) {
      throw fail("\"ms\" holds what is no time");
    }
    times.push_back(time.get<double>());
  }
  return times;
}

}  // namespace ibid
