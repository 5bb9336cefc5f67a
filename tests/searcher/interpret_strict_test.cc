// SPDX-License-Identifier: GPL-3.0-or-later
// --strict: what is an error, and at which character.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "index/error.h"
#include "searcher/interpret.h"
#include "tests/searcher/query_trees.h"

namespace ibid {
namespace {

struct StrictCase {
  std::string query;
  std::string expected;
};

TEST(InterpretStrict, SaysWhereTheErrorIs) {
  const StrictCase cases[] = {
      {R"t(rust "borrow)t", "unclosed quote at character 6"},
      {"été “a", "unclosed quote at character 5"},
      {R"t(title:"a)t", "unclosed quote at character 7"},
      {R"t(what is "rust?)t", "unclosed quote at character 9"},
      {R"t(a "" b)t", "empty phrase at character 3"},
      {R"t("a b"~0)t", "distance not within 1 and 100 at character 6"},
      {R"t("a b"~101)t", "distance not within 1 and 100 at character 6"},
      {"rust go OR", "OR without a right side at character 9"},
      {"AND rust", "AND without a left side at character 1"},
      {"a AND OR b", "AND without a right side at character 3"},
      {"a (OR b)", "OR without a left side at character 4"},
      {"a NOT", "NOT without a right side at character 3"},
      {"日本 NOT NOT a", "NOT without a right side at character 4"},
      {"a (b", "\"(\" without \")\" at character 3"},
      {"-(b", "\"(\" without \")\" at character 2"},
      {"a b)", "\")\" without \"(\" at character 4"},
      {"(a OR b))", "\")\" without \"(\" at character 9"},
      {"a ()", "empty parentheses at character 3"},
      {"kind:foo", "unknown kind \"foo\" at character 6"},
      {"a -kind:(section foo)", "unknown kind \"foo\" at character 18"},
      {"kind:\"foo\"", "unknown kind \"foo\" at character 7"},
      {"a title: b", "title: without a value at character 3"},
      {"-java", "nothing but exclusions at character 1"},
      {"a OR -b", "nothing but exclusions at character 6"},
      {std::string(33, '(') + "a" + std::string(33, ')'),
       "parentheses nested deeper than 32 at character 33"},
      {std::string(20000, 'x'),
       "query longer than 16384 bytes at character 16385"},
      {std::string(20000, '\xff'),
       "query longer than 16384 bytes at character 5462"},
  };
  for (const auto& [query, expected] : cases) {
    try {
      interpret(query, {.mode = std::nullopt, .strict = true});
      ADD_FAILURE() << "no error: " << query.substr(0, 80);
    } catch (const Error& error) {
      EXPECT_EQ(error.what(), expected) << query.substr(0, 80);
      EXPECT_EQ(error.kind(), ErrorKind::kUsage);
      EXPECT_FALSE(error.hint().empty());
    }
  }
}

TEST(InterpretStrict, ReadsWhatIsNoErrorAsEver) {
  for (const std::string_view query :
       {"", "rust", "foo:bar", "std::vector", "http://x", "10:30", "c++",
        "f(x)", "a - b", "--flag", "*", "a*", "a -b", "What is f(x)?",
        "what does ) mean?", "a (b OR c) title:d kind:section \"e f\"~7",
        "NEAR/3", "a && b", "[]"}) {
    EXPECT_EQ(tree_of(query, {.mode = std::nullopt, .strict = true}),
              tree_of(query, {}))
        << query;
  }
}

}  // namespace
}  // namespace ibid
