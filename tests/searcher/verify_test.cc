// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/verify.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "index/analysers.h"
#include "searcher/interpret.h"

namespace ibid {
namespace {

StoredPassage sample() {
  StoredPassage passage;
  passage.title = "Memory in Rust";
  passage.headings = {"Owners"};
  passage.text =
      "The borrow checker finds a memory leak before the run. A read-only "
      "value, write only once.";
  return passage;
}

// Of an article whose path is docs/rust.md.
bool is_at(std::string_view glob) { return glob == "docs" || glob == "*.md"; }

const std::vector<QueryWord> kNoWords;

TEST(Verify, HoldsPassagesAgainstPhrasesAndPaths) {
  const struct {
    std::string_view query;
    bool expected;
  } cases[] = {
      {"\"memory leak\"", true},
      {"\"memory leaks\"", false},
      {"\"Memory in Rust\"", true},
      {"title:\"memory leak\"", false},
      {"heading:\"owners\"", true},
      {"+\"memory leaks\" rust", false},
      {"\"memory leaks\" rust", true},
      {"\"memory leaks\" java", false},
      {"\"memory leaks\" OR \"borrow checker\"", true},
      {"\"memory leaks\" OR \"borrow checkers\"", false},
      {"\"memory leak\" AND \"borrow checkers\"", false},
      {"rust -\"memory leak\"", false},
      {"rust -\"memory leaks\"", true},
      {"rust -java", true},
      {"path:docs", true},
      {"path:web", false},
      {"rust path:web", false},
      {"rust -path:docs", false},
      {"rust -path:web", true},
      {"\"memory leak\" path:web", false},
      {"\"memory leak\" OR path:web", true},
      {"rust -(path:docs OR java)", false},
      {"rust -(path:web OR \"memory leak\")", false},
      {"rust -(path:web OR \"memory leaks\")", true},
      {"rust -(+path:docs +\"memory leaks\")", true},
      {"rust -(+path:docs +\"memory leak\")", false},
      // Any order, by stems, in one field; excluded too.
      {"\"leaks borrowing\"~5", true},
      {"\"leaks borrowing\"~3", false},
      {"\"leak memory memory\"~1", true},
      {"\"owners borrow\"~100", false},
      {"heading:\"leak memory\"~1", false},
      {"rust -\"leak memory\"~1", false},
      {"rust -\"leak borrow\"~3", true},
      // A compound is written as one, or its parts stand side by side.
      {"+read-only", true},
      {"-read-only rust", false},
      {"+write-only", true},
      {"+write-once", false},
      {"write-once", true},
      {"rust -write-only", false},
      {"rust -write-once", true},
      {"title:read-only", false},
      {"write-once AND rust", false},
      {"rust -(+write-only +value)", false},
      {"rust -(+write-once +value)", true},
      {"rust -(+write-only +nowhere)", true},
      {"rust -(write-only AND values)", false},
      {"rust -(title:write-only AND value)", true},
      {"write-once OR rust", true},
      // The passage cannot tell.
      {"tag:web", true},
      {"+tag:web \"memory leak\"", true},
      {"rust -tag:web", true},
      {"rus*", true},
  };
  Analysers analysers;
  for (const auto& [text, expected] : cases) {
    const Query query = interpret(text, {});
    EXPECT_EQ(
        Verifier(query, kNoWords).passes(sample(), analysers.get("en"), is_at),
        expected)
        << text;
  }
}

TEST(Verify, WantsEveryWordWhereAllAreWanted) {
  Analysers analysers;
  for (const auto& [text, any, all] :
       {std::tuple("rust \"memory leaks\"", true, false),
        {"rust \"memory leak\"", true, true},
        {"rust write-once", true, false},
        {"rust read-only", true, true}}) {
    const Query query = interpret(text, {});
    const Analyser& english = analysers.get("en");
    EXPECT_EQ(Verifier(query, kNoWords, false).passes(sample(), english, is_at),
              any)
        << text;
    EXPECT_EQ(Verifier(query, kNoWords, true).passes(sample(), english, is_at),
              all)
        << text;
  }
}

TEST(Verify, TakesACompoundForWhatItsPartsWereTakenFor) {
  const Query query = interpret("+memory-drip", {});
  Analysers analysers;
  const Analyser& english = analysers.get("en");
  EXPECT_FALSE(Verifier(query, kNoWords).passes(sample(), english, is_at));
  QueryWord word;
  word.word = "drip";
  word.stems = {"drip", "leak"};
  const std::vector<QueryWord> words = {word};
  EXPECT_TRUE(Verifier(query, words).passes(sample(), english, is_at));
}

TEST(Verify, KnowsWhatWordsWereTakenFor) {
  const Query query = interpret("+ferrum -\"go there\"", {});
  Analysers analysers;
  const Analyser& english = analysers.get("en");
  QueryWord word;
  word.word = "ferrum";
  EXPECT_FALSE(Verifier(query, kNoWords).passes(sample(), english, is_at));
  const std::vector<QueryWord> others = {word};
  EXPECT_FALSE(Verifier(query, others).passes(sample(), english, is_at));
  word.stems = {"ferrum", "rust"};
  const std::vector<QueryWord> synonyms = {word};
  EXPECT_TRUE(Verifier(query, synonyms).passes(sample(), english, is_at));
  word.stems = {"ferrum"};
  word.phrases = {{"borrow", "checker"}};
  const std::vector<QueryWord> phrases = {word};
  EXPECT_TRUE(Verifier(query, phrases).passes(sample(), english, is_at));
  word.word = "iron";
  const std::vector<QueryWord> unasked = {word};
  EXPECT_FALSE(Verifier(query, unasked).passes(sample(), english, is_at));
}

TEST(Verify, ReadsEachLanguageByItself) {
  const Query query = interpret("\"viele häuser\" OR running", {});
  Analysers analysers;
  StoredPassage passage;
  Verifier verifier(query, kNoWords);
  passage.text = "Viele Häuser haben ein Dach.";
  EXPECT_TRUE(verifier.passes(passage, analysers.get("de"), is_at));
  passage.text = "It runs";
  EXPECT_FALSE(verifier.passes(passage, analysers.get("de"), is_at));
  EXPECT_TRUE(verifier.passes(passage, analysers.get("en"), is_at));
}

TEST(Verify, ReadsALongQueryOnce) {
  std::string text = "\"memory leaks\" OR \"";
  for (int i = 0; i < 3000; ++i) text += "w" + std::to_string(i) + " ";
  const Query query = interpret(text + "\"", {});
  Analysers analysers;
  Verifier verifier(query, kNoWords);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 5000; ++i) {
    EXPECT_FALSE(verifier.passes(sample(), analysers.get("en"), is_at));
  }
  // Read each time, it takes more than a second even without sanitizers.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace ibid
