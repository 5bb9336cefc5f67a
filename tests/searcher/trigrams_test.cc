// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/trigrams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace ibid {
namespace {

double alike(std::string_view a, std::string_view b) {
  return likeness(trigrams(a), trigrams(b));
}

TEST(Trigrams, AreTheRunsOfThreeWithAMarkAtEachEnd) {
  const std::pair<std::string, size_t> cases[] = {
      {"", 0},    {"a", 1},    {"ab", 2},
      {"abc", 3}, {"rust", 4}, {"aaaa", 3},  // each run once
      {"é", 2},   {"字典", 6}, {std::string(100000, 'x'), 3},
  };
  for (const auto& [word, count] : cases) {
    const Trigrams list = trigrams(word);
    EXPECT_EQ(list.size(), count) << word.substr(0, 20);
    EXPECT_TRUE(std::is_sorted(list.begin(), list.end()));
  }
}

TEST(Likeness, IsTwiceWhatIsSharedByTheNumberOfBoth) {
  struct Case {
    std::string_view a;
    std::string_view b;
    double expected;
  };
  const Case cases[] = {
      {"rust", "rust", 1},
      {"rust", "trust", 2.0 * 3 / 9},     // rus, ust, st-
      {"color", "colour", 2.0 * 3 / 11},  // -co, col, olo
      {"abc", "cba", 0},
      {"a", "a", 1},
      {"a", "ab", 0},
      {"", "", 0},
      {"", "rust", 0},
      {"über", "uber", 2.0 * 2 / 9},  // ber, er-: bytes are compared
  };
  for (const auto& [a, b, expected] : cases) {
    EXPECT_DOUBLE_EQ(alike(a, b), expected) << a << ", " << b;
    EXPECT_DOUBLE_EQ(alike(b, a), expected) << b << ", " << a;
  }
}

TEST(Likeness, OfWordsWithNothingInCommonIsKnownToBeSmall) {
  const Trigrams rust = trigrams("rust");
  for (const std::string_view word : {"iron", "oxide", "", "r", "metal"}) {
    EXPECT_LT(likeness_at_most(word, rust.size(), signature(rust)), 0.5)
        << word;
  }
  EXPECT_EQ(likeness_at_most("rust", 0, 0), 0);
}

TEST(Likeness, OfAnyBytesIsAShare) {
  constexpr unsigned kSeed = 11;
  std::mt19937 random(kSeed);
  const auto word = [&] {
    std::string bytes;
    for (size_t n = random() % 12; n > 0; --n) {
      bytes += static_cast<char>(random() % 3 == 0 ? 0xff : 'a' + random() % 3);
    }
    return bytes;
  };
  for (int i = 0; i < 2000; ++i) {
    const std::string a = word();
    const std::string b = word();
    const double share = alike(a, b);
    EXPECT_GE(share, 0);
    EXPECT_LE(share, 1);
    EXPECT_EQ(share, alike(b, a)) << "seed " << kSeed;
    EXPECT_EQ(alike(a, a), a.empty() ? 0 : 1);
    const Trigrams list = trigrams(a);
    EXPECT_GE(likeness_at_most(b, list.size(), signature(list)), share)
        << "seed " << kSeed;
  }
}

}  // namespace
}  // namespace ibid
