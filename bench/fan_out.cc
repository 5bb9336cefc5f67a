// SPDX-License-Identifier: GPL-3.0-or-later
// The tail of a query that waits for many shards, as a Markdown table for
// docs/scaling.md. The model stands in fan_out_model.h.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "bench/ask.h"
#include "bench/fan_out_model.h"
#include "index/error.h"
#include "index/output.h"

namespace ibid {
namespace {

constexpr int kFailed = 2;
constexpr int kMostShards = 10'000;

constexpr std::string_view kUsage =
    R"(fan_out [--shards N,N,...] [--network-ms X] [--merge-us X] [--queries N]
        [--seed N] TIMES

Simulates queries that go to N shards and wait for all, where the time of each
shard is drawn from TIMES, the output of query_latency --json ("-": stdin), and
prints percentiles over the queries in milliseconds: without and with a second
request to a replica for each shard that has not answered by the p95 of TIMES.

--shards      default 1,2,5,10,20,50,100,200,500,1000
--network-ms  a round trip between broker and shard, default 0
--merge-us    the broker's work for each shard's answer, default 0
--queries     how many are simulated, default 20000
--seed        default 1
)";

struct Setup {
  std::string times;
  std::vector<size_t> shards = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
  FanOutPlan plan;
};

[[noreturn]] void fail_usage() {
  throw Error(ErrorKind::kUsage, "wrong arguments", std::string(kUsage));
}

double amount(const std::string& word) {
  double value = 0;
  const char* end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, value);
  const bool is_whole = error == std::errc() && stop == end;
  if (!is_whole || !std::isfinite(value) || value < 0) fail_usage();
  return value;
}

std::vector<size_t> shard_counts(const std::string& list) {
  std::vector<size_t> counts;
  for (size_t start = 0; start <= list.size();) {
    const size_t end = std::min(list.find(',', start), list.size());
    const int count = positive_number(list.substr(start, end - start), kUsage);
    if (count > kMostShards) fail_usage();
    counts.push_back(static_cast<size_t>(count));
    start = end + 1;
  }
  return counts;
}

void take_option(Setup& setup, const std::string& name,
                 const std::string& value) {
  if (name == "--shards") {
    setup.shards = shard_counts(value);
  } else if (name == "--network-ms") {
    setup.plan.network_ms = amount(value);
  } else if (name == "--merge-us") {
    setup.plan.merge_us = amount(value);
  } else if (name == "--queries") {
    setup.plan.queries = static_cast<size_t>(positive_number(value, kUsage));
  } else if (name == "--seed") {
    setup.plan.seed = static_cast<uint64_t>(positive_number(value, kUsage));
  } else {
    fail_usage();
  }
}

Setup parse_arguments(const std::vector<std::string>& words) {
  Setup setup;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].starts_with("--")) {
      if (i + 1 == words.size()) fail_usage();
      take_option(setup, words[i], words[i + 1]);
      ++i;
    } else if (setup.times.empty()) {
      setup.times = words[i];
    } else {
      fail_usage();
    }
  }
  if (setup.times.empty()) fail_usage();
  return setup;
}

std::string read_all(const std::string& path) {
  std::ifstream in(path == "-" ? "/dev/stdin" : path, std::ios::binary);
  if (!in) throw Error(ErrorKind::kNotFound, "cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string heading(const std::vector<double>& times, const FanOutPlan& plan) {
  return fmt::format(
      "{} times of one shard, ms: p50 {:.2f}, p95 {:.2f}, p99 {:.2f}, greatest "
      "{:.2f}\nnetwork {:g} ms, merge {:g} us a shard, {} queries, seed {}\n\n"
      "| shards | p50 | p95 | p99 | p99 hedged | extra requests, % |\n"
      "|--:|--:|--:|--:|--:|--:|\n",
      times.size(), percentile(times, 0.5), percentile(times, 0.95),
      percentile(times, 0.99), percentile(times, 1), plan.network_ms,
      plan.merge_us, plan.queries, plan.seed);
}

std::string row(size_t shards, const FanOutTail& tail) {
  return fmt::format("| {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.1f} |\n",
                     shards, tail.p50, tail.p95, tail.p99, tail.hedged_p99,
                     100 * tail.extra_share);
}

void print_table(Setup setup) {
  const std::vector<double> times = parse_times(read_all(setup.times));
  write_result(stdout, heading(times, setup.plan));
  for (const size_t shards : setup.shards) {
    setup.plan.shards = shards;
    write_result(stdout, row(shards, simulate_fan_out(times, setup.plan)));
  }
  finish_results(stdout);
}

int run(const std::vector<std::string>& words) {
  try {
    if (!words.empty() && (words[0] == "--help" || words[0] == "-h")) {
      write_result(stdout, kUsage);
      return 0;
    }
    print_table(parse_arguments(words));
    return 0;
  } catch (const Error& e) {
    tell(fmt::format("fan_out: {}\n{}\n", e.what(), e.hint()));
  } catch (const std::exception& e) {
    tell(fmt::format("fan_out: {}\n", e.what()));
  }
  return kFailed;
}

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) {
  return ibid::run(std::vector<std::string>(argv + 1, argv + argc));
}
