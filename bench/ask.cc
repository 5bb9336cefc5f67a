// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/ask.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "index/error.h"

namespace ibid {
namespace {

// Every threads-th query from `first`, `rounds` times.
void ask_share(const Asker& asker, const std::vector<std::string>& queries,
               size_t first, const AskPlan& plan) {
  for (int round = 0; round < plan.rounds; ++round) {
    for (size_t i = first; i < queries.size();
         i += static_cast<size_t>(plan.threads)) {
      asker(queries[i]);
    }
  }
}

double queries_per_second(const std::vector<std::string>& queries,
                          const AskPlan& plan,
                          const std::function<Asker()>& make_asker) {
  const auto count = static_cast<size_t>(plan.threads);
  std::vector<Asker> askers;
  for (size_t i = 0; i < count; ++i) {
    askers.push_back(make_asker());
    ask_share(askers.back(), queries, i, {1, plan.threads});
  }
  std::vector<std::exception_ptr> failures(count);
  const double taken = milliseconds([&] {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < count; ++i) {
      threads.emplace_back([&, i] {
        try {
          ask_share(askers[i], queries, i, plan);
        } catch (...) {
          failures[i] = std::current_exception();
        }
      });
    }
  });
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  const auto asked = static_cast<double>(queries.size()) * plan.rounds;
  return asked / taken * 1000;
}

}  // namespace

std::vector<std::string> read_queries(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> queries;
  for (std::string line; std::getline(in, line);) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_object() && json.contains("text")) {
      queries.push_back(json["text"].get<std::string>());
    }
  }
  if (queries.empty()) {
    throw Error(ErrorKind::kNotFound, fmt::format("no queries in {}", path));
  }
  return queries;
}

int positive_number(const std::string& word, std::string_view usage) {
  int number = 0;
  const char* end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, number);
  if (error != std::errc() || stop != end || number < 1) {
    throw Error(ErrorKind::kUsage, "wrong arguments", std::string(usage));
  }
  return number;
}

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const double place = std::ceil(share * static_cast<double>(values.size()));
  return values[std::max<size_t>(1, static_cast<size_t>(place)) - 1];
}

AskTimes ask_all(const std::vector<std::string>& queries, const AskPlan& plan,
                 const std::function<Asker()>& make_asker) {
  AskTimes times;
  const Asker asker = make_asker();
  std::vector<std::vector<double>> by_query(queries.size());
  for (const std::string& query : queries) times.hits += asker(query);
  for (int round = 0; round < plan.rounds; ++round) {
    for (size_t i = 0; i < queries.size(); ++i) {
      by_query[i].push_back(milliseconds([&] { asker(queries[i]); }));
    }
  }
  for (std::vector<double>& taken : by_query) {
    times.ms.push_back(percentile(std::move(taken), 0.5));
  }
  times.per_second = queries_per_second(queries, plan, make_asker);
  return times;
}

std::string to_json(const AskTimes& times) {
  const nlohmann::json json = {
      {"ms", times.ms}, {"per_second", times.per_second}, {"hits", times.hits}};
  return json.dump() + "\n";
}

}  // namespace ibid
