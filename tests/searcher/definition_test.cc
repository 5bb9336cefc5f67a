// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/definition.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/searcher/asked.h"

namespace ibid {
namespace {

std::string subject_of(std::string_view question) {
  const RerankQuery query = asked(question);
  std::string out;
  for (const uint32_t i : query.subject) {
    if (!out.empty()) out += ' ';
    out += query.terms.terms[i].word;
  }
  return out;
}

double best_of(std::string_view question, std::string_view text) {
  const RerankQuery query = asked(question);
  const Evidence evidence = evidence_of(query.terms, section(text));
  double best = 0;
  for (size_t i = 0; i < evidence.sentences.size(); ++i) {
    best = std::max(best, defines(query.subject, evidence, i, text));
  }
  return best;
}

TEST(DefinitionSubject, IsWhatTheQuestionNames) {
  const struct {
    std::string_view question;
    std::string_view subject;
  } cases[] = {
      {"What is a closure?", "closure"},
      {"What is a closure in Rust?", "closure"},
      {"what are smart pointers", "smart pointers"},
      {"What does RAII mean?", "raii"},
      {"What does RAII stand for?", "raii"},
      {"What is Go used for?", "go"},
      {"What is the capital of France?", "capital france"},
      {"What is C++?", "c++"},
      {"What is the difference between a mutex and a lock?", ""},
      {"Why is the sky blue?", ""},
      {"closure", ""},
      {"what is", ""},
      {"what", ""},
      {"", ""},
  };
  for (const auto& [question, subject] : cases) {
    EXPECT_EQ(subject_of(question), subject) << question;
  }
}

TEST(Defines, WeighsTheFormsOfDefinitions) {
  const struct {
    std::string_view question;
    std::string_view sentence;
    double least;
    double most;
  } cases[] = {
      {"What is a closure?", "A closure is a function without a name.", 1, 1},
      {"What is a closure?", "Rust's closures are the functions.", 1, 1},
      {"What is a closure?", "**Closures** are functions.", 0.8, 1},
      {"What is a closure?", "In computing, a closure is a function.", 1, 1},
      {"What is a closure?", "The term closure refers to functions.", 0.9, 0.9},
      {"What is a closure?", "The concept of a closure is an old one.", 1, 1},
      {"What is a closure?", "Closures let you keep values.", 0.6, 0.6},
      {"What is a closure?", "Closures (see below) are a kind of value.", 1, 1},
      {"What are smart pointers?",
       "Smart pointers, on the other hand, are data structures.", 0.8, 1},
      {"What is Rc?", "You use the type Rc<T>, which is a pointer.", 0.6, 0.7},
      {"What is RAII?",
       "This pattern is sometimes called Resource Acquisition Is "
       "Initialization (RAII).",
       0.5, 0.5},
      {"What is a surrogate pair?", "It takes two escapes, a surrogate pair.",
       0.5, 0.5},
      {"What is a closure?", "Rust’s closures are functions.", 0.8, 1},
      {"What is a closure?", "Closures are simply a kind of value.", 1, 1},
      {"What is a pointer?", "It makes a pointer — a number that leads on.",
       0.4, 0.45},
      {"What is a pointer?", "A pointer — a number that leads on.", 0.6, 0.6},
      {"What is the stack?", "The stack stores values in order.", 0.6, 0.6},
      {"What is unsafe Rust?",
       "The language has another one hidden inside that promises nothing of "
       "the kind: it’s called unsafe Rust and works alike.",
       0.5, 0.5},
      {"What is a vector?", "The first type is the list, also known as vector.",
       0.5, 0.5},
      {"What is a duty?", "A duty is to keep the law.", 0.85, 0.85},
      // The sentence before says of what.
      {"What is a deadlock?",
       "There may be deadlocks. These occur when two wait.", 0.5, 0.5},
      {"What is a deadlock?", "Some call it a deadlock. It is a state.", 0.5,
       0.5},
      {"What is a deadlock?", "A deadlock hurts. These occur when two wait.",
       0.1, 0.2},
      {"What is a deadlock?", "There may be deadlocks. These are bad.", 0, 0.2},
      // What compares or judges it:
      {"What is shadowing?", "Shadowing is different from marking.", 0.2, 0.2},
      {"What are trait objects?",
       "Trait objects are more like objects elsewhere.", 0.2, 0.2},
      {"What is a panic?", "A panic is often appropriate in tests.", 0.2, 0.2},
      {"What is a race?", "A race is similar to a contest.", 0.4, 0.4},
      {"What is a list?", "A list is responsible for its items.", 0.3, 0.3},
      {"What is an iterator?", "Iterators are lazy, meaning they wait.", 0.3,
       0.3},
      // What tells of one of them, or of something with a longer name:
      {"What is an enum?", "This enum is the Option.", 0.1, 0.2},
      {"What is polymorphism?", "This is called parametric polymorphism.", 0,
       0.2},
      {"What is a pattern?", "Named variables are irrefutable patterns.", 0,
       0.2},
      {"What is a pattern?", "Then if the pattern fails, the code runs.", 0,
       0.2},
      // What only mentions it:
      {"What is the stack?", "Adding is called pushing onto the stack.", 0,
       0.2},
      {"What is an enum?", "The language lets us encode these as an enum.", 0,
       0.2},
      {"What is a vector?", "Iterating over a vector is a good thing.", 0.1,
       0.2},
      {"What is a closure?", "The type of a closure is a long one.", 0.1, 0.2},
      {"What is a closure?", "If a closure is a function, it runs.", 0.1, 0.2},
      {"What is a closure?", "Closures are typically short.", 0.4, 0.5},
      {"What is a closure?", "So what is a closure?", 0, 0},
      {"What is a closure?", "Call the closure.", 0, 0.2},
      {"What is a closure?", "A function is a value.", 0, 0},
      {"What are smart pointers?", "A pointer is a number.", 0, 0},
      {"What are smart pointers?",
       "Smart people know that in the end all the pointers are numbers.", 0, 0},
  };
  for (const auto& [question, sentence, least, most] : cases) {
    const double found = best_of(question, sentence);
    EXPECT_GE(found, least - 1e-9) << sentence;
    EXPECT_LE(found, most + 1e-9) << sentence;
  }
}

TEST(Defines, IsWithinItsBoundsForAnyText) {
  std::mt19937 random(20261123);
  constexpr std::string_view kPieces[] = {
      "closure", " is ", "a ", ", ", "(", ")",         "<",    ">",
      "which ",  "the ", ". ", "?",  ":", "\xff",      "\n",   "called ",
      "'s ",     "**",   "é ", "`",  " ", "closures ", "not ", "word "};
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    const size_t pieces = random() % 12;
    for (size_t j = 0; j < pieces; ++j) {
      text += kPieces[random() % std::size(kPieces)];
    }
    const double found = best_of("What is a closure?", text);
    EXPECT_GE(found, 0) << text;
    EXPECT_LE(found, 1) << text;
  }
}

}  // namespace
}  // namespace ibid
