// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/derived_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace ibid {
namespace {

bool is_derived(std::string_view word, std::string_view other) {
  const auto found = derived_words(word);
  return std::find(found.begin(), found.end(), other) != found.end();
}

TEST(DerivedWords, AreFoundFromEitherSide) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"decide", "decision"},      {"permit", "permission"},
      {"convert", "conversion"},   {"respond", "response"},
      {"describe", "description"}, {"solve", "solution"},
      {"explain", "explanation"},  {"repeat", "repetition"},
      {"believe", "belief"},       {"stable", "stability"},
      {"private", "privacy"},      {"exceed", "excess"},
  };
  for (const auto& [word, other] : cases) {
    EXPECT_TRUE(is_derived(word, other)) << word;
    EXPECT_TRUE(is_derived(other, word)) << other;
  }
}

TEST(DerivedWords, OfInflectedWordsAreThoseOfTheirBase) {
  for (const std::string_view word : {"decides", "decided", "deciding"}) {
    EXPECT_TRUE(is_derived(word, "decision")) << word;
  }
  EXPECT_TRUE(is_derived("solutions", "solve"));
}

TEST(DerivedWords, AreEmptyWhereNoEndingFits) {
  for (const std::string_view word :
       {"", "s", "de", "rust", "nd", "ess", "c++", "字", "\xff\xfe", "2015"}) {
    EXPECT_TRUE(derived_words(word).empty())
        << word << ": " << derived_words(word).front();
  }
}

TEST(DerivedWords, AreFewAndNeverTheWordItself) {
  for (const std::string_view word :
       {"decide", "extend", "response", "abilities", "compete", "mission"}) {
    const auto found = derived_words(word);
    EXPECT_LE(found.size(), 6u) << word;
    EXPECT_FALSE(is_derived(word, word)) << word;
    for (const std::string& one : found) {
      EXPECT_EQ(std::count(found.begin(), found.end(), one), 1) << one;
    }
  }
}

}  // namespace
}  // namespace ibid
