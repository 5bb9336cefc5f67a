// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/confidence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/searcher/asked.h"

namespace ibid {
namespace {

struct Found {
  double score = 15;
  double runner_up = 8;
};

// Of the first sentence.
double confidence_in(const RerankQuery& query, const StoredPassage& passage,
                     const Found& found = {}) {
  return confidence(query, hit_of(query, passage, found.score), {},
                    found.runner_up);
}

constexpr std::string_view kText =
    "The ranking engine of the library sorts passages. It is fast.";

TEST(Confidence, FallsWithWhatIsMissing) {
  const double all = confidence_in(asked("which ranking engine sorts passages"),
                                   section(kText));
  const double most = confidence_in(
      asked("which ranking engine paints passages"), section(kText));
  const double half = confidence_in(asked("which ranking engine paints houses"),
                                    section(kText));
  const double little =
      confidence_in(asked("which brave engine paints houses"), section(kText));
  EXPECT_GT(all, most);
  EXPECT_GT(most, half);
  EXPECT_GT(half, little);
  EXPECT_GE(all, 0);
  EXPECT_LT(little, 0);
}

TEST(Confidence, CountsRareWordsMore) {
  const KnownWords known = {{"ranking", {6}}, {"passages", {1}}};
  EXPECT_GT(confidence_in(asked("sorts ranking houses passages", known),
                          section("It sorts ranking.")),
            confidence_in(asked("sorts ranking houses passages", known),
                          section("It sorts passages.")));
}

TEST(Confidence, IsMoreWhereTheSentenceSaysIt) {
  const RerankQuery query = asked("which ranking engine sorts passages");
  const double here = confidence_in(query, section(kText));
  EXPECT_GT(here, confidence_in(query, section("It is fast. It is old. So far. "
                                               "The ranking engine sorts "
                                               "passages.")));
  // Beside each other rather than far apart.
  EXPECT_GT(here,
            confidence_in(query, section("A ranking of what many people think "
                                         "an engine may do sorts all of their "
                                         "longest passages.")));
}

TEST(Confidence, IsMoreWithAHigherScoreAndFurtherAhead) {
  const RerankQuery query = asked("which ranking engine sorts passages");
  const StoredPassage passage = section(kText);
  EXPECT_GT(confidence_in(query, passage, {20, 10}),
            confidence_in(query, passage, {15, 10}));
  EXPECT_GT(confidence_in(query, passage, {20, 10}),
            confidence_in(query, passage, {20, 15}));
  // Another article's passage may be ahead; by how much does not matter.
  EXPECT_DOUBLE_EQ(confidence_in(query, passage, {20, 20}),
                   confidence_in(query, passage, {20, 30}));
}

TEST(Confidence, IsNeverClaimedForAShortQuestionWithAWordThatIsNowhere) {
  const KnownWords known = {{"nimbleness", {9, 0}}};
  const Found sure = {1000, 0};
  const StoredPassage passage = related_question(
      "What is a ranking engine?", "A ranking engine sorts passages.");
  EXPECT_GE(confidence_in(asked("what is a ranking engine"), passage, sure), 0);
  for (const std::string_view question :
       {"what is nimbleness", "what is the nimbleness of an engine",
        "what is the nimbleness of a ranking engine"}) {
    EXPECT_LT(confidence_in(asked(question, known), passage, sure), 0)
        << question;
  }
  // A word like it that is there makes up for it.
  EXPECT_GE(confidence_in(
                asked("what is engine rankingness", {{"rankingness", {4, 0}}}),
                passage, sure),
            0);
  // In a long question a single word may be unknown.
  EXPECT_GE(confidence_in(asked("what nimbleness of a ranking engine sorts "
                                "passages",
                                known),
                          passage, sure),
            0);
}

TEST(Confidence, IsNeverClaimedWhereMostWordsAreMissing) {
  EXPECT_LT(confidence_in(asked("how do I bake white bread with an engine"),
                          section(kText), {1000, 0}),
            0);
}

TEST(Confidence, NeedsAWordOfContent) {
  for (const std::string_view text : {"", "?", "what is the", "who are you"}) {
    const double least = confidence_in(
        asked(text), section("What is the. Who are you?"), {1000, 0});
    EXPECT_LT(least, 0) << text;
    EXPECT_TRUE(std::isfinite(least)) << text;
  }
}

TEST(Confidence, IsLessInAnAnswerToAQuestionThatAsksForMore) {
  const RerankQuery query = asked("is the engine fast");
  const double same =
      confidence_in(query, related_question("Is the engine fast?", "Yes."));
  const double more = confidence_in(
      query, related_question("Is the engine fast on old phones?", "Yes."));
  const double much_more = confidence_in(
      query,
      related_question("Is the engine fast on old phones without a network?",
                       "Yes."));
  EXPECT_GT(same, more);
  EXPECT_GT(more, much_more);
  // A title counts as the question only where it is one.
  const double asks_more = confidence_in(
      query, section("The engine is fast.", "Is the engine fast on phones? "));
  const double tells_more = confidence_in(
      query, section("The engine is fast.", "The engine is fast on phones"));
  EXPECT_GT(tells_more, asks_more);
}

TEST(Confidence, IsFiniteInAnEmptyPassage) {
  for (const StoredPassage& passage :
       {section(""), related_question("?", ""), section("", "?")}) {
    EXPECT_TRUE(
        std::isfinite(confidence_in(asked("fast engines"), passage, {0, 0})));
  }
}

}  // namespace
}  // namespace ibid
