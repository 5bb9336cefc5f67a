// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/ignore.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ibid {
namespace {

using namespace std::string_view_literals;
using Verdict = IgnoreRules::Verdict;

struct Case {
  std::string_view rules;
  std::string_view path;  // with a slash at its end: a folder
  bool ignored;
};

// As a walk sees it: what is in an ignored folder is ignored.
bool ignored(const IgnoreRules& rules, std::string_view path) {
  for (size_t at = path.find('/'); at != std::string_view::npos;
       at = path.find('/', at + 1)) {
    if (rules.judge(path.substr(0, at), true) == Verdict::kIgnored) return true;
  }
  return !path.ends_with('/') && rules.judge(path, false) == Verdict::kIgnored;
}

// What `git check-ignore` answers, for each row.
TEST(Ignore, ReadsRulesAsGitDoes) {
  constexpr Case kCases[] = {
      {"a.txt", "a.txt", true},
      {"a.txt", "docs/a.txt", true},
      {"a.txt", "a.txt.bak", false},
      {"a.txt", "ba.txt", false},
      {"docs", "docs/a.txt", true},
      {"docs", "x/docs/a.txt", true},
      {"docs", "docs", true},
      {"# a", "# a", false},
      {"\\#a", "#a", true},
      {"#a\n\n\na", "#a", false},
      {"#a\n\n\na", "a", true},
      {"a  ", "a", true},
      {"a\\ ", "a ", true},
      {"a\\ ", "a", false},
      {"a\\  ", "a ", true},
      {"a\t", "a", false},
      {"a b", "a b", true},
      {" a", "a", false},
      {" a", " a", true},
      {"a\r\nb\r\n", "a", true},
      {"a\r\nb\r\n", "b", true},
      {"a\n\nb", "b", true},
      {"", "a", false},
      {"   ", "a", false},
      {"\xEF\xBB\xBF"
       "a",
       "a", true},
      {"*\n!a.md", "a.md", false},
      {"*\n!a.md", "b.md", true},
      {"!a\na", "a", true},
      {"a\n!a\na", "a", true},
      {"a\n!a", "a", false},
      {"\\!a", "!a", true},
      {"!", "a", false},
      {"docs/\n!docs/a.txt", "docs/a.txt", true},
      {"docs/*\n!docs/a.txt", "docs/a.txt", false},
      {"docs/*\n!docs/a.txt", "docs/b.txt", true},
      {"/a.txt", "a.txt", true},
      {"/a.txt", "docs/a.txt", false},
      {"docs/a.txt", "docs/a.txt", true},
      {"docs/a.txt", "x/docs/a.txt", false},
      {"/docs/", "docs/a.txt", true},
      {"/docs/", "x/docs/a.txt", false},
      {"//a", "a", false},
      {"/", "a", false},
      {"./a", "a", false},
      {"../a", "a", false},
      {"docs//a", "docs/a", false},
      {"build/", "build/", true},
      {"build/", "build", false},
      {"build/", "x/build/y/z", true},
      {"x/build/", "x/build/z", true},
      {"x/build/", "y/x/build/z", false},
      {"build//", "build/x", false},
      {"*.o", "a.o", true},
      {"*.o", "x/y/a.o", true},
      {"*.o", ".o", true},
      {"*.o", "a.oo", false},
      {"a*", "abc", true},
      {"a*", "a", true},
      {"a*c", "abbbc", true},
      {"a*c", "abbbd", false},
      {"*a*b*", "xxaxxbxx", true},
      {"*", "x/y", true},
      {"docs/*.md", "docs/a.md", true},
      {"docs/*.md", "docs/x/a.md", false},
      {"*/a", "x/a", true},
      {"*/a", "x/y/a", false},
      {"*/a", "a", false},
      {"/*", "x", true},
      {"/*/", "x", false},
      {"/*/", "x/y", true},
      {"**/a", "a", true},
      {"**/a", "x/y/a", true},
      {"**/x/a", "y/x/a", true},
      {"**/x/a", "x/a", true},
      {"x/**", "x/a/b", true},
      {"x/**", "x", false},
      {"x/**", "y/x/a", false},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/xb", false},
      {"a/**/b", "c/a/b", false},
      {"a**b", "axb", true},
      {"a**b", "a/b", false},
      {"x/a**b", "x/ayb", true},
      {"**", "x/y", true},
      {"**/", "x", false},
      {"**/", "x/y", true},
      {"a/**/", "a/b", false},
      {"a/**/", "a/b/c", true},
      {"***", "x", true},
      {"a/***/b", "a/x/y/b", true},
      {"x/*.**", "x/a.b", true},
      {"x*/**/y", "x1/a/b/y", true},
      {"?.txt", "a.txt", true},
      {"?.txt", "ab.txt", false},
      {"a?b", "a/b", false},
      {"x/a?b", "x/a/b", false},
      {"???", "abc", true},
      {"??", "é", true},
      {"?", "é", false},
      {"[ab].txt", "a.txt", true},
      {"[ab].txt", "c.txt", false},
      {"[a-c]x", "bx", true},
      {"[a-c]x", "dx", false},
      {"[!a]x", "bx", true},
      {"[!a]x", "ax", false},
      {"[^a]x", "bx", true},
      {"[^a]x", "ax", false},
      {"[]a]x", "]x", true},
      {"[!]a]x", "]x", false},
      {"[!]a]x", "bx", true},
      {"[a-]x", "-x", true},
      {"[-a]x", "-x", true},
      {"[a\\-c]x", "-x", true},
      {"[a\\-c]x", "bx", false},
      {"[\\]]x", "]x", true},
      {"[[:digit:]]x", "1x", true},
      {"[[:digit:]]x", "ax", false},
      {"[![:digit:]]x", "ax", true},
      {"[[:alpha:]-]x", "-x", true},
      {"[[:nope:]]x", "nx", false},
      {"[[:]x", ":x", true},
      {"[[:]x", "[x", true},
      {"[!a-z]*", "Abc", true},
      {"a[/]b", "a/b", false},
      {"x/a[!b]c", "x/a/c", false},
      {"[ab", "[ab", false},
      {"[", "[", false},
      {"\\[ab", "[ab", true},
      {"[z-a]", "m", false},
      {"[!!]x", "ax", true},
      {"[!!]x", "!x", false},
      {"[a!]", "!", true},
      {"[!-]", "-", false},
      {"[-!]", "!", true},
      {"[-!]", "-", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\?x", "?x", true},
      {"a\\\\b", "a\\b", true},
      {"\\a", "a", true},
      {"a\\", "a\\", false},
      {"a\\", "a", false},
      {"café", "café", true},
      {"CAFÉ", "café", false},
      {"A.txt", "a.txt", false},
      {"日本/*.md", "日本/語.md", true},
      {"\xFF*", "\xFF\xFE", true},
      {"[\x80-\xFF]a",
       "\xE9"
       "a",
       true},
      {"[\x80-\xFF]a", "aa", false},
      {"a\x00"
       "b"sv,
       "a", true},
      {"a?", "a\xFF", true},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(ignored(IgnoreRules(c.rules), c.path), c.ignored)
        << "rules: " << c.rules << "\npath: " << c.path;
  }
}

TEST(Ignore, TellsARuleThatKeepsFromNoRule) {
  const IgnoreRules rules("*.o\n!keep.o\n");
  EXPECT_EQ(rules.judge("a.o", false), Verdict::kIgnored);
  EXPECT_EQ(rules.judge("keep.o", false), Verdict::kKept);
  EXPECT_EQ(rules.judge("a.txt", false), Verdict::kNone);
}

TEST(Ignore, IsEmptyWithoutAnyRule) {
  EXPECT_TRUE(IgnoreRules("").empty());
  EXPECT_TRUE(IgnoreRules("# only\n\n   \n!\n/\n[\n").empty());
  EXPECT_FALSE(IgnoreRules("a").empty());
}

TEST(Ignore, TakesLinearTimeForHostilePatterns) {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "*a";
  const std::string name(2000, 'a');
  const IgnoreRules rules(pattern + "b\n" + std::string(100'000, '*') + "\n" +
                          std::string(100'000, '[') + "\n");
  EXPECT_EQ(rules.judge("b" + name, false), Verdict::kIgnored);
  EXPECT_EQ(IgnoreRules(pattern + "b*").judge(name + "c", false),
            Verdict::kNone);
}

TEST(Ignore, SurvivesAnyBytes) {
  uint32_t state = 1;
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      state = state * 1664525 + 1013904223;
      constexpr std::string_view kBytes = "*?[]!^\\/-:a \n\xFF\x80\r\0"sv;
      text += kBytes[(state >> 16) % kBytes.size()];
    }
    const IgnoreRules rules(text);
    EXPECT_NE(rules.judge("a/-", false), static_cast<Verdict>(9)) << text;
  }
}

TEST(IgnoreChain, LetsTheLowestFileDecide) {
  const IgnoreChain none;
  EXPECT_FALSE(none.ignores("/top/a.o", false));
  const IgnoreChain top = none.with(IgnoreRules("*.o\n/b.txt"), 5);
  const IgnoreChain low = top.with(IgnoreRules("!keep.o"), 9);
  EXPECT_TRUE(top.ignores("/top/sub/keep.o", false));
  EXPECT_FALSE(low.ignores("/top/sub/keep.o", false));
  EXPECT_TRUE(low.ignores("/top/sub/a.o", false));
  EXPECT_TRUE(low.ignores("/top/b.txt", false));
  EXPECT_FALSE(low.ignores("/top/sub/b.txt", false));
}

}  // namespace
}  // namespace ibid
