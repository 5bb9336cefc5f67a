// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/fold.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "index/char_class.h"
#include "index/text.h"

namespace ibid {
namespace {

TEST(Fold, MakesFormsOfAWordOne) {
  constexpr std::string_view kCases[][2] = {
      {"", ""},
      {"Plain ASCII 42", "plain ascii 42"},
      {"caf\u00E9", "cafe"},
      {"CAF\u00C9", "cafe"},
      {"cafe\u0301", "cafe"},
      {"Stra\u00DFe", "strasse"},
      {"STRA\u1E9EE", "strasse"},
      {"\u0130I\u0131i", "iiii"},
      {"\uFB01 \uFB03", "fi ffi"},
      {"\uFF21\uFF42\uFF13", "ab3"},
      {"\u0141\u0142 \u0110\u0111 \u00D0\u00F0", "ll dd dd"},
      {"\u00C6\u00E6 \u0152\u0153", "aeae oeoe"},
      {"\u00D8\u00F8 \u01FE", "oo o"},
      {"\u00DE\u00FE \u0126 \u0166", "thth h t"},
      {"\u1EC7 \u01A1 \u01B0", "e o u"},
      {"\u03AC\u03CE\u0390 \u1F84", "\u03B1\u03C9\u03B9 \u03B1\u03B9"},
      {"\u03A3\u03C3\u03C2", "\u03C3\u03C3\u03C3"},
      {"\u0401\u0451 \u0419\u0439", "\u0435\u0435 \u0439\u0439"},
      {"\u0438\u0306", "\u0439"},
      {"\u0457", "\u0457"},
      {"\u30AC \uFF76\uFF9E", "\u30AC \u30AC"},
      {"\u1112\u1161\u11AB", "\uD55C"},
      {"\u0915\u094D\u0937\u093F", "\u0915\u094D\u0937\u093F"},
      {"\u0E19\u0E49\u0E33", "\u0E19\u0E49\u0E4D\u0E32"},
      {"a\u00ADb\u200Cc\u200Dd\uFE0F", "abcd"},
      {"don\u2019t don\u2018t don\u02BCt", "don't don't don't"},
      {"e\u2010mail e\u2011mail e-mail", "e-mail e-mail e-mail"},
      {"\u2013\u2014", "\u2013\u2014"},
      {"x\u00B2 H\u2082O \u00BD \u2460", "x2 h2o 1/2 1"},
      {"1\uFE0F\u20E3", "1"},
      {"\u212B\u00B5\u2126", "a\u03BC\u03C9"},
      {"\U0001D400\U0001D401", "ab"},
      {"caf\xE9", "caf "},
      {"\xe2\x82\u00C9", " e"},
  };
  for (const auto& [text, expected] : kCases) {
    EXPECT_EQ(fold(text), expected) << text;
  }
  EXPECT_EQ(fold(std::string_view("A\0B", 3)), std::string("a\0b", 3));
}

TEST(Fold, ChangesNothingTheSecondTime) {
  for (char32_t c = 1; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    const std::string folded = fold(text);
    ASSERT_EQ(fold(folded), folded) << static_cast<unsigned>(c);
    ASSERT_TRUE(is_valid_utf8(folded)) << static_cast<unsigned>(c);
    // Terms that begin with a capital are prefixed ones.
    ASSERT_TRUE(std::none_of(folded.begin(), folded.end(), [](char letter) {
      return letter >= 'A' && letter <= 'Z';
    })) << static_cast<unsigned>(c);
    const CharClass kind = char_class(c);
    if (kind != CharClass::kOther && kind != CharClass::kMark) {
      ASSERT_FALSE(folded.empty()) << static_cast<unsigned>(c);
    }
  }
}

TEST(Fold, TakesAnyBytes) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 30, ' ');
    for (char& c : text) c = static_cast<char>(random());
    const std::string folded = fold(text);
    EXPECT_TRUE(is_valid_utf8(folded)) << "seed " << seed;
    EXPECT_EQ(fold(folded), folded) << "seed " << seed;
  }
}

TEST(Fold, TakesLongText) {
  std::string accents = "e";
  for (int i = 0; i < 100000; ++i) accents += "\u0301";
  EXPECT_EQ(fold(accents), "e");
  EXPECT_EQ(fold(std::string(1000000, 'A')), std::string(1000000, 'a'));
}

TEST(CharClass, TellsWhatTheAnalyserCutsBy) {
  struct Case {
    char32_t c;
    CharClass expected;
  };
  using enum CharClass;
  constexpr Case kCases[] = {
      {U'a', kWord},        {U'Z', kWord},        {U'0', kWord},
      {U'_', kOther},       {U'-', kOther},       {U'\0', kOther},
      {U'\n', kOther},      {0xA0, kOther},       {0xAD, kMark},
      {U'é', kWord},        {U'я', kWord},        {U'λ', kWord},
      {U'²', kWord},        {U'½', kWord},        {0x301, kMark},
      {0x93F, kMark},       {0x915, kWord},       {0x200B, kOther},
      {0x200C, kMark},      {0x200D, kMark},      {0x2019, kOther},
      {0x20AC, kOther},     {0x3000, kOther},     {0x3001, kOther},
      {0x3005, kIdeograph}, {0x3007, kIdeograph}, {0x3042, kIdeograph},
      {0x3099, kMark},      {0x309B, kOther},     {0x30AB, kIdeograph},
      {0x30FB, kOther},     {0x30FC, kIdeograph}, {0x4E00, kIdeograph},
      {0x9FFF, kIdeograph}, {0xAC00, kIdeograph}, {0x1100, kIdeograph},
      {0x1161, kMark},      {0x3164, kMark},      {0xFF76, kIdeograph},
      {0xFF9E, kMark},      {0xFF21, kWord},      {0x20000, kIdeograph},
      {0x0E01, kUnspaced},  {0x0E31, kMark},      {0x0E3F, kOther},
      {0x0E81, kUnspaced},  {0x1000, kUnspaced},  {0x1780, kUnspaced},
      {0x0F40, kWord},      {0xFE0F, kMark},      {0xE0100, kMark},
      {0x1F600, kOther},    {0xFFFD, kOther},     {0x10FFFF, kOther},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(char_class(c.c), c.expected) << static_cast<unsigned>(c.c);
  }
}

}  // namespace
}  // namespace ibid
