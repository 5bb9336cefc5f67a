// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/answer_extent.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "index/text.h"
#include "tests/searcher/asked.h"

namespace ibid {
namespace {

std::string extent_of(const StoredPassage& passage, size_t sentence,
                      AnswerType type = AnswerType::kNone,
                      std::string_view query = "rust") {
  const Evidence evidence = evidence_of(asked_terms(query), passage);
  return std::string(
      slice(passage.text, answer_extent(passage, evidence, sentence, type)));
}

std::string repeated(std::string_view piece, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += piece;
  return text;
}

struct ExtentCase {
  std::string text;
  size_t sentence;
  std::string expected;
};

void expect_extents(const std::vector<ExtentCase>& cases,
                    AnswerType type = AnswerType::kNone) {
  for (const auto& [text, sentence, expected] : cases) {
    EXPECT_EQ(extent_of(section(text), sentence, type), expected) << text;
  }
}

TEST(AnswerExtent, IsTheSentence) {
  expect_extents({{"Rust is a language. Go is another one, too.", 0,
                   "Rust is a language. Go is another one, too."},
                  {"Rust is a programming language. Go is another.", 0,
                   "Rust is a programming language."},
                  {"Go is a language. Rust is a programming language.", 1,
                   "Rust is a programming language."}});
}

TEST(AnswerExtent, TakesTheSentenceBeforeOneThatOnlyRefersBack) {
  expect_extents({
      {"Go came. Rust was made by Mozilla. It was released in 2015 at last.", 2,
       "Rust was made by Mozilla. It was released in 2015 at last."},
      {"Rust is old. However, it is still being changed often.", 1,
       "Rust is old. However, it is still being changed often."},
      {"Rust is old. For example, its first release is of 2015.", 1,
       "Rust is old. For example, its first release is of 2015."},
      {"Rust is old. For most people it came out in 2015.", 1,
       "For most people it came out in 2015."},
      {"Rust is old. In addition it is used by many people.", 1,
       "Rust is old. In addition it is used by many people."},
      {"Rust is old. In 2015 its first release came out.", 1,
       "In 2015 its first release came out."},
      {"Rust is old. Itanium is even older than that one.", 1,
       "Itanium is even older than that one."},
      // Nothing stands before it.
      {"It was released in 2015 at long last. Then others.", 0,
       "It was released in 2015 at long last."},
  });
}

TEST(AnswerExtent, TakesTheSentenceBeforeOnlyWhereBothFit) {
  const std::string before = "Rust " + repeated("is old and ", 30) + "old.";
  const std::string last = "It was released in the year of 2015.";
  EXPECT_EQ(extent_of(section(before + " " + last), 1), last);
}

TEST(AnswerExtent, TakesTheSentenceAfterOneThatSaysNextToNothing) {
  expect_extents({
      {"Yes. Rust is used in kernels. Go is not.", 0,
       "Yes. Rust is used in kernels."},
      {"No, never. Rust is used in kernels. Go is not.", 0,
       "No, never. Rust is used in kernels."},
      {"Go is not. Yes.", 1, "Yes."},  // none follows
      {"Yes. " + repeated("Rust is used ", 40) + ".", 0, "Yes."},  // too long
      // An item is not said after a sentence.
      {"See below.\n- One is a first thing.\n- Two.", 0, "See below."},
  });
}

TEST(AnswerExtent, TakesTwoSentencesOfTheAnswerToARelatedQuestion) {
  const StoredPassage question = related_question(
      "When?",
      "Rust was released on the 15th of May. That was in 2015. Go is "
      "an older language.");
  EXPECT_EQ(extent_of(question, 0),
            "Rust was released on the 15th of May. That was in 2015.");
  EXPECT_EQ(extent_of(question, 2), "Go is an older language.");
  EXPECT_EQ(extent_of(section(question.text), 0),
            "Rust was released on the 15th of May.");
}

TEST(AnswerExtent, TakesTheItemsThatASentenceAnnounces) {
  expect_extents({
      {"Rust is used by these companies:\n\n- Mozilla\n- Amazon\n\nOthers.", 0,
       "Rust is used by these companies:\n\n- Mozilla\n- Amazon"},
      {"These use it:\n1. A\n2. B\n3. C\n4. D\n5. E\n6. F\n7. G", 0,
       "These use it:\n1. A\n2. B\n3. C\n4. D\n5. E"},
      {"These use it:\n* A\n* " + std::string(400, 'b'), 0,
       "These use it:\n* A"},
      {"Rust is used by these companies.\n\n- Mozilla\n- Amazon", 0,
       "Rust is used by these companies."},
      {"Rust has all of this to offer:\n\nMuch more than can be said.", 0,
       "Rust has all of this to offer:"},
  });
}

TEST(AnswerExtent, TakesTheListOfAStep) {
  const std::string list =
      "Do so.\n\n1. Download it there.\n2. Unpack the archive.\n3. Build the "
      "program.\n4. Install the program.\n5. Try it out now.\n6. Be happy.\n";
  const std::string first_five = list.substr(8, list.find("\n6.") - 8);
  for (const size_t item : {1u, 3u, 5u}) {
    EXPECT_EQ(extent_of(section(list), item, AnswerType::kSteps), first_five);
  }
  // The list begins so that the step that was found is the last of five.
  EXPECT_EQ(extent_of(section(list), 6, AnswerType::kSteps),
            trim(list.substr(list.find("2."))));
  EXPECT_EQ(extent_of(section(list), 2, AnswerType::kName),
            "2. Unpack the archive.");
}

TEST(AnswerExtent, TakesAsMuchOfAListAsFits) {
  const std::string item = "- " + repeated("word ", 27) + "word\n";  // 141
  const std::string text = trim(repeated(item, 6)).data();
  const std::string two = repeated(item, 2).substr(0, 2 * item.size() - 1);
  EXPECT_EQ(extent_of(section(text), 0, AnswerType::kSteps), two);
  // From the first on it would not fit.
  EXPECT_EQ(extent_of(section(text), 4, AnswerType::kSteps), two);
}

TEST(AnswerExtent, CutsALongSentenceAfterAWord) {
  const std::string text = repeated("wörter ", 100) + "end.";
  const std::string cut = extent_of(section(text), 0);
  EXPECT_EQ(cut, trim(repeated("wörter ", 50)));
  EXPECT_EQ(utf8_length(cut), 349u);
}

TEST(AnswerExtent, KeepsTheWordsOfTheQueryInALongSentence) {
  const std::string filler = repeated("and so on ", 60);  // 600 bytes
  for (size_t at = 0; at <= 600; ++at) {
    std::string text = filler;
    text.insert(at, " Rusty crabs. ");
    text[at + 12] = at % 2 == 0 ? '.' : ' ';
    const std::string cut =
        extent_of(section(text), 0, AnswerType::kNone, "rusty crabs");
    EXPECT_NE(cut.find("Rusty crabs"), std::string::npos) << at << ": " << cut;
    EXPECT_LE(utf8_length(cut), kAnswerChars);
  }
}

TEST(AnswerExtent, OfTextWithoutSpacesIsCutBetweenCharacters) {
  for (const std::string_view piece : {"字", "é", "😀", "x"}) {
    const std::string text = repeated(piece, 1000);
    const std::string cut = extent_of(section(text), 0);
    EXPECT_EQ(cut, repeated(piece, kAnswerChars));
  }
}

TEST(AnswerExtent, OfAnyTextIsASpanWithinIt) {
  const unsigned seed = std::random_device()();
  std::mt19937 random(seed);
  const std::string long_word(90, 'w');
  const std::string_view pieces[] = {
      "rust ",  "it ",      "Yes. ",
      ". ",     "\n",       "\n\n",
      "- ",     "1. ",      ": ",
      "字典",   "。",       "é",
      "`",      "**",       "](x)",
      "|",      "😀",        " ",
      "\u00a0", "\t",       ":\n- ",
      "# ",     "```\n",    "\xcc\x81",
      "\r\n",   "He said ", "and so on and on and on ",
      long_word};
  for (int i = 0; i < 3000; ++i) {
    // A few kinds only, so that some texts have no white space, or nothing
    // else.
    std::vector<std::string_view> kinds;
    for (size_t n = 1 + random() % 6; n > 0; --n) {
      kinds.push_back(pieces[random() % std::size(pieces)]);
    }
    std::string text;
    for (size_t n = random() % 300; n > 0; --n) {
      text += kinds[random() % kinds.size()];
    }
    StoredPassage passage =
        i % 3 == 0 ? related_question("Rust?", text) : section(text);
    if (i % 2 == 0) passage.markup = Markup::kMarkdown;
    const Evidence evidence = evidence_of(asked_terms("rust 字典"), passage);
    const size_t sentence = random() % evidence.sentences.size();
    const AnswerType type =
        random() % 2 == 0 ? AnswerType::kSteps : AnswerType::kNone;
    const Span span = answer_extent(passage, evidence, sentence, type);
    ASSERT_LE(span.start, span.end) << "seed " << seed << ", " << text;
    ASSERT_LE(span.end, text.size()) << "seed " << seed << ", " << text;
    const std::string_view answer = slice(text, span);
    EXPECT_TRUE(is_valid_utf8(answer)) << "seed " << seed << ", " << text;
    EXPECT_LE(utf8_length(answer), kAnswerChars)
        << "seed " << seed << ", " << text;
    EXPECT_EQ(trim(answer).empty(), trim(text).empty())
        << "seed " << seed << ", " << text;
  }
}

TEST(AnswerExtent, TakesNoLongerForManySentences) {
  const std::string text = repeated("- Rust is an item.\n", 20000);
  const StoredPassage passage = section(text);
  const Evidence evidence = evidence_of(asked_terms("rust"), passage);
  const auto started = std::chrono::steady_clock::now();
  for (size_t i = 0; i < 100; ++i) {
    answer_extent(passage, evidence, i * 150, AnswerType::kSteps);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - started,
            std::chrono::seconds(2));
}

}  // namespace
}  // namespace ibid
