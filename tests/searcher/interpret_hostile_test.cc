// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes are a query: nothing is thrown, and all stays within bounds.
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "index/error.h"
#include "index/text.h"
#include "searcher/interpret.h"

namespace ibid {
namespace {

size_t count_nodes(const QueryNode& node) {
  size_t count = 1;
  for (const QueryNode& child : node.children) count += count_nodes(child);
  return count;
}

size_t depth_of(const QueryNode& node) {
  size_t depth = 0;
  for (const QueryNode& child : node.children) {
    depth = std::max(depth, depth_of(child));
  }
  return depth + 1;
}

// What holds for each node of each query.
void expect_sound(const QueryNode& node, const QueryNode& parent,
                  std::string_view text) {
  using Type = QueryNode::Type;
  const bool is_parent = node.type == Type::kAny || node.type == Type::kAll ||
                         node.type == Type::kGroup;
  EXPECT_EQ(node.text.empty(), is_parent);
  EXPECT_EQ(node.children.empty(), !is_parent);
  EXPECT_TRUE(is_valid_utf8(node.text));
  EXPECT_LE(parent.span.start, node.span.start);
  EXPECT_LT(node.span.start, node.span.end);
  EXPECT_LE(node.span.end, parent.span.end);
  EXPECT_TRUE(is_valid_utf8(slice(text, node.span)));
  EXPECT_EQ(node.type == Type::kNear, node.distance > 0);
  EXPECT_LE(node.distance, 100U);
  EXPECT_TRUE(parent.type == Type::kGroup ||
              node.mark == QueryNode::Mark::kPlain);
  for (const QueryNode& child : node.children) {
    expect_sound(child, node, text);
  }
}

// Under ASan in seconds what takes a millisecond otherwise; quadratic time in
// 16 kB would still pass it by far.
constexpr std::chrono::seconds kLimit{2};

void expect_bounded(std::string_view query, const InterpretOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const Query result = interpret(query, options);
  EXPECT_LT(std::chrono::steady_clock::now() - start, kLimit);
  EXPECT_LE(result.text.size(), kMaxQueryBytes);
  EXPECT_TRUE(is_valid_utf8(result.text));
  EXPECT_EQ(result.root.type, QueryNode::Type::kGroup);
  EXPECT_LE(count_nodes(result.root), result.text.size() + 1);
  // Each level of parentheses can hold an OR of ANDs of sequences.
  EXPECT_LE(depth_of(result.root), 3 * (kMaxQueryNesting + 1) + 1);
  EXPECT_FALSE(to_string(result.root).empty());
  for (const QueryNode& child : result.root.children) {
    expect_sound(child, result.root, result.text);
  }
}

void expect_harmless(std::string_view query) {
  SCOPED_TRACE(std::string(query.substr(0, 60)));
  expect_bounded(query, {});
  expect_bounded(query, {.mode = QueryMode::kKeyword});
  expect_bounded(query, {.mode = QueryMode::kQuestion});
  try {
    interpret(query, {.mode = std::nullopt, .strict = true});
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
  }
}

TEST(InterpretHostile, ReadsTheSyntaxOfOtherEngines) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view query : {
           // SQLite FTS5
           "NEAR(\"a b\" c, 10)"sv,
           "NEAR/3"sv,
           "a NEAR/3 b"sv,
           "^a"sv,
           "{title body} : a"sv,
           "- {title} : a"sv,
           "\"a\" + \"b\" *"sv,
           "a NOT"sv,
           "col : x"sv,
           "''"sv,
           "'; DROP TABLE x; --"sv,
           // Lucene
           "title:(+a -b)^2"sv,
           "a~0.8"sv,
           "a~"sv,
           "\"a b\"~10^3"sv,
           "[a TO b]"sv,
           "{a TO *}"sv,
           "date:[20200101 TO *]"sv,
           "/re+gex/"sv,
           "a && b || !c"sv,
           "\\(a\\)"sv,
           "*:*"sv,
           "a:(^"sv,
           "te?t"sv,
           "a^"sv,
           // Xapian
           "a ADJ b"sv,
           "a ADJ/2 b"sv,
           "a XOR b"sv,
           "a AND"sv,
           "AND"sv,
           "a OR"sv,
           "~a"sv,
           "a..b"sv,
           "..b"sv,
           "$1..10"sv,
           "XTERM:a"sv,
           "a AND NOT"sv,
           "LOVE +a HATE -b"sv,
           "C++ 東京"sv,
           "A.B.C."sv,
           // Others
           "c++"sv,
           "\""sv,
           "*"sv,
           "[]"sv,
           "\"\"\"\"\""sv,
           "%00"sv,
           "%s%n"sv,
           "${jndi:ldap://x}"sv,
           "<script>alert(1)</script>"sv,
           "../../x"sv,
           "title:title:title:"sv,
           "title:\"\""sv,
           "-title:-title:a"sv,
           "((a OR) AND (b"sv,
           ")a OR b("sv,
           "NOT NOT NOT"sv,
           "(NOT)"sv,
           "a AND (OR)"sv,
           "tag:(-a OR (b NOT c*))"sv,
           "+(-(+(-a)))"sv,
           "NOT (-a OR NOT b) AND -(NOT c)"sv,
           "kind:(a OR (b))"sv,
           "-kind:x OR -kind:question"sv,
           "path:(\"a\"~3 b*)"sv,
           // Bytes
           "a\0b"sv,
           "\0"sv,
           "\0-a \0OR\0 b"sv,
           "\xff\xfe"sv,
           "a\xc3"sv,
           "\xed\xa0\x80 x"sv,
           "\xf4\x90\x80\x80"sv,
           "\"\xff"sv,
           "-\xff"sv,
           "\u202e-java rust\u202c"sv,
           "\u200f(a OR b)\u200f"sv,
           "\ufeffa"sv,
           "🦀"sv,
           "-🦀 👩‍💻 OR 🏳️‍🌈"sv,
           "tag:🦀"sv,
           "🦀*"sv,
           "\u0301\u0301"sv,
           "a\u0301\u0302\u0303*"sv,
           "\x1b[31mred"sv,
       }) {
    expect_harmless(query);
  }
}

std::string repeat(std::string_view piece, size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (size_t i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(InterpretHostile, StaysFastOnLongRepeats) {
  for (const std::string_view piece :
       {"word ",     "(",       ")",         "\"",     "-",        "+",
        "*",         "\xff",    "«",         "“x ",    "(a OR ",   "((a b) ",
        "()",        "( ",      "-(",        "NOT ",   "a OR ",    "a AND ",
        "-a ",       "title:",  "title:(",   "tag:a ", "path:(a ", "\"a\"~",
        "\"a b\"~5", "ab* ",    "kind:x ",   "a(",     "(a) ",     "(-a ",
        "-(-a ",     "OR AND ", "\u0301",    "🦀 ",  "東",       "~9",
        "a -b OR ",  "(a (b) ", "what is? ", ":",      "NOT (a "}) {
    expect_harmless(repeat(piece, 1'000'000 / piece.size()));
  }
  expect_harmless(repeat("(", 8000) + repeat(")", 8000));
  expect_harmless(repeat("(a OR b ", 1000) + repeat(")", 1000));
  expect_harmless(repeat("((a) -(b AND c OR ", 500) + "x" + repeat("))", 500));
  expect_harmless("what " + repeat("title:a b ", 10'000) + "?");
}

TEST(InterpretHostile, KeepsTenThousandWordsInOneText) {
  const Query query = interpret(repeat("ab ", 10'000), {});
  ASSERT_EQ(query.root.children.size(), 1U);
  EXPECT_EQ(query.text.size(), kMaxQueryBytes);
  EXPECT_EQ(query.root.children[0].text, trim(query.text));
}

TEST(InterpretHostile, CutsLongTextBetweenCharacters) {
  const std::string query = "a" + repeat("é", kMaxQueryBytes);
  EXPECT_EQ(interpret(query, {}).text.size(), kMaxQueryBytes - 1);
  EXPECT_EQ(interpret(query, {}).text.substr(0, 5), "aéé");
}

TEST(InterpretHostile, NestsAsDeepAsDocumented) {
  const auto nested = [](size_t depth) {
    return interpret(repeat("(a OR b ", depth) + repeat(")", depth), {});
  };
  EXPECT_LT(depth_of(nested(kMaxQueryNesting - 1).root),
            depth_of(nested(kMaxQueryNesting).root));
  EXPECT_EQ(depth_of(nested(kMaxQueryNesting).root),
            depth_of(nested(kMaxQueryNesting + 1).root));
  EXPECT_EQ(depth_of(nested(kMaxQueryNesting).root),
            depth_of(nested(900).root));
}

// Pieces of syntax in any order reach far more than bytes in any order.
std::string random_query(std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {
      " ",     " ",     "a",        "bc",
      "-",     "+",     "(",        ")",
      "\"",    "*",     "~5",       "OR",
      "AND",   "NOT",   ":",        "title:",
      "tag:",  "kind:", "question", "path:",
      "«",     "»",     "é",        "東",
      "?",     "what ", " OR ",     " AND ",
      " NOT ", " (",    ") ",       std::string_view("\0", 1),
      "\xff",  "\xe2",  "\u200f",   "🦀",
      " -",    " +",    "\n",       "--"};
  std::string query;
  const size_t length = random() % 40;
  for (size_t i = 0; i < length; ++i) {
    if (random() % 8 == 0) {
      query += static_cast<char>(random() % 256);
    } else {
      query += kPieces[random() % std::size(kPieces)];
    }
  }
  return query;
}

TEST(InterpretHostile, TakesRandomBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 5000; ++i) {
    const std::string query = random_query(random);
    expect_harmless(query);
    ASSERT_FALSE(testing::Test::HasFailure()) << "query: " << query;
  }
}

}  // namespace
}  // namespace ibid
