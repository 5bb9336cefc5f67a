// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of queries that say the same again and again, or more than can
// be looked for in little time.
#include "searcher/prune.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "index/error.h"
#include "tests/searcher/query_trees.h"

namespace ibid {
namespace {

// piece with numbers in the place of #, with a space between.
std::string numbered(std::string_view piece, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    if (!text.empty()) text += ' ';
    const size_t mark = piece.find('#');
    text += std::string(piece.substr(0, mark)) + std::to_string(i);
    if (mark != piece.npos) text += piece.substr(mark + 1);
  }
  return text;
}

size_t count_leaves(const QueryNode& node) {
  if (node.children.empty()) return 1;
  size_t count = 0;
  for (const QueryNode& child : node.children) count += count_leaves(child);
  return count;
}

size_t leaves_of(const std::string& query) {
  return count_leaves(interpret(query, {}).root);
}

TEST(Prune, LeavesOneOfEqualSiblings) {
  const TreeCase cases[] = {
      {"ab* ab* ab*", "(prefix \"ab\")"},
      {"ab* abc* ab*", "(prefix \"ab\") (prefix \"abc\")"},
      {"rust -a -a", "(text \"rust\") -(text \"a\")"},
      {"+a a -b +a", "+(text \"a\") (text \"a\") -(text \"b\")"},
      {"\"a b\"~5 \"a b\"~5 \"a b\"~6 \"a b\"",
       "(near 5 \"a b\") (near 6 \"a b\") (phrase \"a b\")"},
      {"path:x path:x -path:x", "(path \"x\") -(path \"x\")"},
      {"title:a heading:a title:a", "(text title \"a\") (text heading \"a\")"},
      {"x -(a OR b) -(a OR b)",
       "(text \"x\") -(any (text \"a\") (text \"b\"))"},
      {"(ab* OR ab* OR c)", "(any (prefix \"ab\") (text \"c\"))"},
  };
  expect_trees(cases);
}

TEST(Prune, CountsPlainWordsAsOftenAsTheyAreTyped) {
  const TreeCase cases[] = {
      {"a a", "(text \"a a\")"},
      {"a \"x y\" a", "(text \"a\") (phrase \"x y\") (text \"a\")"},
  };
  expect_trees(cases);
}

TEST(Prune, LeavesSoManyOfEachKind) {
  const struct {
    std::string query;
    size_t expected;
  } cases[] = {
      {numbered("ab#*", kMaxQueryPrefixes), kMaxQueryPrefixes},
      {numbered("ab#*", 2000), kMaxQueryPrefixes},
      {numbered("title:ab#*", 900), kMaxQueryPrefixes},
      {numbered("path:*#", 900), kMaxQueryPaths},
      {numbered("x -path:*# OR", 500) + " y", 500 + 1 + kMaxQueryPaths},
      {numbered("\"a b#\"", 900), kMaxQueryPhrases},
      {numbered("\"a b#\"~3", 900), kMaxQueryPhrases},
      {numbered("\"a #\" \"b #\"~3", 500), kMaxQueryPhrases},
      {numbered("tag:a#", 900), kMaxQueryParts},
      {numbered("x -a#", 900), kMaxQueryParts},
      {numbered("a (b OR +c#)", 900), kMaxQueryParts},
      {numbered("word#", 900), 1},
  };
  for (const auto& [query, expected] : cases) {
    EXPECT_EQ(leaves_of(query), std::min(expected, kMaxQueryParts))
        << query.substr(0, 60);
  }
}

TEST(Prune, LeavesThoseThatComeFirst) {
  EXPECT_EQ(interpret(numbered("ab#*", 20), {}).root.children.front().text,
            "ab0");
  EXPECT_EQ(interpret(numbered("ab#*", 20), {}).root.children.back().text,
            "ab" + std::to_string(kMaxQueryPrefixes - 1));
}

TEST(Prune, LeavesNothingThatOnlyExcludes) {
  const std::string excluded = numbered("-ab#*", kMaxQueryPrefixes);
  // What is looked for comes before what is not.
  const Query query = interpret(excluded + " zz*", {});
  EXPECT_EQ(query.root.children.size(), kMaxQueryPrefixes);
  EXPECT_EQ(query.root.children.back().text, "zz");
  // A group that has lost all that it looks for is left out.
  const std::string full = numbered("ab#*", kMaxQueryPrefixes);
  EXPECT_EQ(tree_of(full + " (zz* -java)", {}), tree_of(full, {}));
  EXPECT_EQ(tree_of(full + " (zz* OR yy*)", {}), tree_of(full, {}));
}

TEST(Prune, SaysWhatIsTooMuchWhereItIsStrict) {
  const struct {
    std::string query;
    std::string_view expected;
  } cases[] = {
      {numbered("ab#*", kMaxQueryPrefixes + 1),
       "more than 8 words with a star at character 41"},
      {numbered("path:#", kMaxQueryPaths + 1),
       "more than 8 paths at character 57"},
      {numbered("\"a #\"", kMaxQueryPhrases + 1),
       "more than 8 phrases at character 49"},
      {numbered("tag:#", kMaxQueryParts + 1),
       "more than 256 parts at character 1939"},
  };
  for (const auto& [query, expected] : cases) {
    try {
      interpret(query, {std::nullopt, true});
      ADD_FAILURE() << query;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUsage);
      EXPECT_EQ(std::string_view(e.what()), expected);
    }
  }
  EXPECT_NO_THROW(interpret("ab* ab* ab* ab* ab* ab* ab* ab* ab* ab*",
                            {std::nullopt, true}));
}

}  // namespace
}  // namespace ibid
