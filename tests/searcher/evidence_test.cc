// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/evidence.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "index/text.h"
#include "tests/searcher/asked.h"

namespace ibid {
namespace {

// The words that matched, as "field:word@position", = after the word itself.
std::string matches_of(const QueryTerms& terms, const Evidence& evidence) {
  std::string out;
  const auto add = [&](std::string_view name, const FieldEvidence& field) {
    for (const TermMatch& match : field.matches) {
      if (!out.empty()) out += ' ';
      out += std::string(name) + ":" + terms.terms[match.term].word + "@" +
             std::to_string(match.position) + (match.same_word ? "=" : "");
    }
  };
  add("title", evidence.title);
  add("heading", evidence.headings);
  add("question", evidence.question);
  add("text", evidence.text);
  return out;
}

TEST(Evidence, IsWhatMatchesInEachField) {
  const QueryTerms terms = asked_terms("running engines");
  StoredPassage passage =
      section("It runs. An engine is running.", "Engines", {"Parts", "Engine"});
  passage.question = "What runs?";
  const Evidence evidence = evidence_of(terms, passage);
  EXPECT_EQ(matches_of(terms, evidence),
            "title:engines@1= heading:engines@2 question:running@2 "
            "text:running@2 text:engines@4 text:running@6=");
  EXPECT_EQ(evidence.title.length, 1u);
  EXPECT_EQ(evidence.headings.length, 2u);
  EXPECT_EQ(evidence.question.length, 2u);
  EXPECT_EQ(evidence.text.length, 6u);
}

TEST(Evidence, NotesWhichSentenceHasWhichWords) {
  const QueryTerms terms = asked_terms("red apples configured");
  const Evidence evidence = evidence_of(
      terms, section("Red, red. The config of an apple is red. Nothing."));
  ASSERT_EQ(evidence.sentences.size(), 3u);
  using Terms = std::vector<uint32_t>;
  EXPECT_EQ(evidence.sentences[0].terms, Terms{0});
  EXPECT_EQ(evidence.sentences[1].terms, (Terms{1, 0}));
  // Words are like themselves, too; this one only begins alike.
  EXPECT_EQ(evidence.sentences[1].related, (Terms{2, 1}));
  EXPECT_TRUE(evidence.sentences[2].terms.empty());
  ASSERT_EQ(evidence.text.matches.size(), 4u);
  EXPECT_EQ(evidence.text.matches[1].sentence, 0u);
  EXPECT_EQ(evidence.text.matches[2].sentence, 1u);
}

TEST(Evidence, OfACompoundCountsItsParts) {
  for (const std::string_view text : {"An e-mail.", "An email.", "Mails."}) {
    const QueryTerms terms = asked_terms("e-mail");
    const Evidence evidence = evidence_of(terms, section(text));
    const size_t parts = text == "Mails." ? 1 : 4;
    EXPECT_EQ(evidence.sentences[0].terms.size(), parts) << text;
  }
}

TEST(Evidence, OfMarkdownIsWhatIsVisible) {
  const QueryTerms terms = asked_terms("target");
  StoredPassage passage = section("See [a page](http://x/target) and *that*.");
  EXPECT_EQ(evidence_of(terms, passage).text.matches.size(), 1u);
  passage.markup = Markup::kMarkdown;
  EXPECT_TRUE(evidence_of(terms, passage).text.matches.empty());
}

TEST(Evidence, OfAnEmptyPassageHasOneSentence) {
  const QueryTerms terms = asked_terms("rust");
  for (const std::string_view text : {"", " \n "}) {
    const Evidence evidence = evidence_of(terms, section(text));
    ASSERT_EQ(evidence.sentences.size(), 1u);
    EXPECT_LE(evidence.sentences[0].span.end, text.size());
    EXPECT_EQ(evidence.text.length, 0u);
    EXPECT_EQ(evidence.alike.size(), 1u);
  }
}

TEST(Likeness, IsToldFromHowAWordBeginsAndIsSpelt) {
  struct Case {
    std::string_view word;
    std::string_view text;
    bool begins;
    bool form;
    bool spelling;  // above .5
  };
  const Case cases[] = {
      {"configured", "config", true, false, false},
      {"rust", "rusty", true, false, false},
      {"concurrency", "concurrent", true, false, false},
      {"color", "colours", true, false, false},
      // Too little of the shorter word, and of the longer one.
      {"contain", "continue", false, false, false},
      {"conf", "configuration", false, false, false},
      {"gone", "went", false, true, false},
      {"separate", "seperate", false, false, true},
      {"vaccuum", "vacuum", false, false, true},
      {"kolour", "colour", false, false, false},  // other first byte
      {"children", "child", true, true, false},
      {"french", "France", false, true, false},
      {"rust", "iron", false, false, false},
      // Numbers and versions are not like each other.
      {"2015", "20151", false, false, false},
      {"utf8mb4", "utf8mb3", false, false, false},
      // Words that only make sentences are not looked for.
      {"there", "therefore", false, false, false},
      {"go", "gone", false, true, false},  // short, but a form
  };
  for (const auto& [word, text, begins, form, spelling] : cases) {
    const QueryTerms terms = asked_terms(word);
    const Likeness like = evidence_of(terms, section(text)).alike.at(0);
    EXPECT_EQ(like.begins, begins) << word << ", " << text;
    EXPECT_EQ(like.form, form) << word << ", " << text;
    EXPECT_EQ(like.spelling > 0.5, spelling)
        << word << ", " << text << ": " << like.spelling;
  }
}

TEST(Likeness, CountsInEveryField) {
  const QueryTerms terms = asked_terms("written");
  StoredPassage question = section("x");
  question.question = "Who wrote it?";
  for (const StoredPassage& passage :
       {section("x", "Wrote"), section("x", "", {"Wrote"}), question,
        section("Wrote.")}) {
    EXPECT_TRUE(evidence_of(terms, passage).alike[0].form);
  }
  EXPECT_FALSE(evidence_of(terms, section("Read.")).alike[0].form);
}

TEST(Evidence, OfAnyTextStaysWithinIt) {
  constexpr unsigned kSeed = 5;
  std::mt19937 random(kSeed);
  constexpr std::string_view kPieces[] = {
      "rust ", "e-mail", "c++", ". ",      "\n", "\n\n", "- ",
      "字典",  "é",      "`",   "*",       "](", "|",    "\xcc\x81",
      "😀",     "1.5",    " ",   "written", "A",  "?"};
  const QueryTerms terms = asked_terms("rust e-mail c++ 字典 é 1.5 write rust");
  for (int i = 0; i < 1000; ++i) {
    std::string text;
    for (size_t n = random() % 40; n > 0; --n) {
      text += kPieces[random() % std::size(kPieces)];
    }
    StoredPassage passage = section(text, text, {text, text});
    passage.question = text;
    if (i % 2 == 0) passage.markup = Markup::kMarkdown;
    const Evidence evidence = evidence_of(terms, passage);
    ASSERT_FALSE(evidence.sentences.empty());
    size_t end = 0;
    for (const SentenceEvidence& sentence : evidence.sentences) {
      EXPECT_LE(end, sentence.span.start) << "seed " << kSeed;
      EXPECT_LE(sentence.span.end, text.size());
      end = sentence.span.end;
      for (const uint32_t term : sentence.terms) {
        EXPECT_LT(term, terms.terms.size());
      }
    }
    for (const TermMatch& match : evidence.text.matches) {
      EXPECT_LT(match.sentence, evidence.sentences.size());
      EXPECT_LE(match.position, evidence.text.length);
    }
  }
}

}  // namespace
}  // namespace ibid
