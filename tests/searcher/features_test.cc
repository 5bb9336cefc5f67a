// SPDX-License-Identifier: GPL-3.0-or-later
// Each feature as its comment in features.h says: what raises it, and what does
// not.
#include "searcher/features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "tests/searcher/asked.h"

namespace ibid {
namespace {

double value(Feature feature, const RerankQuery& query,
             const StoredPassage& passage) {
  return features(query, evidence_of(query.terms, passage), passage,
                  0)[static_cast<size_t>(feature)];
}

// The feature of a query in two passages.
struct Comparison {
  Feature feature;
  std::string query;
  StoredPassage better;
  StoredPassage worse;
};

void expect_more(const std::vector<Comparison>& cases) {
  for (size_t i = 0; i < cases.size(); ++i) {
    const RerankQuery query = asked(cases[i].query);
    EXPECT_GT(value(cases[i].feature, query, cases[i].better),
              value(cases[i].feature, query, cases[i].worse))
        << i << ": " << cases[i].query;
  }
}

TEST(Features, OfShortFieldsCountTheirWordsByTheirOwnLength) {
  expect_more({
      {Feature::kHeading, "weights", section("x", "", {"Weights"}),
       section("Weights", "Weights")},
      {Feature::kHeading, "weights", section("x", "", {"Weights"}),
       section("x", "", {"Weights of all the terms and passages there are"})},
      {Feature::kHeading, "weights", section("x", "", {"Weights", "More"}),
       section("x", "", {"More"})},
      {Feature::kQuestion, "fast", related_question("Is it fast?", "Yes."),
       section("Is it fast?", "", {"Is it fast?"})},
      {Feature::kQuestion, "fast", related_question("Is it fast?", "Yes."),
       related_question("Is it fast or slow or something between?", "Yes.")},
      {Feature::kNamed, "weights", section("x", "Weights"),
       section("Weights", "", {"Weights"})},
      {Feature::kNamed, "fast", related_question("Is it fast?", "Yes."),
       section("Fast.")},
  });
}

TEST(Features, OfTextCountTheWordsOfTheQuery) {
  expect_more({
      {Feature::kSentence, "red apples", section("x. A red apple."),
       section("Red. An apple.")},
      {Feature::kCoverage, "red apples", section("Red. An apple."),
       section("Red, red. Very red.")},
      {Feature::kSameWord, "running", section("running"), section("runs")},
      {Feature::kSameWord, "running", section("running running"),
       section("running runs")},
      {Feature::kProximity, "red apples", section("a red apple"),
       section("red is the apple")},
      {Feature::kProximity, "red apples", section("red is the apple"),
       section("red is what we find an apple")},
      {Feature::kFillerPairs, "how do I prune roses", section("How do I win?"),
       section("I do. How?")},
      {Feature::kFillers, "what is rust", section("What is it?"),
       section("Rust rust rust.")},
      {Feature::kAnswerType, "when was rust released",
       section("Rust was released in 2015."),
       section("Rust was released after all.")},
      {Feature::kAnswerType, "who released rust",
       section("Rust was released by Mozilla."),
       section("Rust was released by them.")},
  });
}

TEST(Features, OfMissingWordsCountWhatIsLikeThem) {
  expect_more({
      {Feature::kAlike, "configured", section("config"), section("settings")},
      {Feature::kAlike, "configured", section("config"),
       section("configured config")},  // not missing
      {Feature::kSpelling, "seperate", section("separate"), section("apart")},
      {Feature::kSpelling, "seperate", section("separate"),
       section("seperate separate")},
      {Feature::kForm, "written", section("wrote"), section("read")},
      {Feature::kForm, "written", section("wrote"), section("written wrote")},
  });
  // Either begins alike or is spelt alike; hardly alike is not alike.
  EXPECT_EQ(
      value(Feature::kSpelling, asked("concurrency"), section("concurrent")),
      0);
  EXPECT_EQ(value(Feature::kSpelling, asked("rust"), section("rest")), 0);
}

TEST(Features, TellWhereAWordStandsNotHowOften) {
  const RerankQuery query = asked("red apples");
  const double once = value(Feature::kCoverage, query, section("A red apple."));
  EXPECT_DOUBLE_EQ(once, 2 * kUsualIdf);
  for (const StoredPassage& passage :
       {section("Red.", "Apples"), section("x", "", {"Red", "Apples"}),
        related_question("Red?", "An apple."),
        section("Red red apple. Apple.")}) {
    EXPECT_DOUBLE_EQ(value(Feature::kCoverage, query, passage), once);
  }
  EXPECT_DOUBLE_EQ(value(Feature::kSentence, query, section("x", "Apple")), 0);
}

TEST(Features, WeighRareWordsMore) {
  const RerankQuery query =
      asked("red apples", {{"red", {1}}, {"apples", {5}}});
  for (const Feature feature :
       {Feature::kSentence, Feature::kCoverage, Feature::kSameWord}) {
    EXPECT_GT(value(feature, query, section("Many apples.")),
              value(feature, query, section("Many red.")));
  }
}

TEST(Features, WeighFillersLittle) {
  const RerankQuery query = asked("what is rust");
  const double fillers = value(Feature::kCoverage, query, section("What is?"));
  EXPECT_DOUBLE_EQ(fillers, 2 * 0.3 * kFillerIdf);
  EXPECT_EQ(value(Feature::kProximity, query, section("What is rust?")), 0);
  EXPECT_EQ(
      value(Feature::kFillerPairs, asked("red apples"), section("red apples")),
      0);
}

TEST(Features, CountWordsOfPolitenessApart) {
  RerankQuery query = asked("please help");
  EXPECT_EQ(value(Feature::kPolite, query, section("Please help.")), 0);
  for (QueryTerm& term : query.terms.terms) term.is_polite = true;
  EXPECT_GT(value(Feature::kPolite, query, section("Please help.")),
            value(Feature::kPolite, query, section("Please go.")));
}

TEST(Features, FindAnAnswerTypeOnlyWhereOneIsAskedFor) {
  const StoredPassage passage =
      section("Rust was released in 2015 by Mozilla.");
  EXPECT_EQ(value(Feature::kAnswerType, asked("rust released"), passage), 0);
  EXPECT_GT(
      value(Feature::kAnswerType, asked("when was rust released"), passage), 0);
  // The sentence with the year must have something of the question.
  EXPECT_EQ(value(Feature::kAnswerType, asked("when was rust released"),
                  section("Rust came out. 2015 then.")),
            0);
}

TEST(Features, PreferQuickAnswersOnlyForWhatIsX) {
  const StoredPassage quick = quick_answer("What is Rust", "A language.");
  const StoredPassage part = section("A language.", "What is Rust");
  const RerankQuery what = asked("what is rust");
  EXPECT_GE(value(Feature::kQuickAnswer, what, quick), kUsualIdf);
  EXPECT_EQ(value(Feature::kQuickAnswer, what, part), 0);
  EXPECT_EQ(value(Feature::kQuickAnswer, asked("who wrote rust"), quick), 0);
  EXPECT_EQ(value(Feature::kQuickAnswer, asked("what is haskell"),
                  quick_answer("Rust", "A language like Haskell.")),
            0);
}

TEST(Features, TellHowExactlyKeywordsStand) {
  const struct {
    std::string query;
    std::string text;
    double share;  // of all idf
  } cases[] = {
      {"borrow checker", "The borrow checker.", 1},
      {"borrow checker", "The BORROW Checker.", 1},
      {"borrow checker", "borrow borrow checker", 1},
      {"borrow checker", "The checker of what you borrow.", 0.5},
      {"borrow checker", "Borrowing checkers.", 0},
      {"borrow checker", "The checker.", 0},
      {"running", "Running.", 1},
      {"running", "It runs.", 0},
      {"C++", "Rust and C++.", 1},
      {"C++", "Rust and C.", 0},
      {"a b c d e", "a b c d e", 0},  // too many to be meant just so
  };
  for (const auto& [text, body, share] : cases) {
    RerankQuery query = asked(text);
    query.keywords = true;
    EXPECT_DOUBLE_EQ(value(Feature::kExact, query, section(body)),
                     share * total_idf(query.terms))
        << text << ": " << body;
    query.keywords = false;
    EXPECT_EQ(value(Feature::kExact, query, section(body)), 0) << text;
  }
  RerankQuery query = asked("borrow checker");
  query.keywords = true;
  EXPECT_DOUBLE_EQ(
      value(Feature::kExact, query, section("checker", "Borrow", {"Checker"})),
      0.5 * total_idf(query.terms));
}

TEST(Features, HaveTheFirstPassAsItWas) {
  const RerankQuery query = asked("rust");
  const StoredPassage passage = section("iron");
  const FeatureValues values =
      features(query, evidence_of(query.terms, passage), passage, 7.25);
  FeatureValues expected{};
  expected[static_cast<size_t>(Feature::kFirstPass)] = 7.25;
  EXPECT_EQ(values, expected);
}

TEST(Features, OfAnyPassageAreFiniteAndNotNegative) {
  for (const std::string_view text :
       {"", "?", "what is rust", "C++ c++ C++", "字典", "e-mail e-mail", "\xff",
        "a a a a a a a a", "😀", "written wrote write"}) {
    const RerankQuery query = asked(text);
    for (const std::string_view body :
         {"", " ", "what is rust", "e-mail", "字典。", "a", "C++"}) {
      StoredPassage passage = section(body, body, {std::string(body)});
      passage.question = body;
      for (const double x :
           features(query, evidence_of(query.terms, passage), passage, 0)) {
        EXPECT_TRUE(std::isfinite(x) && x >= 0) << text << ", " << body;
      }
    }
  }
}

TEST(Weights, HaveANameEachAndPunishOnlyWhatMisleads) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < kFeatures; ++i) {
    const auto& [name, weight] = feature_weights()[i];
    EXPECT_FALSE(name.empty());
    EXPECT_TRUE(names.insert(name).second) << name;
    const bool misleads = i == static_cast<size_t>(Feature::kFillers) ||
                          i == static_cast<size_t>(Feature::kPolite);
    EXPECT_EQ(weight < 0, misleads) << name;
  }
}

TEST(Weighted, AddsUpWhatEachFeatureIsWorth) {
  EXPECT_EQ(weighted({}), 0);
  FeatureValues values{};
  double sum = 0;
  for (size_t i = 0; i < kFeatures; ++i) {
    FeatureValues one{};
    one[i] = 2;
    EXPECT_DOUBLE_EQ(weighted(one), 2 * feature_weights()[i].weight);
    values[i] = static_cast<double>(i) + 0.5;
    sum += values[i] * feature_weights()[i].weight;
  }
  EXPECT_NEAR(weighted(values), sum, 1e-12);
}

TEST(Idf, OfAQueryLeavesOutOtherFormsOfCompounds) {
  const QueryTerms plain = asked_terms("what rust");
  EXPECT_DOUBLE_EQ(total_idf(plain), kUsualIdf + 0.3 * kFillerIdf);
  EXPECT_DOUBLE_EQ(covered_idf(plain, {1}), kUsualIdf);
  EXPECT_EQ(covered_idf(plain, {}), 0);
  const QueryTerms compound = asked_terms("covid-19");
  EXPECT_DOUBLE_EQ(total_idf(compound), 2 * kUsualIdf);  // covid, 19
  std::vector<uint32_t> all;
  for (uint32_t i = 0; i < compound.terms.size(); ++i) all.push_back(i);
  EXPECT_GT(all.size(), 2u);
  EXPECT_DOUBLE_EQ(covered_idf(compound, all), 2 * kUsualIdf);
}

}  // namespace
}  // namespace ibid
