// SPDX-License-Identifier: GPL-3.0-or-later
// The bounds on what a query may look up, and what is left of it beyond them.
#include "searcher/translate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "searcher/interpret.h"

namespace ibid {
namespace {

class TranslateTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* words : {"rust leak", "rust borrow", "java leak"}) {
      Xapian::Document doc;
      const std::string text = words;
      const size_t space = text.find(' ');
      doc.add_term(text.substr(0, space));
      doc.add_term(text.substr(space + 1));
      db_.add_document(doc);
    }
  }

  Translation of(const std::string& query, bool all = false) {
    TranslateOptions options;
    options.all = all;
    options.languages = {"en"};
    return translate(interpret(query, {}), options, db_, analysers_);
  }

  // How often a term stands in the query; none: all terms.
  size_t look_ups(const std::string& query, std::string_view term = "") {
    std::string text = of(query).query.get_description();
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '(' || c == ')'; },
        ' ');
    std::istringstream words(text.substr(std::string_view("Query(").size()));
    size_t count = 0;
    for (std::string word; words >> word;) {
      const bool is_term = std::any_of(word.begin(), word.end(), [](char c) {
        return c >= 'a' && c <= 'z';
      });
      count += is_term && (term.empty() || word == term);
    }
    return count;
  }

  size_t found(const std::string& query, bool all = false) {
    Xapian::Enquire enquire(db_);
    enquire.set_query(of(query, all).query);
    return enquire.get_mset(0, 100).size();
  }

  Xapian::WritableDatabase db_{"", Xapian::DB_BACKEND_INMEMORY};
  Analysers analysers_;
};

std::string repeat(const std::string& piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string numbered(const std::string& before, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += before + "w" + std::to_string(i) + " ";
  }
  return text;
}

TEST_F(TranslateTest, HoldsNothingThatOtherThreadsHold) {
  TranslateOptions options;
  options.languages = {"en"};
  options.paths["**"] = std::vector<std::string>(10000, "key");
  const unsigned holders = Xapian::Query::MatchAll.internal->_refs;
  for (const char* query : {"path:**", "kind:section", "rust path:**"}) {
    const Translation held =
        translate(interpret(query, {}), options, db_, analysers_);
    EXPECT_FALSE(held.query.empty()) << query;
    EXPECT_EQ(Xapian::Query::MatchAll.internal->_refs, holders) << query;
  }
}

TEST_F(TranslateTest, LooksUpEqualPartsOnce) {
  EXPECT_EQ(look_ups(repeat("+rust ", 500)), look_ups("+rust"));
  EXPECT_EQ(look_ups("rust" + repeat(" -java", 500)), look_ups("rust -java"));
  EXPECT_EQ(look_ups("rust" + repeat(" -(java OR c)", 500)),
            look_ups("rust -(java OR c)"));
  EXPECT_EQ(look_ups(repeat("\"a b\"~5 ", 500)), look_ups("\"a b\"~5"));
  EXPECT_EQ(look_ups("+(rust rust rust) leak"), look_ups("+rust leak"));
}

TEST_F(TranslateTest, LooksUpNoFillersOfVeryManyPassagesBesideOtherWords) {
  EXPECT_EQ(look_ups("what is rust", "is"), 1u);
  Xapian::Document doc;
  doc.add_term("is");
  for (int i = 0; i <= 10000; ++i) db_.add_document(doc);
  EXPECT_EQ(look_ups("what is rust", "is"), 0u);
  EXPECT_EQ(look_ups("what is rust", "what"), 1u);
  EXPECT_EQ(look_ups("is"), 2u);
  EXPECT_EQ(found("is"), 100u);
  EXPECT_EQ(found("is rust"), 2u);
}

TEST_F(TranslateTest, CountsExcludedWordsToo) {
  EXPECT_LE(look_ups("rust " + numbered("-", 3000)), 2 + 2 * kMaxQueryTerms);
  EXPECT_LE(look_ups(numbered("", 3000)), 2 * kMaxQueryTerms);
}

TEST_F(TranslateTest, LeavesOutRequiredWordsBeyondTheBound) {
  const std::string full = numbered("", kMaxQueryTerms - 1) + "rust ";
  EXPECT_EQ(found(full), 2u);
  EXPECT_EQ(found(full + "+\"nowhere\" +nowhere +nowhere:else"), 2u);
  EXPECT_EQ(found(full + "-rust"), 2u);
  EXPECT_EQ(found("+nowhere " + full), 0u);
}

TEST_F(TranslateTest, LooksUpOneWordForSoManyParts) {
  std::string query;
  for (int i = 0; i < 100; ++i) {
    query += "(rust w" + std::to_string(i) + ") OR ";
  }
  EXPECT_EQ(look_ups(query + "java", "rust"), 1 + kMaxQueryRepeats);
  EXPECT_EQ(found(query + "java"), 3u);
  // A required part that has none left is left out itself.
  query = "java";
  for (int i = 0; i < 100; ++i) query += " +(rust -w" + std::to_string(i) + ")";
  EXPECT_EQ(look_ups(query, "rust"), 1 + kMaxQueryRepeats);
  EXPECT_EQ(found(query), 2u);
}

TEST_F(TranslateTest, FindsWordsInOrderByAllOfThemAndLeavesTheRestToVerify) {
  const std::string rust = repeat("rust leak ", 100);
  const struct {
    std::string query;
    size_t found;
    bool verified;
  } cases[] = {
      {"\"rust leak\"", 1, true},       {"\"leak rust\"", 1, true},
      {"\"leaks rust\"", 0, true},      {"\"leaks rust\"~3", 1, true},
      {"\"" + rust + "\"~3", 1, true},  {"\"" + rust + "nowhere\"~3", 0, true},
      {"rust -\"rust leak\"", 2, true}, {"rust -\"rust leak\"~3", 2, true},
      {"+leak-rust", 1, true},          {"leak-rust", 3, false},
      {"rust -leak-rust", 2, true},     {"rust -leak", 1, false},
  };
  for (const auto& [query, count, verified] : cases) {
    EXPECT_EQ(found(query), count) << query;
    EXPECT_EQ(of(query).needs_verifying, verified) << query;
  }
}

TEST_F(TranslateTest, NamesNoFillersAsMissing) {
  using Words = std::vector<std::string>;
  const struct {
    std::string query;
    Words missing;
  } cases[] = {
      {"what does rust do", {}},
      {"does foobar has the leak", {"foobar"}},
      {"foobar Foobar baz", {"foobar", "Foobar", "baz"}},
      {"rust -foobar", {}},
      {"zz*", {"zz*"}},
  };
  for (const auto& [query, missing] : cases) {
    EXPECT_EQ(of(query).missing, missing) << query;
  }
}

TEST_F(TranslateTest, LeavesBroadPathsToTheVerifier) {
  const Query query = interpret("rust path:x", {});
  TranslateOptions options;
  options.languages = {"en"};
  for (const auto& [count, verified] : {std::pair(3, false), {5000, true}}) {
    std::vector<std::string> keys;
    for (int i = 0; i < count; ++i) keys.push_back(std::to_string(i));
    options.paths["x"] = keys;
    const Translation t = translate(query, options, db_, analysers_);
    EXPECT_EQ(t.needs_verifying, verified) << count;
    EXPECT_FALSE(t.query.empty());
  }
  options.paths["x"].clear();
  Xapian::Enquire enquire(db_);
  enquire.set_query(translate(query, options, db_, analysers_).query);
  EXPECT_EQ(enquire.get_mset(0, 10).size(), 0u);
}

}  // namespace
}  // namespace ibid
