// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text.h"

#include <gtest/gtest.h>
#include <unicode/utf8.h>

#include <random>
#include <string>

namespace ibid {
namespace {

struct Case {
  std::string_view text;
  std::string_view expected;
};

std::string code_points(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%s%X/%u", c.valid ? "" : "!",
                  static_cast<unsigned>(c.value), c.length);
    out += (out.empty() ? "" : " ") + std::string(buffer);
    i += c.length;
  }
  return out;
}

TEST(Text, DecodesValidCodePoints) {
  EXPECT_EQ(code_points("a\x7f"), "61/1 7F/1");
  EXPECT_EQ(code_points("\u0080\u07FF"), "80/2 7FF/2");
  EXPECT_EQ(code_points("\u0800\uD7FF\uE000\uFFFF"),
            "800/3 D7FF/3 E000/3 FFFF/3");
  EXPECT_EQ(code_points("\U00010000\U0010FFFF"), "10000/4 10FFFF/4");
  EXPECT_EQ(code_points(std::string_view("\0", 1)), "0/1");
  EXPECT_EQ(code_points("\uFFFD"), "FFFD/3");
}

TEST(Text, ReplacesEachInvalidSequenceByOneCharacter) {
  // Unicode, chapter 3, "U+FFFD Substitution of Maximal Subparts".
  constexpr Case kCases[] = {
      {"\x80", "!FFFD/1"},
      {"\xff", "!FFFD/1"},
      {"\xc0\xaf", "!FFFD/1 !FFFD/1"},
      {"\xc1\x81", "!FFFD/1 !FFFD/1"},
      {"\xe0\x80\xbf", "!FFFD/1 !FFFD/1 !FFFD/1"},
      {"\xf0\x81\x82\x41", "!FFFD/1 !FFFD/1 !FFFD/1 41/1"},
      {"\xed\xa0\x80", "!FFFD/1 !FFFD/1 !FFFD/1"},
      {"\xf4\x90\x80\x80", "!FFFD/1 !FFFD/1 !FFFD/1 !FFFD/1"},
      {"\xf5\x80", "!FFFD/1 !FFFD/1"},
      {"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41",
       "!FFFD/2 !FFFD/1 !FFFD/3 !FFFD/2 41/1"},
      {"\xc3", "!FFFD/1"},
      {"\xe2\x82", "!FFFD/2"},
      {"\xf0\x9f\x98", "!FFFD/3"},
      {"\xf0\x9f\x98"
       "a",
       "!FFFD/3 61/1"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(code_points(c.text), c.expected)
        << testing::PrintToString(c.text);
  }
}

// ICU has the same rules; every sequence of up to four interesting bytes.
TEST(Text, DecodesAsIcuDoes) {
  constexpr unsigned char kBytes[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F,
                                      0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
                                      0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1,
                                      0xF3, 0xF4, 0xF5, 0xFF};
  for (const unsigned char a : kBytes) {
    for (const unsigned char b : kBytes) {
      for (const unsigned char c : kBytes) {
        for (const unsigned char d : kBytes) {
          const unsigned char bytes[] = {a, b, c, d};
          const std::string_view text(reinterpret_cast<const char*>(bytes), 4);
          int32_t next = 0;
          UChar32 expected = 0;
          U8_NEXT(bytes, next, 4, expected);
          const CodePoint point = decode_utf8(text, 0);
          ASSERT_EQ(point.valid, expected >= 0);
          ASSERT_EQ(point.length, static_cast<uint32_t>(next));
          if (expected >= 0) {
            ASSERT_EQ(point.value, static_cast<char32_t>(expected));
          }
        }
      }
    }
  }
}

TEST(Text, EncodesWhatItDecodes) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    const CodePoint back = decode_utf8(text, 0);
    ASSERT_TRUE(back.valid);
    ASSERT_EQ(back.value, c);
    ASSERT_EQ(back.length, text.size());
  }
}

TEST(Text, TellsAndMakesValidUtf8) {
  constexpr Case kCases[] = {
      {"", ""},
      {"plain", "plain"},
      {"caf\u00E9 \U0001F600", "caf\u00E9 \U0001F600"},
      {"caf\xE9 x", "caf\uFFFD x"},
      {"\xff\xfe", "\uFFFD\uFFFD"},
      {"a\xe2\x82", "a\uFFFD"},
      {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(to_valid_utf8(c.text), c.expected);
    EXPECT_EQ(is_valid_utf8(c.text), c.text == c.expected);
    EXPECT_TRUE(is_valid_utf8(to_valid_utf8(c.text)));
  }
}

TEST(Text, CutsBetweenCodePoints) {
  constexpr std::string_view kText = "a\u00E9\u20AC\U0001F600";  // 1 2 3 4
  constexpr size_t kFloors[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
  for (size_t limit = 0; limit < std::size(kFloors); ++limit) {
    EXPECT_EQ(utf8_floor(kText, limit), kFloors[limit]) << limit;
  }
  EXPECT_EQ(utf8_floor("", 5), 0u);
  EXPECT_EQ(utf8_floor("\x80\x80", 1), 0u);
}

TEST(Text, CountsCodePoints) {
  EXPECT_EQ(utf8_length(""), 0u);
  EXPECT_EQ(utf8_length("a\u00E9\u20AC\U0001F600"), 4u);
  EXPECT_EQ(utf8_length("e\u0301"), 2u);
}

TEST(Text, TrimsWhiteSpaceOnly) {
  constexpr Case kCases[] = {
      {"", ""},           {" \t\r\n\f\v", ""},    {"a", "a"},
      {"  a b\n", "a b"}, {"\u00A0a", "\u00A0a"}, {"\v\fa", "a"},
  };
  for (const Case& c : kCases) EXPECT_EQ(trim(c.text), c.expected);
  EXPECT_EQ(trim("xx  a  xx", Span{2, 7}), (Span{4, 5}));
  EXPECT_EQ(trim("xx    xx", Span{2, 6}).size(), 0u);
  EXPECT_EQ(trim("abc", Span{1, 1}), (Span{1, 1}));
}

TEST(Text, LowersAsciiOnly) {
  EXPECT_EQ(ascii_lower("AZaz09@[`{"), "azaz09@[`{");
  EXPECT_EQ(ascii_lower("\u00C9\xff"), "\u00C9\xff");
  EXPECT_TRUE(equal_ignoring_ascii_case("Key FACTS", "kEY facts"));
  EXPECT_TRUE(equal_ignoring_ascii_case("", ""));
  EXPECT_FALSE(equal_ignoring_ascii_case("a", "ab"));
  EXPECT_FALSE(equal_ignoring_ascii_case("@", "`"));
  EXPECT_FALSE(equal_ignoring_ascii_case("\u00C9", "\u00E9"));
}

TEST(Text, CollapsesWhiteSpace) {
  constexpr Case kCases[] = {
      {"", ""},
      {" \n\t ", ""},
      {"a", "a"},
      {"  a   b\r\n c  ", "a b c"},
      {"a\u00A0\u2028b\u3000c\u2003d\u0085e", "a b c d e"},
      {"\u3000a\u3000", "a"},
      {"a\u200Bb", "a\u200Bb"},
      {"a\xff b", "a\xff b"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(collapse_space(c.text), c.expected)
        << testing::PrintToString(c.text);
  }
}

TEST(Text, LeavesNothingThatSteersATerminal) {
  constexpr Case kCases[] = {
      {"plain \u00E9 \U0001F600\tand\nlines",
       "plain \u00E9 \U0001F600\tand\nlines"},
      {"\x1b[31mred\x1b[0m", "\uFFFD[31mred\uFFFD[0m"},
      {"\x1b]8;;http://x\x07", "\uFFFD]8;;http://x\uFFFD"},
      {"over\rwritten \b\b", "over\uFFFDwritten \uFFFD\uFFFD"},
      {"\x7f", "\uFFFD"},
      {"\u0080\u009B1m\u009F\u00A0", "\uFFFD\uFFFD1m\uFFFD\u00A0"},
      {"\x9b", "\uFFFD"},
      {"\u202Aa\u202Eb\u2066c\u2069", "\uFFFDa\uFFFDb\uFFFDc\uFFFD"},
      {"\u2029\u202F\u2065\u206A", "\u2029\u202F\u2065\u206A"},
      {"a\xff\xe2\x82", "a\uFFFD\uFFFD"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(printable(c.text), c.expected) << testing::PrintToString(c.text);
  }
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\uFFFD");
}

TEST(Text, MeasuresColumns) {
  struct Width {
    std::string_view text;
    size_t columns;
  };
  constexpr Width kWidths[] = {
      {"", 0},           {"abc", 3},          {"caf\u00E9", 4},
      {"cafe\u0301", 4}, {"日本", 4},         {"한국", 4},
      {"ｶﾅ", 2},         {"Ａ", 2},           {"\U0001F600", 2},
      {"a\u200Bb", 2},   {"soft\u00ADly", 6}, {"\u0915\u094D", 1},
      {"a\nb", 2},       {"\u0395\u03BB", 2}, {"a\u200Db", 2},
      {"\xff", 1},
  };
  for (const Width& w : kWidths) {
    EXPECT_EQ(display_width(w.text), w.columns) << w.text;
  }
}

std::string lines(std::string_view text) {
  std::string out;
  for (const Line& line : split_lines(text)) {
    out += std::to_string(line.number) + ":" +
           std::string(slice(text, line.span)) + "|";
  }
  return out;
}

TEST(Text, SplitsLinesAtEveryKindOfEnding) {
  constexpr Case kCases[] = {
      {"", ""},
      {"a", "1:a|"},
      {"a\n", "1:a|"},
      {"a\r\n", "1:a|"},
      {"a\r", "1:a|"},
      {"\n", "1:|"},
      {"\n\n", "1:|2:|"},
      {"a\nb\r\nc\rd", "1:a|2:b|3:c|4:d|"},
      {"a\n\r\nb", "1:a|2:|3:b|"},
      {"a\r\r\nb", "1:a|2:|3:b|"},
      {"a\u2028b", "1:a\u2028b|"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(lines(c.text), c.expected) << testing::PrintToString(c.text);
  }
}

TEST(Text, TakesAnyBytes) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = static_cast<char>(random());
    const bool valid = is_valid_utf8(text);
    EXPECT_EQ(to_valid_utf8(text) == text, valid) << "seed " << seed;
    EXPECT_TRUE(is_valid_utf8(printable(text))) << "seed " << seed;
    EXPECT_EQ(printable(printable(text)), printable(text));
    EXPECT_LE(collapse_space(text).size(), text.size());
    EXPECT_EQ(collapse_space(collapse_space(text)), collapse_space(text));
    EXPECT_LE(display_width(text), 2 * text.size());
    EXPECT_LE(utf8_floor(text, text.size() / 2), text.size() / 2);
    size_t end = 0;
    for (const Line& line : split_lines(text)) {
      EXPECT_GE(line.span.start, end);
      EXPECT_LE(line.span.end, text.size());
      end = line.span.end;
    }
  }
}

}  // namespace
}  // namespace ibid
