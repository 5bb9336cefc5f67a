// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that are no text, and text that nobody would write: what holds for the
// analyser's tokens whatever comes in.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "index/analysis.h"
#include "index/text.h"
#include "tests/index/compact_tokens.h"
#include "tests/index/sound_tokens.h"

namespace ibid {
namespace {

std::string times(std::string_view unit, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += unit;
  return out;
}

void expect_sound(const Analyser& analyser, std::string_view text) {
  EXPECT_EQ(unsound_tokens(analyser, text), "");
}

// Letters, signs and marks that mean something to the analyser, whole and cut.
std::string random_text(std::mt19937& random) {
  constexpr std::string_view kPieces[] = {"a",
                                          "b",
                                          "C",
                                          "1",
                                          "23",
                                          "456",
                                          "+",
                                          "++",
                                          "#",
                                          "-",
                                          ".",
                                          "_",
                                          "__",
                                          "::",
                                          ":",
                                          "@",
                                          "&",
                                          "'",
                                          ",",
                                          "/",
                                          "$",
                                          " ",
                                          "\n",
                                          "v",
                                          "s",
                                          "t",
                                          "ll",
                                          "\u2019",
                                          "\u2011",
                                          "\u20AC",
                                          "\u00E9",
                                          "e\u0301",
                                          "\u00AD",
                                          "\u200D",
                                          "\u200B",
                                          "\uFE0F",
                                          "\u0301",
                                          "\u3099",
                                          "日",
                                          "本",
                                          "カ",
                                          "한",
                                          "ไ",
                                          "ท",
                                          "ย",
                                          "\u0E33",
                                          "\u17D2",
                                          "\u1160",
                                          "\u3164",
                                          "\uFF9E",
                                          "\U0001F600",
                                          "\uFDFA",
                                          "\u0130",
                                          "\u03C2",
                                          "\xff",
                                          "\xc3",
                                          "\xe0\x80",
                                          "\xf0\x9f",
                                          "\xed\xa0\x80",
                                          "\x80"};
  std::uniform_int_distribution<size_t> pick(0, std::size(kPieces));
  std::uniform_int_distribution<size_t> length(0, 40);
  std::string text;
  for (size_t left = length(random); left > 0; --left) {
    const size_t i = pick(random);
    if (i < std::size(kPieces)) {
      text += kPieces[i];
    } else {
      text += static_cast<char>(random() & 0xFF);
    }
  }
  return text;
}

TEST(AnalysisHostile, GivesSoundTokensForAnyBytes) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  const Analyser analyser("en");
  for (int round = 0; round < 5000; ++round) {
    const std::string text = random_text(random);
    expect_sound(analyser, text);
    if (testing::Test::HasFailure()) {
      FAIL() << "seed " << seed << " round " << round << " text "
             << testing::PrintToString(text);
    }
  }
}

TEST(AnalysisHostile, GivesTheSameTokensTwice) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  const Analyser used("en");
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_text(random);
    const std::string first = compact(used, text);
    EXPECT_EQ(compact(used, text), first) << "seed " << seed;
    EXPECT_EQ(compact(Analyser("en"), text), first) << "seed " << seed;
  }
}

// A query is analysed in the form that a person copies from the text, or in
// the form that a program wrote down: both are the same words.
TEST(AnalysisHostile, FindsItsOwnFoldedWords) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  const Analyser analyser("none");
  for (int round = 0; round < 3000; ++round) {
    const std::string text = to_valid_utf8(random_text(random));
    for (const KeptToken& kept : tokens_of(analyser, text)) {
      const Span span = {kept.token.start, kept.token.end};
      if (kept.token.role != TokenRole::kWhole) continue;
      const auto again = tokens_of(analyser, slice(text, span));
      bool found = false;
      for (const KeptToken& own : again) found |= own.word == kept.word;
      EXPECT_TRUE(found) << "seed " << seed << " " << text << " whole "
                         << kept.word;
    }
  }
}

TEST(AnalysisHostile, TakesInvalidBytesForGaps) {
  const Analyser analyser("en");
  EXPECT_EQ(compact(analyser, "caf\xE9 x"), "caf@1 x@2");
  EXPECT_EQ(compact(analyser,
                    "a\xff"
                    "b"),
            "a@1 b@2");
  EXPECT_EQ(compact(analyser, "e-\xffmail"), "e@1 mail@2");
  EXPECT_EQ(compact(analyser, "日\xe6\x97"), "日@1n");
  EXPECT_EQ(compact(analyser, std::string_view("a\0b", 3)), "a@1 b@2");
  EXPECT_EQ(compact(analyser, "\xed\xa0\x80 \xf4\x90\x80\x80"), "");
}

TEST(AnalysisHostile, CutsLongWordsBetweenCharacters) {
  const Analyser analyser("en");
  const auto only_word = [&](const std::string& text) {
    const auto tokens = tokens_of(analyser, text);
    EXPECT_EQ(tokens.size(), 1u);
    EXPECT_EQ(tokens.at(0).token.end, text.size());
    return tokens.at(0).word;
  };
  EXPECT_EQ(only_word(std::string(99, 'x')), std::string(99, 'x'));
  EXPECT_EQ(only_word(std::string(100, 'x')), std::string(100, 'x'));
  EXPECT_EQ(only_word(std::string(101, 'X')), std::string(100, 'x'));
  EXPECT_EQ(only_word(times("\u0439", 51)), times("\u0439", 50));
  EXPECT_EQ(only_word("x" + times("\u0439", 50)), "x" + times("\u0439", 49));
  EXPECT_EQ(only_word(std::string(100000, 'x')), std::string(100, 'x'));
  EXPECT_EQ(only_word(times("\uFDFA", 5)).size(), 99u);
}

TEST(AnalysisHostile, TakesLongCompoundsApart) {
  const Analyser analyser("en");
  EXPECT_EQ(compact(analyser, "a-b-c-d-e-f-g-h"),
            "a@1p b@2p c@3p d@4p e@5p f@6p g@7p h@8p a-b-c-d-e-f-g-h@1w");
  EXPECT_EQ(compact(analyser, "a-b-c-d-e-f-g-h-i"),
            "a@1 b@2 c@3 d@4 e@5 f@6 g@7 h@8 i@9");
  const std::string half(32, 'x');
  EXPECT_EQ(compact(analyser, half + "-" + half), half + "@1 " + half + "@2");
  EXPECT_EQ(compact(analyser, "c++-" + half + "-" + half),
            "c++@1 " + half + "@2 " + half + "@3");
}

TEST(AnalysisHostile, EndsOnEndlessText) {
  const Analyser analyser("en");
  constexpr size_t kCount = 30000;
  for (const std::string_view unit :
       {"a",    "a.",    "a-",  "a/",     "a_",     "a__",     "__",
        "a::",  "a'",    "1,",  "123,",   "+",      "a+",      "a++",
        "#",    "a#",    "$",   ".",      "a@",     "a&b",     "日",
        "日 ",  "ไทย",   "က",   "\u0301", "\u00AD", "\u00AD-", "\xff",
        "\x80", ".\x80", "_a.", "\u3164", "\uFDFA", "e\u0301", "\u0E33"}) {
    expect_sound(analyser, times(unit, kCount));
  }
}

TEST(AnalysisHostile, ForgetsWordsBeforeThereAreTooMany) {
  const Analyser analyser("en");
  std::string text;
  for (int i = 0; i < 205000; ++i) {
    text.clear();
    for (int rest = i; rest > 0; rest /= 26) {
      text += static_cast<char>('a' + rest % 26);
    }
    text += "\u00E9ing";
    analyser.analyse(text, [](const Token&) {});
  }
  EXPECT_EQ(compact(analyser, "running caf\u00E9"), "running>run@1 cafe@2");
}

}  // namespace
}  // namespace ibid
