// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/answer_type.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "index/fold.h"

namespace ibid {
namespace {

using Type = AnswerType;

TEST(AnswerType, IsToldFromTheQuestion) {
  const std::pair<std::string_view, Type> cases[] = {
      {"Who wrote BM25?", Type::kPerson},
      {"by whom was Rust started", Type::kPerson},
      {"Whose idea was it?", Type::kPerson},
      {"When was Rust 1.0 released?", Type::kTime},
      {"What year did Go appear?", Type::kTime},
      {"In which century was it built?", Type::kTime},
      {"Where is Vienna?", Type::kPlace},
      {"Which city hosts it?", Type::kPlace},
      {"How many code points are there?", Type::kNumber},
      {"how much memory does it need", Type::kNumber},
      {"How old is C++?", Type::kNumber},
      {"What percentage of pages is HTML?", Type::kNumber},
      {"Why is it fast?", Type::kReason},
      {"Which companies use Rust?", Type::kName},
      {"What language is Linux written in?", Type::kName},
      {"How do I install it?", Type::kSteps},
      {"how to prune roses", Type::kSteps},
      {"What is an inverted index?", Type::kDefinition},
      {"WHAT ARE POSTING LISTS", Type::kDefinition},
      {"What does RAII stand for?", Type::kDefinition},
      {"what does volatile mean", Type::kDefinition},
      {"What does the k1 parameter do?", Type::kDefinition},
      {"Is Rust memory safe?", Type::kYesNo},
      {"Can a BM25 weight be negative?", Type::kYesNo},
      {"does Linux use Rust", Type::kYesNo},
      // Of any kind:
      {"What was the first release called?", Type::kNone},
      {"What is the name of the man who wrote the first compiler?",
       Type::kNone},
      {"inverted index", Type::kNone},
      {"who", Type::kNone},
      {"", Type::kNone},
      {"?", Type::kNone},
      {"字典 とは", Type::kNone},
      {"\xff\xfe what", Type::kNone},
  };
  for (const auto& [text, type] : cases) {
    EXPECT_EQ(static_cast<int>(answer_type(text)), static_cast<int>(type))
        << text;
  }
}

struct MatchCase {
  std::string_view sentence;
  double least;
  double most;
};

void expect_matches(Type type, std::string_view query,
                    const std::vector<MatchCase>& cases) {
  const std::string folded = fold(query);
  for (const auto& [sentence, least, most] : cases) {
    const double match = type_match(type, sentence, folded);
    EXPECT_GE(match, least) << sentence;
    EXPECT_LE(match, most) << sentence;
  }
}

TEST(TypeMatch, FindsNamesThatTheQueryDoesNotHave) {
  for (const Type type : {Type::kPerson, Type::kName}) {
    expect_matches(type, "who made Rust?",
                   {{"Rust was made by Graydon Hoare.", 1, 1},
                    {"It was made by \"Graydon\".", 1, 1},
                    {"The compiler of Rust was made later.", 0, 0},
                    {"Graydon made it.", 0, 0},  // every sentence has a capital
                    {"A plan was made, plan B.", 0, 0},
                    {"", 0, 0}});
  }
}

TEST(TypeMatch, KnowsCapitalsOfEveryScript) {
  expect_matches(Type::kPerson, "who made Éclair?",
                 {{"It was made by Élodie.", 1, 1},
                  {"It was made by “Élodie”.", 1, 1},
                  {"It was made by «Łukasz».", 1, 1},
                  {"Её сделал Юрий.", 1, 1},
                  {"Её сделал повар.", 0, 0},
                  {"They made an Éclair.", 0, 0},  // the query names it
                  {"They made an éclair.", 0, 0},
                  {"It is made of 麦.", 0, 0}});
}

TEST(TypeMatch, FindsPlacesAfterTheirPreposition) {
  expect_matches(Type::kPlace, "where is Rust made?",
                 {{"It is made in Vienna.", 1, 1},
                  {"It is made by Mozilla.", 0.1, 0.9},
                  {"It is made in a house.", 0, 0},
                  {"Made in Rust.", 0, 0}});
}

TEST(TypeMatch, FindsDatesAndNumbers) {
  expect_matches(Type::kTime, "when?",
                 {{"It came out in 2015.", 1, 1},
                  {"On the first of May, it came out.", 1, 1},
                  {"It may come out.", 0, 0},
                  {"It took 15 tries.", 0.1, 0.9},
                  {"It took a decade.", 0.1, 0.9},
                  {"It is out.", 0, 0}});
  expect_matches(Type::kNumber, "how many?",
                 {{"There are 16 of them.", 1, 1},
                  {"There are sixteen.", 0, 0},
                  {"There are twelve.", 0.1, 0.9},
                  {"There are some.", 0, 0}});
}

TEST(TypeMatch, FindsReasonsStepsAndYes) {
  expect_matches(Type::kReason, "why?",
                 {{"Because it is small.", 1, 1},
                  {"It is fast due to its size.", 1, 1},
                  {"It is fast.", 0, 0}});
  expect_matches(Type::kSteps, "how to?",
                 {{"1. Get it.", 1, 1},
                  {"- Get it.", 1, 1},
                  {"You install it.", 0.1, 0.9},
                  {"It is nice.", 0, 0},
                  {"", 0, 0}});
  expect_matches(Type::kYesNo, "is it?",
                 {{"Yes, it is.", 1, 1},
                  {"No.", 1, 1},
                  {"**Yes**, it is.", 1, 1},
                  {"It is, yes.", 0, 0},
                  {"Nothing is.", 0, 0},
                  {"", 0, 0}});
  expect_matches(Type::kNone, "rust",
                 {{"Yes, Rust is 1 of them because of Mozilla.", 0, 0}});
}

TEST(TypeMatch, OfAnyBytesIsAShare) {
  for (int type = 0; type <= static_cast<int>(Type::kYesNo); ++type) {
    for (const std::string_view sentence :
         {"", " ", "\xff\xfe", "字典。", "\n\n", "😀 A", "( [ * '", "'", "1"}) {
      const double match =
          type_match(static_cast<Type>(type), sentence, "\xff");
      EXPECT_GE(match, 0);
      EXPECT_LE(match, 1);
    }
  }
}

}  // namespace
}  // namespace ibid
