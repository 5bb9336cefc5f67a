// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/glob.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

namespace ibid {
namespace {

struct Case {
  std::string_view pattern;
  std::string_view path;
  bool expected;
};

TEST(Glob, MatchesTheWholePath) {
  constexpr Case kCases[] = {
      {"", "", true},
      {"", "a", false},
      {"a", "", false},
      {"a.txt", "a.txt", true},
      {"a.txt", "a.txt2", false},
      {"a.txt", "A.TXT", false},
      {"a.txt", "aatxt", false},
      {"*", "", true},
      {"*", "anything.txt", true},
      {"*", "a/b", false},
      {"*.md", "x.md", true},
      {"*.md", ".md", true},
      {"*.md", "a/x.md", false},
      {"a*c", "ac", true},
      {"a*c", "abbbc", true},
      {"a*c", "ab/c", false},
      {"a*b*c", "aXbYbZc", true},
      {"a*b*c", "aXcYb", false},
      {"docs/*", "docs/", true},
      {"docs/*", "docs/a", true},
      {"docs/*", "docs/a/b", false},
      {"**", "", true},
      {"**", "a/b/c", true},
      {"docs/**", "docs/a/b", true},
      {"docs/**", "docs/", true},
      {"docs/**", "docs", false},
      {"**/a.md", "a.md", true},
      {"**/a.md", "x/a.md", true},
      {"**/a.md", "x/y/a.md", true},
      {"**/a.md", "xa.md", false},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/xb", false},
      {"a/**/b", "ab", false},
      {"**/x/**", "a/x/b", true},
      {"**/x/**", "a/xx/b", false},
      {"**/**/a", "a", true},
      {"a**b", "a/x/b", true},
      {"a**b", "ab", true},
      {"***", "a/b", true},
      {"?", "a", true},
      {"?", "", false},
      {"?", "/", false},
      {"?", "ab", false},
      {"?", "\u00E9", true},
      {"?", "\U0001F600", true},
      {"?", "\u00E9\u00E9", false},
      {"??", "\u00E9\u00E9", true},
      {"?\u00E9?", "a\u00E9b", true},
      {"a?*", "a", false},
      {"[abc]", "b", true},
      {"[abc]", "d", false},
      {"[a-c]x", "bx", true},
      {"[a-c]x", "dx", false},
      {"[!a-c]", "d", true},
      {"[!a-c]", "a", false},
      {"[!a]", "/", false},
      {"[/]", "/", false},
      {"[]]", "]", true},
      {"[]a]", "a", true},
      {"[!]a]", "b", true},
      {"[!]a]", "]", false},
      {"[a-]", "-", true},
      {"[-a]", "-", true},
      {"[z-a]", "m", false},
      {"[*?]", "*", true},
      {"[*?]", "a", false},
      {"[", "[", true},
      {"[a", "[a", true},
      {"a[", "a[", true},
      {"[]", "[]", true},
      {"[!]", "[!]", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\?\\[\\\\", "?[\\", true},
      {"\\a", "a", true},
      {"a\\", "a\\", true},
      {"\\**", "*x", true},
      {"caf\u00E9*", "caf\u00E9.md", true},
      {"\xff*", "\xff\x80", true},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(glob_match(c.pattern, c.path), c.expected)
        << c.pattern << " on " << c.path;
  }
}

TEST(Glob, FindsNamesAndRunsOfNamesInPaths) {
  constexpr Case kCases[] = {
      {"*.md", "a.md", true},
      {"*.md", "x/y/a.md", true},
      {"*.md", "x.md/a.txt", true},
      {"*.md", "a.mdx", false},
      {"build", "build", true},
      {"build", "x/build/y", true},
      {"build", "x/rebuild/y", false},
      {"build/", "x/build/y", true},
      {"build///", "x/build/y", true},
      {"docs/api", "docs/api", true},
      {"docs/api", "docs/api/a.md", true},
      {"docs/api", "x/docs/api", true},
      {"docs/api", "x/docs/api/y/a.md", true},
      {"docs/api", "xdocs/api", false},
      {"docs/api", "docs/apis", false},
      {"docs/api", "docs/x/api", false},
      {"docs/api/", "docs/api/a.md", true},
      {"docs/*.md", "x/docs/a.md", true},
      {"docs/*.md", "docs/x/a.md", false},
      {"docs/**/a", "docs/x/y/a", true},
      {"**/a.md", "x/a.md", true},
      {"**", "x/a.md", true},
      {"*", "", true},
      {"", "", true},
      {"", "a", false},
      {"", "a/", true},
      {"/", "a", false},
      {"/srv/docs", "/srv/docs/a.md", true},
      {"/srv/docs", "srv/docs/a.md", false},
      {"srv/docs", "/srv/docs/a.md", true},
      {"a.md", "x/a.md/", true},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(path_match(c.pattern, c.path), c.expected)
        << c.pattern << " in " << c.path;
  }
}

// The same language, by trying everything: for short paths.
bool try_all(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return path.empty();
  const bool folders = pattern.starts_with("**/");
  const bool stars = pattern.starts_with("**");
  if (stars || pattern[0] == '*') {
    const auto rest = pattern.substr(folders ? 3 : stars ? 2 : 1);
    for (size_t taken = 0; taken <= path.size(); ++taken) {
      const bool whole = taken == 0 || path[taken - 1] == '/';
      if ((!folders || whole) && try_all(rest, path.substr(taken))) return true;
      if (!stars && path.substr(taken).starts_with('/')) return false;
    }
    return false;
  }
  if (path.empty()) return false;
  const bool taken = pattern[0] == '?' ? path[0] != '/' : path[0] == pattern[0];
  return taken && try_all(pattern.substr(1), path.substr(1));
}

TEST(Glob, AgreesWithTryingEverything) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  const auto text = [&](std::string_view letters) {
    std::string out(random() % 8, ' ');
    for (char& c : out) c = letters[random() % letters.size()];
    return out;
  };
  int matched = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string pattern = text("ab/**?");
    const std::string path = text("ab/");
    const bool expected = try_all(pattern, path);
    ASSERT_EQ(glob_match(pattern, path), expected)
        << pattern << " on " << path << " seed " << seed;
    matched += expected;
  }
  EXPECT_GT(matched, 100);
}

std::string times(std::string_view unit, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += unit;
  return out;
}

// Each of these takes longer than anybody waits where stars are tried one
// after another.
TEST(Glob, EndsOnPatternsOfManyStars) {
  const std::string letters(2000, 'a');
  const std::string folders = times("a/", 1000);
  EXPECT_FALSE(glob_match(times("a*", 50) + "b", letters));
  EXPECT_TRUE(glob_match(times("a*", 50), letters));
  EXPECT_FALSE(glob_match(times("*", 300) + "b", letters));
  EXPECT_FALSE(glob_match(times("**/", 200) + "b", folders));
  EXPECT_TRUE(glob_match(times("**/", 200), folders));
  EXPECT_FALSE(glob_match(times("**/a/", 50) + "b", folders));
  EXPECT_FALSE(glob_match(times("*?", 100) + "b", letters));
  EXPECT_FALSE(path_match(times("**/*", 50) + "b", folders));
  EXPECT_FALSE(path_match("a/" + times("a*/", 50) + "b", folders));
  EXPECT_FALSE(path_match(std::string(1000, '['), folders));
}

TEST(Glob, IsReadOnceForManyPaths) {
  const Glob glob("docs/[a-z]*.md", Glob::Match::kNames);
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(glob.matches("docs/a.md"));
    EXPECT_FALSE(glob.matches("docs/A.md"));
    EXPECT_TRUE(glob.matches("x/docs/ab.md"));
    EXPECT_FALSE(glob.matches(""));
    EXPECT_FALSE(glob.matches("docs/a.m"));
  }
}

TEST(Glob, TakesPatternsAsLongAsTheBound) {
  // Around each multiple of what is followed at one step.
  for (const size_t length : {1, 62, 63, 64, 65, 127, 128, 129, 1000}) {
    const std::string name(length, 'a');
    EXPECT_TRUE(glob_match(name, name)) << length;
    EXPECT_FALSE(glob_match(name, name + "a")) << length;
    EXPECT_FALSE(glob_match(name + "a", name)) << length;
    EXPECT_TRUE(glob_match(name + "*", name)) << length;
    EXPECT_TRUE(glob_match(name + "*b", name + "cb")) << length;
    EXPECT_TRUE(glob_match(name + "**/b", name + "/x/b")) << length;
    EXPECT_TRUE(glob_match(name + "/**/b", name + "/b")) << length;
    EXPECT_FALSE(glob_match(name + "/**/b", name + "/xb")) << length;
    EXPECT_TRUE(glob_match(name + "?c", name + "\u00E9c")) << length;
    EXPECT_TRUE(path_match(name, "x/" + name + "/y")) << length;
    EXPECT_TRUE(path_match("x/" + name, "y/x/" + name + "/z")) << length;
    EXPECT_FALSE(path_match("x/" + name, "y/x/" + name + "a/z")) << length;
  }
  EXPECT_TRUE(glob_match(times("?", kMaxGlobElements),
                         std::string(kMaxGlobElements, 'a')));
  EXPECT_FALSE(glob_match(times("?", kMaxGlobElements + 1),
                          std::string(kMaxGlobElements + 1, 'a')));
  EXPECT_FALSE(path_match(std::string(kMaxGlobElements + 1, 'a'),
                          std::string(kMaxGlobElements + 1, 'a')));
  // Stars side by side are one, so they are never too many.
  EXPECT_TRUE(path_match(times("**/", 5000) + "a", "x/a"));
  EXPECT_TRUE(glob_match(times("*", 5000), "x/a"));
  EXPECT_TRUE(glob_match("*" + times("**/", 5000), "x/"));
}

// What a query may ask of a database of some ten thousand articles.
TEST(Glob, IsQuickOnManyPaths) {
  const std::string path = "std/collections/hash_map/struct.HashMap.html";
  for (const std::string& pattern :
       {times("*a", 200) + "b", times("**/", 60) + "*x*y*z",
        times("?*", 2000) + "x", times("*[a-z_/.]", 1000) + "q",
        times("**/*", 3000) + "*x", times("*a/", 1000), times("[", 16000),
        "*[" + times("abcdefgh", 1900) + "]*[!zz]*x", std::string(4000, 's')}) {
    const auto start = std::chrono::steady_clock::now();
    const Glob glob(pattern, Glob::Match::kNames);
    int matched = 0;
    for (int i = 0; i < 30000; ++i) matched += glob.matches(path);
    EXPECT_EQ(matched, 0) << pattern.substr(0, 40);
    // .1 s at most; without optimisation and with sanitizers far more.
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5))
        << pattern.substr(0, 40);
  }
}

TEST(Glob, TakesAnyBytes) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  const auto bytes = [&] {
    constexpr std::string_view kSigns = "*?[]!-\\/a\x80\xc3\xff";
    std::string out(random() % 20, ' ');
    for (char& c : out) c = kSigns[random() % kSigns.size()];
    return out;
  };
  for (int round = 0; round < 5000; ++round) {
    const std::string pattern = bytes();
    const std::string path = bytes();
    glob_match(pattern, path);
    path_match(pattern, path);
    std::string literal;
    for (const char c : path) literal += std::string("\\") + c;
    EXPECT_TRUE(glob_match(literal, path)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace ibid
