// SPDX-License-Identifier: GPL-3.0-or-later
// How long a query takes that goes to many shards and waits for all of them,
// by simulation over the measured times of one shard. Pure: the same input
// gives the same numbers on every machine.
//
// The model. Each shard's time is drawn from the measured ones, by itself:
// shards share no slow disk, and a query that is long is no slower on all of
// them at once. The query takes the greatest of these, the network's round trip
// and the merge. With hedging, a shard that has not answered by the measured
// p95 is asked a second time, on a replica whose time is drawn anew; the first
// answer counts. Queues, and what the second requests add to them, are not in
// it, and no time is ever above the greatest that was measured.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ibid {

struct FanOutPlan {
  size_t shards = 1;      // at least 1
  double network_ms = 0;  // one round trip between broker and shard
  double merge_us = 0;    // the broker's work for each shard's answer
  size_t queries = 20'000;
  uint64_t seed = 1;
};

// Percentiles over the queries, in milliseconds.
struct FanOutTail {
  double p50 = 0;
  double p95 = 0;
  double p99 = 0;
  double hedged_p99 = 0;
  double extra_share = 0;  // second requests over first ones, 0 to 1
};

// one_shard_ms: not empty, in any order.
FanOutTail simulate_fan_out(const std::vector<double>& one_shard_ms,
                            const FanOutPlan& plan);

// What "ms" lists in an object of query_latency --json. Throws Error(kUsage)
// where there is no such list, it is empty or holds anything but times.
std::vector<double> parse_times(std::string_view json);

}  // namespace ibid
