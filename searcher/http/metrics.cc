// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace ibid {
namespace {

void begin(std::string& out, std::string_view name, std::string_view type,
           std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name,
                 help, name, type);
}

}  // namespace

void Metrics::count_request(std::string_view route, int status,
                            std::chrono::steady_clock::duration taken) {
  const double seconds = std::chrono::duration<double>(taken).count();
  const auto bucket = static_cast<size_t>(
      std::ranges::lower_bound(kBounds, seconds) - kBounds.begin());
  const std::lock_guard lock(mutex_);
  ++requests_[{std::string(route), status}];
  auto found = seconds_.find(route);
  if (found == seconds_.end()) {
    found = seconds_.emplace(route, Histogram{}).first;
  }
  ++found->second.counts[bucket];
  found->second.sum += seconds;
}

void Metrics::count_error(std::string_view kind) {
  const std::lock_guard lock(mutex_);
  ++errors_[std::string(kind)];
}

void Metrics::count_partial() {
  const std::lock_guard lock(mutex_);
  ++partial_;
}

void Metrics::count_refused() {
  const std::lock_guard lock(mutex_);
  ++refused_;
}

void Metrics::print(const std::string& route, const Histogram& histogram,
                    std::string& out) {
  constexpr std::string_view kName = "ibid_http_request_seconds";
  auto end = std::back_inserter(out);
  uint64_t below = 0;
  for (size_t i = 0; i < kBounds.size(); ++i) {
    below += histogram.counts[i];
    fmt::format_to(end, "{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", kName,
                   route, kBounds[i], below);
  }
  below += histogram.counts.back();
  fmt::format_to(end, "{}_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", kName,
                 route, below);
  fmt::format_to(end, "{}_sum{{route=\"{}\"}} {}\n", kName, route,
                 histogram.sum);
  fmt::format_to(end, "{}_count{{route=\"{}\"}} {}\n", kName, route, below);
}

std::string Metrics::print(const std::vector<Gauge>& gauges) const {
  std::string out;
  auto end = std::back_inserter(out);
  const std::lock_guard lock(mutex_);
  begin(out, "ibid_http_requests_total", "counter",
        "Requests by route and status.");
  for (const auto& [key, count] : requests_) {
    fmt::format_to(
        end, "ibid_http_requests_total{{route=\"{}\",status=\"{}\"}} {}\n",
        key.first, key.second, count);
  }
  begin(out, "ibid_http_request_seconds", "histogram",
        "Time from the whole request to its response.");
  for (const auto& [route, histogram] : seconds_) print(route, histogram, out);
  begin(out, "ibid_errors_total", "counter", "Errors by kind.");
  for (const auto& [kind, count] : errors_) {
    fmt::format_to(end, "ibid_errors_total{{kind=\"{}\"}} {}\n", kind, count);
  }
  begin(out, "ibid_partial_answers_total", "counter",
        "Answers from a part of what is searched.");
  fmt::format_to(end, "ibid_partial_answers_total {}\n", partial_);
  begin(out, "ibid_connections_refused_total", "counter",
        "Connections answered with 503 since there were too many.");
  fmt::format_to(end, "ibid_connections_refused_total {}\n", refused_);
  std::string_view last;
  for (const Gauge& gauge : gauges) {
    if (gauge.name != last) begin(out, gauge.name, "gauge", gauge.help);
    last = gauge.name;
    fmt::format_to(end, "{}{} {}\n", gauge.name, gauge.labels, gauge.value);
  }
  return out;
}

}  // namespace ibid
