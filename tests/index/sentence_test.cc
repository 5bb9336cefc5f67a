// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/sentence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "index/text.h"

namespace ibid {
namespace {

using Strings = std::vector<std::string>;

Strings cut(std::string_view text) {
  Strings out;
  for (const Span span : sentences(text)) out.emplace_back(slice(text, span));
  return out;
}

// `marked` is the text with a ¶ wherever a sentence is to end.
void expect_cuts(std::string_view marked) {
  constexpr std::string_view kMark = "¶";
  std::string text;
  Strings expected;
  size_t start = 0;
  while (start <= marked.size()) {
    const size_t end = std::min(marked.find(kMark, start), marked.size());
    const std::string_view piece = marked.substr(start, end - start);
    text += piece;
    expected.emplace_back(trim(piece));
    start = end + kMark.size();
  }
  EXPECT_EQ(cut(text), expected) << marked;
}

TEST(Sentence, EndsAtFullStopsQuestionsAndExclamations) {
  expect_cuts("One here. ¶Two here! ¶Three here? ¶Four.");
  expect_cuts("What is X? ¶It is Y.");
  expect_cuts("Really?! ¶Yes... ¶And so… ¶Then more.");
  expect_cuts("First line ends here.\n¶Second line.");
  expect_cuts("A sentence over\ntwo lines. ¶Another\rone.");
  expect_cuts("No end at all");
  expect_cuts("It ended in 1999. ¶Then 2000 came. ¶3 more years.");
  expect_cuts("El fin. ¶¿Qué es? ¶¡Hola! ¶Élan vital.");
  expect_cuts("यह एक वाक्य है। ¶यह दूसरा है।");
  expect_cuts("كيف حالك؟ ¶أنا بخير.");
  expect_cuts("Она пришла. ¶Он ушёл. она тоже.");
}

TEST(Sentence, KeepsClosingQuotesBracketsAndNotes) {
  expect_cuts("He said \"Go.\" ¶She went.");
  expect_cuts("(It is so.) ¶It was.");
  expect_cuts("“Done.” ¶‘Next.’ ¶„Gut.“ ¶Last.");
  expect_cuts("Proved in 1970.[12] ¶Later refuted.[3][4] ¶The end.");
  expect_cuts("**Bold one.** ¶_Slanted one._ ¶`code.` ¶Plain.");
  expect_cuts("She asked \"Why?\" and left.");
  expect_cuts("It works. ¶(So they say.) ¶\"Quoted.\" ¶[Link](x) here.");
}

TEST(Sentence, DoesNotEndInsideNumbersAndNames) {
  expect_cuts("Pi is 3.14 and v1.4.22 runs node.js on example.com today.");
  expect_cuts("Read std::vector and a.b.c or x.Y now.");
  expect_cuts("It costs $3.50. ¶Use .NET. ¶It is version 1.4.22. ¶Done.");
  expect_cuts("Use C++. ¶Use C#. ¶Good.");
  expect_cuts("See https://example.com/a?b=C!D for more. ¶End.");
  expect_cuts("One... two... and three … four.");
  expect_cuts("Yahoo! is a firm, and Yahoo! Inc. was its name.");
  expect_cuts("He used Yahoo! ¶The rest did not.");
}

TEST(Sentence, KnowsAbbreviations) {
  expect_cuts("Fruit, e.g. Apples, i.e. Those. ¶End.");
  expect_cuts("Dr. Knuth met Mr. Hoare and Prof. Dijkstra vs. Others. ¶End.");
  expect_cuts("See Fig. 3 and No. 5 on p. 12, Vol. 2, pp. 3. ¶End.");
  expect_cuts("The answer is no. ¶Nobody knows it.");
  expect_cuts("It was on Jan. 5 of that year. ¶End.");
  expect_cuts("In the U.S. Army. ¶He left the U.S. ¶The army stayed.");
  expect_cuts("At 5 p.m. ¶He has a Ph.D. in it. ¶Yes.");
  expect_cuts("Apples, pears, etc. are fruit. ¶Nuts etc. ¶They are not.");
  expect_cuts("Acme Inc. Reports are due. ¶Acme Inc. ¶It grew.");
  expect_cuts("J. Smith, D. E. Knuth and J.R.R. Tolkien wrote. ¶End.");
  expect_cuts("It is written in C. ¶It is fast. ¶So do I. ¶The end.");
  expect_cuts("(e.g. This one) and “Dr. Who” as well. ¶End.");
  expect_cuts("Robertson et al. Showed it. ¶Done.");
}

TEST(Sentence, EndsOnlyBeforeWhatCanBeginOne) {
  expect_cuts("He left. then he came back.");
  expect_cuts("It fails. ¶malloc() returns NULL. ¶iPhone users know.");
  expect_cuts("It fails. ¶std::vector grows. ¶foo_bar does not.");
  expect_cuts("Run it. ¶`ls` lists. ¶--help helps. ¶-v tells.");
  expect_cuts("Dots . like . these . ) do not count.");
}

TEST(Sentence, ReadsChineseAndJapanese) {
  expect_cuts("今天很好。¶明天呢？¶不知道！¶好");
  expect_cuts("これは文です。¶次の文です。");
  expect_cuts("「何？」と彼は言った。¶「はい。」¶彼女は答えた。");
  expect_cuts("「そうだ。」と言った。¶終わり。");
  expect_cuts("他说好。¶“下一句。”¶再见。");
  expect_cuts("Xapian 很快。¶Lucene 也是。 ¶End.");
}

TEST(Sentence, EndsAtBlankLinesListMarksAndTableRows) {
  expect_cuts("No stop here\n\n¶Next paragraph\n  \n¶Third");
  expect_cuts("Windows\r\n\r\n¶line ends\r\n¶- item");
  expect_cuts("Steps:\n¶- first thing\n¶- second\n  thing\n¶* third\n¶+ x");
  expect_cuts("1. Do this. ¶Then rest.\n¶2. Do that\n¶10) And that");
  expect_cuts("Fruit\n¶• apples\n¶• pears");
  expect_cuts("| a. B | c |\n¶|---|---|\n¶| d | e |\n¶After it");
  expect_cuts("+---+\n¶| a |\n¶+---+");
  expect_cuts("-5 degrees\n-10 degrees");
}

TEST(Sentence, KeepsHeadingsApart) {
  expect_cuts("# Title one\n¶Text below. ¶More\n¶## Part\n¶text");
  expect_cuts("Title\n=====\n¶Text below.");
  expect_cuts(
      "How It Works\n¶The engine reads each article once and writes its "
      "passages.\n¶Then it stops.");
  // A wrapped line is no heading, however it goes on.
  expect_cuts(
      "The engine reads each article once and writes all of it to\n"
      "Xapian databases on the disk of the machine it runs on.");
}

TEST(Sentence, CutsCodeAtItsLines) {
  expect_cuts("Do:\n¶```\n¶a. B = c\n¶d. E\n¶```\n¶After. ¶It.");
  expect_cuts("int x = f(1);\n¶return {x};\n¶}");
  expect_cuts("```inline``` code. ¶Then text\ngoes on.");
}

TEST(Sentence, GivesNothingForNothing) {
  EXPECT_EQ(cut(""), Strings());
  EXPECT_EQ(cut(" \n\t\r\n "), Strings());
  EXPECT_EQ(cut("."), Strings{"."});
  EXPECT_EQ(cut("  a  "), Strings{"a"});
  EXPECT_EQ(cut("1."), Strings{"1."});
  EXPECT_EQ(cut("-"), Strings{"-"});
}

// Whatever the bytes: in order, apart, trimmed, and no byte lost.
void expect_cover(std::string_view text, const std::string& what) {
  size_t at = 0;
  for (const Span span : sentences(text)) {
    ASSERT_GE(span.start, at) << what;
    ASSERT_LT(span.start, span.end) << what;
    ASSERT_LE(span.end, text.size()) << what;
    ASSERT_TRUE(trim(slice(text, {at, span.start})).empty()) << what;
    ASSERT_EQ(trim(text, span), span) << what;
    at = span.end;
  }
  ASSERT_TRUE(trim(text.substr(at)).empty()) << what;
}

TEST(Sentence, LosesNoByteOfRandomText) {
  constexpr std::string_view kPieces[] = {"a",
                                          "B",
                                          "e.g.",
                                          "Dr.",
                                          " ",
                                          "\n",
                                          "\r",
                                          "\n\n",
                                          ".",
                                          "!",
                                          "?",
                                          "…",
                                          "。",
                                          "？",
                                          "\"",
                                          "”",
                                          ")",
                                          "(",
                                          "[1]",
                                          "```",
                                          "| ",
                                          "- ",
                                          "1. ",
                                          "# ",
                                          "===",
                                          "\t",
                                          "é",
                                          "中",
                                          "\xff",
                                          "\xe4",
                                          std::string_view("\0", 1),
                                          "yahoo",
                                          "U.S",
                                          "C",
                                          "The",
                                          "12",
                                          "~~~",
                                          "{",
                                          ";",
                                          ">"};
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    const size_t count = random() % 60;
    for (size_t i = 0; i < count; ++i)
      text += kPieces[random() % std::size(kPieces)];
    expect_cover(text, "seed " + std::to_string(seed));
    if (HasFatalFailure()) return;
  }
}

// What would take minutes if any look ahead or back were quadratic.
TEST(Sentence, IsLinearOnHostileText) {
  constexpr std::string_view kUnits[] = {
      ".",    ". ",  ". A", ". a",   ".\n", "\n",  " ",      "\"",  "。",
      "\x80", ". (", "`",   "```\n", "a.",  "A.",  "- \n",   "|\n", "#",
      "A\nB", "[1]", "。”", ". >  ", "\r",  "{\n", "a\n\nB", "…"};
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string_view unit : kUnits) {
    std::string text;
    while (text.size() < (1u << 19)) text += unit;
    expect_cover(text, std::string(unit));
    expect_cover(text + "x. Y", std::string(unit));
  }
  const auto taken = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(taken, std::chrono::seconds(60));
}

}  // namespace
}  // namespace ibid
