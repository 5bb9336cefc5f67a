// SPDX-License-Identifier: GPL-3.0-or-later
// Which texts are questions, and what syntax is left in them.
#include "searcher/query_mode.h"

#include <gtest/gtest.h>

#include <string_view>

#include "searcher/interpret.h"
#include "tests/searcher/query_trees.h"

namespace ibid {
namespace {

struct ModeCase {
  std::string_view query;
  bool is_question;
};

TEST(QueryMode, TellsQuestionsFromKeywords) {
  const ModeCase cases[] = {
      {"What is Rust used for?", true},
      {"what is rust used for", true},
      {"WHAT IS RUST", true},
      {"what is COVID-19", true},
      {"what's rust", true},
      {"what’s rust", true},
      {"which languages have garbage collection", true},
      {"who wrote xapian", true},
      {"how does BM25 work", true},
      {"how to install rust", true},
      {"why is sqlite fast", true},
      {"when was linux released", true},
      {"where is the config file", true},
      {"is rust memory safe", true},
      {"are strings mutable in java", true},
      {"isn't rust slow", true},
      {"don't I need a lock", true},
      {"can I use rust for web", true},
      {"does c++ have modules", true},
      {"doesn’t go have generics", true},
      {"do I need a semicolon", true},
      {"should I learn go", true},
      {"has python a jit", true},
      {"tell me about stemming", true},
      {"explain inverted indexes briefly", true},
      {"  ... what is rust", true},
      {"\"what\" is rust", true},
      {"rust?", true},
      {"rust vs go?!", true},
      {"rust vs go? ", true},
      {"Rust 是什么？", true},
      {"ما هي رست؟", true},
      {"was ist ein Index", true},
      {"Wofür wird Rust benutzt", true},
      {"Wie funktioniert BM25", true},
      {"welche Sprachen sind schnell", true},
      {"Können Threads Daten teilen", true},
      {"qu'est-ce que rust", true},
      {"qu’est-ce qu’un index", true},
      {"pourquoi utiliser rust", true},
      {"comment fonctionne un index", true},
      {"est-ce que rust est rapide", true},
      {"où est la configuration", true},
      {"¿Qué es Rust?", true},
      {"qué es un índice", true},
      {"cómo funciona la búsqueda", true},
      {"por qué usar rust", true},
      {"para qué sirve rust", true},
      {"what is \"zero cost\"", true},
      {"what is rust used for lang:en", true},
      {"what does -Wall do", true},
      {"", false},
      {"?", false},
      {"???", false},
      {"rust", false},
      {"what is", false},
      {"how to", false},
      {"explain", false},
      {"tell story now", false},
      {"rust borrow checker", false},
      {"whatever works best", false},
      {"island holidays cheap", false},
      {"how-to guides rust", false},
      {"comment syntax rust", false},
      {"c++ what is", false},
      {"Who", false},
      {"rust what? how", false},
      {"rust OR go", false},
      {"title:rust what is ownership?", false},
      {"how does it work title:rust", false},
      {"what is \"a b\"~5", false},
  };
  for (const auto& [query, is_question] : cases) {
    EXPECT_EQ(interpret(query, {}).mode == QueryMode::kQuestion, is_question)
        << query;
  }
}

TEST(QueryMode, FollowsWhatIsAskedFor) {
  EXPECT_EQ(interpret("rust", {.mode = QueryMode::kQuestion}).mode,
            QueryMode::kQuestion);
  EXPECT_EQ(interpret("what is rust?", {.mode = QueryMode::kKeyword}).mode,
            QueryMode::kKeyword);
  EXPECT_EQ(interpret("rust title:a", {.mode = QueryMode::kQuestion}).mode,
            QueryMode::kQuestion);
}

TEST(QueryMode, LetsNoSyntaxHurtAQuestion) {
  expect_trees({
      {"What is Rust (the language) used for?",
       R"t((text "What is Rust (the language) used for?"))t"},
      {"What does -Wall do?", R"t((text "What does -Wall do?"))t"},
      {"what does rm -rf do", R"t((text "what does rm -rf do"))t"},
      {"how do I chmod +x a file", R"t((text "how do I chmod +x a file"))t"},
      {"Why is my code NOT working?",
       R"t((text "Why is my code NOT working?"))t"},
      {"what is the difference between AND and OR",
       R"t((text "what is the difference between AND and OR"))t"},
      {"What is char* in C?", R"t((text "What is char* in C?"))t"},
      {"Rust: is it -- or is it not - fast?",
       R"t((text "Rust: is it -- or is it not - fast?"))t"},
      {"How is path:line printed?", R"t((text "How is path:line printed?"))t"},
      {"What is Path::new?", R"t((text "What is Path::new?"))t"},
      {"is (a OR b) faster", R"t((text "is (a OR b) faster"))t"},
      // What stays: phrases, and fields at the ends.
      {R"t(What does "zero cost" mean?)t",
       R"t((text "What does") (phrase "zero cost") (text "mean?"))t"},
      {"what is rust used for? tag:rust",
       R"t((text "what is rust used for?") (tag "rust"))t"},
      {"lang:en what is rust?", R"t((lang "en") (text "what is rust?"))t"},
      {"what is rust, lang:en?", R"t((text "what is rust,") (lang "en"))t"},
      {"what is rust -tag:java", R"t((text "what is rust") -(tag "java"))t"},
      {"how does async work title:rust -java",
       R"t((text "how does async work title:rust -java"))t"},
      // A field that says where words stand makes it
      // keywords.
      {"how does async work title:rust -tag:java",
       R"t((text "how does async work") (text title "rust") -(tag "java"))t"},
  });
}

TEST(QueryMode, ReadsTheGrammarOfTheModeThatIsAskedFor) {
  expect_trees(
      {{"what is rust -java", R"t((text "what is rust") -(text "java"))t"},
       {"a OR b?", R"t((any (text "a") (text "b?")))t"}},
      {.mode = QueryMode::kKeyword});
  expect_trees({{"rust -java", R"t((text "rust -java"))t"},
                {"rust (a OR b)", R"t((text "rust (a OR b)"))t"},
                {"rust title:a", R"t((text "rust") (text title "a"))t"}},
               {.mode = QueryMode::kQuestion});
}

}  // namespace
}  // namespace ibid
