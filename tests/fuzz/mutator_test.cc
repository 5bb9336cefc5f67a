// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/mutator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace ibid {
namespace {

std::vector<std::string> take(Mutator mutator, size_t count) {
  std::vector<std::string> inputs;
  while (inputs.size() < count) inputs.push_back(mutator.next());
  return inputs;
}

Mutator make(uint64_t number) {
  return Mutator({"what is rust", "title:\"a b\"~5"}, {"NOT ", "((("}, 40,
                 number);
}

TEST(Mutator, MakesTheSameInputsOfTheSameNumber) {
  EXPECT_EQ(take(make(7), 500), take(make(7), 500));
  EXPECT_NE(take(make(7), 500), take(make(8), 500));
}

TEST(Mutator, MakesFewInputsTwice) {
  const std::vector<std::string> inputs = take(make(1), 1000);
  const std::set<std::string> different(inputs.begin(), inputs.end());
  EXPECT_GT(different.size(), 900U);
}

TEST(Mutator, KeepsInputsWithinTheirBound) {
  const std::string seed(5000, 'x');
  size_t longest = 0;
  for (const std::string& input : take(Mutator({seed}, {}, 100, 1), 1000)) {
    longest = std::max(longest, input.size());
  }
  EXPECT_EQ(longest, 100U);
}

TEST(Mutator, ComesToEachPartOfALongSeed) {
  std::string seed(5000, 'x');
  seed.append("end");
  const std::vector<std::string> inputs =
      take(Mutator({seed}, {}, 100, 1), 3000);
  EXPECT_TRUE(std::ranges::any_of(inputs, [](const std::string& input) {
    return input.find("end") != input.npos;
  }));
}

TEST(Mutator, PutsTokensInWhole) {
  const std::vector<std::string> inputs = take(make(1), 200);
  EXPECT_TRUE(std::ranges::any_of(inputs, [](const std::string& input) {
    return input.find("NOT ") != input.npos;
  }));
}

TEST(Mutator, ReachesEveryByteFromNothing) {
  std::set<char> bytes;
  for (const std::string& input : take(Mutator({}, {}, 10, 1), 5000)) {
    bytes.insert(input.begin(), input.end());
  }
  EXPECT_EQ(bytes.size(), 256U);
}

}  // namespace
}  // namespace ibid
