// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace ibid {

void CheckReport::add(std::string where, std::string reason) {
  if (!shard.empty()) where = where.empty() ? shard : shard + ": " + where;
  if (problems.size() < kMaxListed) {
    problems.push_back({Diagnostic::Severity::kError, std::move(where), 0,
                        std::move(reason), ""});
  }
  ++problem_count;
}

std::string print_check(const CheckReport& report) {
  const std::string looked_at =
      fmt::format("{} articles, {} passages; {:.1f} s\n", report.articles,
                  report.passages, report.seconds);
  if (report.problem_count == 0) return "sound: " + looked_at;
  return fmt::format("damaged: {} problems in {}{}\n", report.problem_count,
                     looked_at, report.repair);
}

std::string print_check_json(const CheckReport& report) {
  using Json = nlohmann::ordered_json;
  Json problems = Json::array();
  for (const Diagnostic& problem : report.problems) {
    problems.push_back({{"where", problem.file}, {"reason", problem.reason}});
  }
  const bool sound = report.problem_count == 0;
  const Json json = {{"format", 1},
                     {"sound", sound},
                     {"articles", report.articles},
                     {"passages", report.passages},
                     {"problem_count", report.problem_count},
                     {"problems", problems},
                     {"repair", sound ? Json(nullptr) : Json(report.repair)},
                     {"seconds", std::round(report.seconds * 1000) / 1000}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ibid
