// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/compound.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "index/char_class.h"

namespace ibid {
namespace {

// Pieces with | between them, the whole in brackets.
std::string read(std::string_view text, size_t offset) {
  const Compound compound = read_compound(text, offset);
  std::string out = "[" + std::string(slice(text, compound.span)) + "]";
  for (const Piece& piece : compound.pieces) {
    out +=
        (out.back() == ']' ? " " : "|") + std::string(slice(text, piece.span));
  }
  return out;
}

TEST(Compound, EndsWhereItsSignsNoLongerJoin) {
  struct Row {
    std::string_view text;
    size_t offset;
    std::string_view expected;
  };
  constexpr Row kRows[] = {
      {"word", 0, "[word] word"},
      {"a word.", 2, "[word] word"},
      {"node.js.", 0, "[node.js] node|js"},
      {"node..js", 0, "[node] node"},
      {"see C++20, too", 4, "[C++20] C++|20"},
      {"in .NET", 4, "[.NET] NET"},
      {"x.NET", 0, "[x.NET] x|NET"},
      {"costs $10,000.00!", 7, "[$10,000.00] 10|000|00"},
      {"f(1,234)", 2, "[1,234] 1|234"},
      {"f(1, 234)", 2, "[1] 1"},
      {"a,b", 0, "[a] a"},
      {"__init__", 2, "[__init__] init"},
      {"x__init__", 0, "[x__init] x|init"},
      {"__a.b__", 2, "[__a.b__] a|b"},
      {"___a___", 3, "[a] a"},
      {"___a__", 3, "[a] a"},
      {"__a___", 2, "[a] a"},
      {"hello/world", 0, "[hello/world] hello|world"},
      {"hello/worlds", 0, "[hello] hello"},
      {"hellos/world", 0, "[hellos] hellos"},
      {"TCP/IP/x", 0, "[TCP] TCP"},
      {"x TCP/IP, y", 2, "[TCP/IP] TCP|IP"},
      {"foo/bar/", 0, "[foo] foo"},
      {"C:/bin/x", 3, "[bin] bin"},
      {"Rust\u2019s", 0, "[Rust\u2019s] Rust|s"},
      {"a\u2010b\u2011c", 0, "[a\u2010b\u2011c] a|b|c"},
      {"e\u0301t\u00E9-1", 0, "[e\u0301t\u00E9-1] e\u0301t\u00E9|1"},
      {"a.\u0301", 0, "[a] a"},
      {"日.NET", 4, "[.NET] NET"},
      {"a", 0, "[a] a"},
      {"a.", 0, "[a] a"},
      {"a::", 0, "[a] a"},
      {"a\xff", 0, "[a] a"},
      {"a-\xe2\x80", 0, "[a] a"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(read(row.text, row.offset), row.expected) << row.text;
  }
}

TEST(Compound, SaysWhatItsPiecesAre) {
  const Compound compound = read_compound("C++20-e\u0301.1a", 0);
  ASSERT_EQ(compound.pieces.size(), 4u);
  ASSERT_EQ(compound.joints.size(), 3u);
  const Piece& name = compound.pieces[0];
  EXPECT_EQ(name.symbols, 2u);
  EXPECT_EQ(name.characters, 1u);
  EXPECT_TRUE(name.letters);
  EXPECT_FALSE(name.digits);
  EXPECT_EQ(compound.joints[0], Joint::kNone);
  EXPECT_TRUE(compound.pieces[1].digits);
  EXPECT_FALSE(compound.pieces[1].letters);
  EXPECT_EQ(compound.joints[1], Joint::kHyphen);
  EXPECT_EQ(compound.pieces[2].characters, 1u);
  EXPECT_TRUE(compound.pieces[2].letters);
  EXPECT_EQ(compound.joints[2], Joint::kDot);
  EXPECT_FALSE(compound.pieces[3].digits);
  EXPECT_FALSE(compound.pieces[3].letters);
}

// The glance only ever takes what the thorough reading takes, too.
TEST(Compound, AgreesWithTheGlance) {
  constexpr std::string_view kSigns[] = {
      "a", "Z", "1", "+", "#", "-", ".", "_", ":", "@",      "&",      "'",
      ",", "/", "$", " ", "(", "*", "a", "b", "1", "\u00E9", "\u0301", "日"};
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  std::uniform_int_distribution<size_t> pick(0, std::size(kSigns) - 1);
  int glances = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = 0; i < 8; ++i) text += kSigns[pick(random)];
    for (size_t i = 0; i < text.size(); ++i) {
      const auto at = [&](size_t k) {
        return static_cast<unsigned char>(text[k]);
      };
      const bool starts = char_class(at(i)) == CharClass::kWord && at(i) < 0x80;
      if (!starts) continue;
      const size_t end = plain_word_end(text, i);
      if (end == i) continue;
      ++glances;
      const Compound compound = read_compound(text, i);
      ASSERT_EQ(compound.span, (Span{i, end}))
          << text << " at " << i << " seed " << seed;
      ASSERT_EQ(compound.pieces.size(), 1u);
      ASSERT_EQ(compound.pieces[0].symbols, 0u);
    }
  }
  EXPECT_GT(glances, 1000);
}

TEST(Compound, GlancesOverMostWords) {
  constexpr std::string_view kText = "Most words (so) end, here: and here.";
  for (size_t i = 0; i < kText.size(); ++i) {
    const bool starts = is_ascii_letter(static_cast<char32_t>(kText[i])) &&
                        (i == 0 || kText[i - 1] == ' ' || kText[i - 1] == '(');
    if (!starts) continue;
    EXPECT_GT(plain_word_end(kText, i), i) << kText.substr(i);
  }
}

}  // namespace
}  // namespace ibid
