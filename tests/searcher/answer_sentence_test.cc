// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/answer_sentence.h"

#include <gtest/gtest.h>

#include <optional>
#include <span>
#include <string>

#include "tests/searcher/asked.h"

namespace ibid {
namespace {

// Of all hits.
std::optional<AnswerSentence> best_of(const RerankQuery& query,
                                      std::span<const Ranked> hits) {
  const auto best = answer_sentences(query, hits);
  return best.empty() ? std::nullopt : std::optional(best.back());
}

// The sentence chosen of passages that scored alike.
std::string chosen(const RerankQuery& query,
                   const std::vector<StoredPassage>& passages) {
  std::vector<Ranked> hits;
  for (const StoredPassage& passage : passages) {
    hits.push_back(hit_of(query, passage, 10));
  }
  const auto best = best_of(query, hits);
  if (!best) return "(none)";
  const Ranked& hit = hits.at(best->hit);
  return std::string(
      slice(hit.passage.text, hit.evidence->sentences.at(best->sentence).span));
}

TEST(AnswerSentence, IsRatherSaidThanPrinted) {
  const std::string_view kQuestion = "can threads share data safely";
  EXPECT_EQ(chosen(asked(kQuestion),
                   {section("$ run\n   Compiling it\nerror: data cannot be "
                            "shared by threads safely\n   --> at line 3\n\n"
                            "Threads share data behind a lock.")}),
            "Threads share data behind a lock.");
}

TEST(AnswerSentence, IsTheOneThatSaysMostOfTheQuestion) {
  struct Case {
    std::string_view question;
    StoredPassage passage;
    std::string_view expected;
  };
  const Case cases[] = {
      {"which engine ranks passages",
       section("It is old. The engine ranks "
               "passages. An engine runs."),
       "The engine ranks passages."},
      // The sentence before says what it is about.
      {"when was the engine finished",
       section("Others were late. The engine "
               "took long. It was finished in 2015. It cost much."),
       "It was finished in 2015."},
      // Holds what is asked for.
      {"when did the engine appear",
       section("The engine did appear again. "
               "The engine did appear in 2015."),
       "The engine did appear in 2015."},
      {"who made the engine",
       section("The engine was made well. The engine "
               "was made by Ada."),
       "The engine was made by Ada."},
      {"why does the engine stop",
       section("The engine may stop. The engine "
               "does stop because it burns."),
       "The engine does stop because it burns."},
      // The word itself before another of its stem.
      {"running engines", section("Engine runs here. Running engines here."),
       "Running engines here."},
      // A word like it before none.
      {"configured engines", section("Big engines. Engines and config. X."),
       "Engines and config."},
      // Words beside each other.
      {"inverted index",
       section("An index of words is inverted. An inverted "
               "index has words."),
       "An inverted index has words."},
      // A question's answer begins with its first sentence, a quick answer too.
      {"is the engine fast",
       related_question("Is the engine fast?", "Mostly so. Others differ."),
       "Mostly so."},
      {"what is an engine",
       quick_answer("What is an engine", "A machine. Others differ."),
       "A machine."},
      // None has anything: the first.
      {"unseen", section("One. Two. Three."), "One."},
  };
  for (const auto& [question, passage, expected] : cases) {
    EXPECT_EQ(chosen(asked(question), {passage}), expected) << question;
  }
}

TEST(AnswerSentence, IsThatOfARelatedQuestionThatAsksTheSame) {
  EXPECT_EQ(chosen(asked("which companies use Rust"),
                   {related_question("What major companies use Rust?",
                                     "Mozilla created Rust. Others followed."),
                    section("Rust companies. They use it.")}),
            "Mozilla created Rust.");
  // Not of one that asks something else.
  EXPECT_EQ(chosen(asked("which companies use Rust"),
                   {related_question("Who made Rust?", "Mozilla did."),
                    section("Two companies use Rust.")}),
            "Two companies use Rust.");
}

TEST(AnswerSentence, MayStandInALaterHit) {
  const RerankQuery query = asked("which engine ranks passages");
  const std::vector<StoredPassage> passages = {
      section("An engine."), section("The engine ranks passages.")};
  EXPECT_EQ(chosen(query, passages), "The engine ranks passages.");
  // But not in one that is far behind.
  const std::vector<Ranked> hits = {hit_of(query, passages[0], 90),
                                    hit_of(query, passages[1], 10)};
  EXPECT_EQ(best_of(query, hits)->hit, 0u);
}

TEST(AnswerSentence, IsOfTheFirstOfEqualOnes) {
  const RerankQuery query = asked("engine");
  const std::vector<Ranked> hits(3,
                                 hit_of(query, section("Engine. Engine."), 4));
  const auto best = best_of(query, hits);
  ASSERT_TRUE(best);
  EXPECT_EQ(best->hit, 0u);
  EXPECT_EQ(best->sentence, 0u);
}

TEST(AnswerSentence, IsLookedForOnlyInTheFirstHitsThatWereReranked) {
  const RerankQuery query = asked("engine");
  EXPECT_FALSE(best_of(query, {}));
  std::vector<Ranked> hits(kAnswerHits, hit_of(query, section("x"), 4));
  hits.push_back(hit_of(query, section("The engine."), 4));
  EXPECT_LT(best_of(query, hits)->hit, kAnswerHits);
  hits[kAnswerHits - 1] = hits.back();
  EXPECT_EQ(best_of(query, hits)->hit, kAnswerHits - 1);
  for (Ranked& hit : hits) hit.evidence = nullptr;
  EXPECT_FALSE(best_of(query, hits));
}

TEST(AnswerSentence, OfFewerHitsIsTheBestOfThese) {
  const RerankQuery query = asked("which engine ranks passages");
  std::vector<Ranked> hits;
  for (const std::string_view text :
       {"An engine.", "The engine ranks passages.", "Engines.", "A passage."}) {
    hits.push_back(hit_of(query, section(text), 10));
  }
  const auto best = answer_sentences(query, hits);
  ASSERT_EQ(best.size(), hits.size());
  EXPECT_EQ(best[0].hit, 0u);
  for (size_t i = 1; i < best.size(); ++i) EXPECT_EQ(best[i].hit, 1u);
}

TEST(AnswerSentence, IsGivenForAnyQueryAndText) {
  for (const std::string_view text : {"", "?", "字典", "the", "e-mail"}) {
    EXPECT_EQ(chosen(asked(text), {section("")}), "") << text;
    EXPECT_EQ(chosen(asked(text), {section("字典。")}), "字典。") << text;
  }
}

TEST(SentenceProximity, IsTheIdfOfNeighboursOverTheirDistance) {
  struct Case {
    std::string_view text;
    double expected;
  };
  const QueryTerms terms =
      asked_terms("the red apples", {{"red", {3}}, {"apples", {1}}});
  const Case cases[] = {
      {"Red apples.", 1},
      {"Apples, red.", 1},
      {"Red and apples.", 0.5},
      {"The red apple.", 1},  // a filler is no neighbour
      {"Red red.", 0},
      {"Red apples red.", 2},
      {"Red. Apples.", 0},
      {"Red.", 0},
      {"", 0},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_DOUBLE_EQ(
        sentence_proximity(terms, evidence_of(terms, section(text)), 0),
        expected)
        << text;
  }
  const Evidence two = evidence_of(terms, section("Red. Red big apples."));
  EXPECT_DOUBLE_EQ(sentence_proximity(terms, two, 0), 0);
  EXPECT_DOUBLE_EQ(sentence_proximity(terms, two, 1), 0.5);
  EXPECT_DOUBLE_EQ(sentence_proximity(terms, two, 7), 0);
}

}  // namespace
}  // namespace ibid
