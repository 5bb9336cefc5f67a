// SPDX-License-Identifier: GPL-3.0-or-later
// What the programs of bench/ that ask queries have in common: reading them,
// timing them, and the one JSON object that compare.py takes from each engine.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ibid {

// The "text" of each line of a file in BEIR's form; lines without one are left
// out. Throws Error(kNotFound) where there is none.
std::vector<std::string> read_queries(const std::string& path);

// A whole number from 1. Throws Error(kUsage) with usage as its hint.
int positive_number(const std::string& word, std::string_view usage);

// The value that a share (0 to 1) of the values is not above. values: not
// empty.
double percentile(std::vector<double> values, double share);

template <class Call>
double milliseconds(Call&& call) {
  const auto started = std::chrono::steady_clock::now();
  call();
  const auto taken = std::chrono::steady_clock::now() - started;
  return std::chrono::duration<double, std::milli>(taken).count();
}

// Answers one query and gives back how many hits it read. Used by one thread.
using Asker = std::function<size_t(const std::string& query)>;

struct AskPlan {
  int rounds = 7;   // over all queries, after one to warm up
  int threads = 2;  // for the queries a second
};

struct AskTimes {
  std::vector<double> ms;  // by query: the median of its rounds, one thread
  double per_second = 0;   // queries, all threads together
  size_t hits = 0;         // of one round
};

// Asks all queries on this thread, then shares them out to threads with an
// asker each. make_asker: called once a thread, on this one.
AskTimes ask_all(const std::vector<std::string>& queries, const AskPlan& plan,
                 const std::function<Asker()>& make_asker);

// One line: {"ms":[...],"per_second":...,"hits":...}.
std::string to_json(const AskTimes& times);

}  // namespace ibid
