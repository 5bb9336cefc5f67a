// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/word_forms.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace ibid {
namespace {

bool are_forms(std::string_view word, std::string_view other) {
  const std::vector<std::string_view> forms = other_forms(word);
  return std::find(forms.begin(), forms.end(), other) != forms.end();
}

TEST(WordForms, BringTogetherWhatNoStemmerDoes) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"write", "wrote"},       {"child", "children"},    {"france", "french"},
      {"mouse", "mice"},        {"analysis", "analyses"}, {"began", "begun"},
      {"vertex", "vertices"},   {"long", "length"},       {"die", "death"},
      {"founder", "establish"}, {"many", "number"},
  };
  for (const auto& [word, other] : cases) {
    EXPECT_TRUE(are_forms(word, other)) << word;
    EXPECT_TRUE(are_forms(other, word)) << other;
  }
}

TEST(WordForms, TakeInflectedWordsForTheirFamily) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"writes", "written"},
      {"kings", "kingdom"},
      {"goes", "went"},
      {"teaches", "taught"},
      {"destroyed", "destruction"},
      {"reduced", "reduction"},
      {"freed", "freedom"},
      {"agreed", "agreement"},
      {"speaking", "spoke"},
      {"invades", "invasion"},
      {"making", "made"},
      {"winning", "won"},
      {"using", "usage"},
      {"tries", "trial"},
      {"applied", "application"},
      {"telling", "told"},  // doubled in itself
      {"boxes", ""},
      {"cars", "automobile"},
      {"crosses", ""},
  };
  for (const auto& [word, other] : cases) {
    if (other.empty()) {
      EXPECT_TRUE(other_forms(word).empty()) << word;
    } else {
      EXPECT_TRUE(are_forms(word, other)) << word;
    }
  }
}

TEST(BaseWords, AreTheWordItselfAndWhatItsEndingMayHideInThatOrder) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(base_words("win"), Words{"win"});
  EXPECT_EQ(base_words("winning"), (Words{"winning", "winn", "win", "winne"}));
  EXPECT_EQ(base_words("making"), (Words{"making", "make"}));
  EXPECT_EQ(base_words("tries"), (Words{"tries", "trie", "try"}));
  EXPECT_EQ(base_words(""), Words{""});
}

// None is an inflected form of sit, win, car or the like.
TEST(WordForms, AreNotMistakenInWordsThatMerelyEndAlike) {
  for (const std::string_view word :
       {"sites", "wines", "cares", "manes", "cared", "caring", "cites",
        "wining", "sited", "being", "telied"}) {
    EXPECT_TRUE(other_forms(word).empty())
        << word << " as " << other_forms(word).front();
  }
}

TEST(WordForms, AreEmptyWhereNoneAreKnown) {
  for (const std::string_view word :
       {"", "s", "es", "d", "ed", "ing", "rust", "c++", "字", "\xff\xfe",
        "Write", "write ", "writess", ";", "write;", "write wrote"}) {
    EXPECT_TRUE(other_forms(word).empty()) << word;
  }
  EXPECT_TRUE(other_forms(std::string(1 << 20, 's')).empty());
}

// From one word over all that can be reached.
TEST(WordForms, AreMutualAndWithoutDoublesOrTheWordItself) {
  std::set<std::string_view> seen;
  std::vector<std::string_view> open = {"author", "get", "long", "buy", "old"};
  while (!open.empty()) {
    const std::string_view word = open.back();
    open.pop_back();
    std::set<std::string_view> once;
    for (const std::string_view other : other_forms(word)) {
      EXPECT_NE(other, word);
      EXPECT_TRUE(once.insert(other).second) << word << ": " << other;
      EXPECT_TRUE(are_forms(other, word)) << word << ": " << other;
      if (seen.insert(other).second) open.push_back(other);
    }
  }
  EXPECT_GT(seen.size(), 20u);
}

}  // namespace
}  // namespace ibid
