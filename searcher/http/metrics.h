// SPDX-License-Identifier: GPL-3.0-or-later
// What ibid-server counts of itself, for /metrics. Thread-safe.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ibid {

// A value that is measured when it is asked for.
struct Gauge {
  std::string name;
  std::string labels;  // as {db="x"}; empty: none
  std::string help;
  double value = 0;
};

class Metrics {
 public:
  // route: of a table, never what a client sent, so that their number is
  // bounded. taken: from the whole request to the response.
  void count_request(std::string_view route, int status,
                     std::chrono::steady_clock::duration taken);
  // kind: error_kind_name.
  void count_error(std::string_view kind);
  // An answer from a part of what is searched.
  void count_partial();
  // A connection that got 503 since there were too many.
  void count_refused();

  // Prometheus' text format 0.0.4; gauges of one name stand together.
  std::string print(const std::vector<Gauge>& gauges) const;

 private:
  // Upper bounds in seconds; above the last: +Inf.
  static constexpr std::array kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025,
                                         0.05,  0.1,    0.25,  0.5,  1.0};
  struct Histogram {
    std::array<uint64_t, kBounds.size() + 1> counts{};
    double sum = 0;
  };
  static void print(const std::string& route, const Histogram& histogram,
                    std::string& out);

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, uint64_t> requests_;
  std::map<std::string, Histogram, std::less<>> seconds_;
  std::map<std::string, uint64_t, std::less<>> errors_;
  uint64_t partial_ = 0;
  uint64_t refused_ = 0;
};

}  // namespace ibid
