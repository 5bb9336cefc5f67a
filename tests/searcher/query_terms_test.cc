// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query_terms.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <cmath>
#include <string>

#include "index/analysers.h"
#include "index/schema.h"

namespace ibid {
namespace {

// A table that lost its order would not find some of its words.
TEST(Fillers, AreFoundWhereverTheyStandInTheTable) {
  for (const std::string_view word :
       {"a",      "about",   "am",      "an",    "as",      "be",     "between",
        "both",   "can",     "cant",    "d",     "did",     "dont",   "during",
        "either", "ever",    "for",     "get",   "had",     "having", "he",
        "him",    "his",     "how",     "i",     "im",      "in",     "itself",
        "just",   "less",    "ll",      "m",     "many",    "might",  "my",
        "now",    "of",      "one",     "other", "others",  "over",   "own",
        "re",     "s",       "same",    "shall", "since",   "such",   "t",
        "than",   "the",     "their",   "them",  "then",    "these",  "this",
        "those",  "through", "to",      "two",   "u",       "ur",     "us",
        "ve",     "was",     "what",    "where", "whether", "which",  "who",
        "whose",  "why",     "will",    "with",  "within",  "would",  "yet",
        "you",    "your",    "yourself"}) {
    EXPECT_TRUE(is_filler(word)) << word;
  }
  for (const std::string_view word :
       {"", "The", "rust", "c", "thee", "zoo", "please", "字", "the "}) {
    EXPECT_FALSE(is_filler(word)) << word;
  }
}

class QueryTermsTest : public testing::Test {
 protected:
  // A passage with these terms, and as many times.
  void add(const std::vector<std::string>& terms) {
    Xapian::Document doc;
    for (const std::string& term : terms) doc.add_term(term);
    db_.add_document(doc);
  }

  QueryTerms read(std::string_view text,
                  const std::vector<std::string>& languages = {"en"}) {
    return query_terms(query_words(text, languages, analysers_), db_);
  }

  Xapian::WritableDatabase db_{std::string(), Xapian::DB_BACKEND_INMEMORY};
  Analysers analysers_;
};

TEST_F(QueryTermsTest, KnowWhatTheDatabaseHasOfEachWord) {
  add({"run", "run", make_term(prefix::kWord, "running")});
  add({"run", "fast"});
  add({"slow"});
  const QueryTerms terms = read("running fast nowhere");
  ASSERT_EQ(terms.terms.size(), 3u);
  EXPECT_EQ(terms.passages, 3u);
  const QueryTerm& running = terms.terms[0];
  EXPECT_EQ(running.word, "running");
  EXPECT_EQ(running.passages, 2u);
  EXPECT_EQ(running.occurrences, 3u);
  EXPECT_EQ(running.word_passages, 1u);
  EXPECT_DOUBLE_EQ(running.idf, std::log(1 + 1.5 / 2.5));
  EXPECT_DOUBLE_EQ(running.word_idf, std::log(1 + 2.5 / 1.5));
  // Its own stem: the word is looked up as that.
  EXPECT_EQ(terms.terms[1].word_passages, 1u);
  EXPECT_EQ(terms.terms[2].passages, 0u);
  EXPECT_DOUBLE_EQ(terms.terms[2].idf, std::log(1 + 3.5 / 0.5));
}

TEST_F(QueryTermsTest, HaveEachWordOnceAndTheOrderOfAll) {
  add({"x"});
  const QueryTerms terms = read("The cat saw the other cat");
  std::string words;
  for (const QueryTerm& term : terms.terms) words += term.word + " ";
  EXPECT_EQ(words, "the cat saw other ");
  EXPECT_EQ(terms.terms[0].times, 2u);
  EXPECT_EQ(terms.terms[1].times, 2u);
  EXPECT_EQ(terms.terms[2].times, 1u);
  EXPECT_EQ(terms.order, (std::vector<uint32_t>{0, 1, 2, 0, 3, 1}));
}

TEST_F(QueryTermsTest, LeaveOtherFormsOfACompoundOutOfTheOrder) {
  add({"x"});
  const QueryTerms terms = read("an e-mail server");
  size_t forms = 0;
  for (const QueryTerm& term : terms.terms) forms += term.counts() ? 0 : 1;
  EXPECT_EQ(forms, 2u);  // e-mail, email
  EXPECT_EQ(terms.order.size(), 4u);
  for (const uint32_t i : terms.order) EXPECT_TRUE(terms.terms[i].counts());
}

TEST_F(QueryTermsTest, MarkWordsThatTellLittle) {
  struct Case {
    std::string_view word;
    bool is_filler;
    bool is_polite;
  };
  const Case cases[] = {
      {"article", false, true},     {"articles", false, true},
      {"dealing", false, true},     {"details", false, true},
      {"documents", false, true},   {"explain", false, true},
      {"find", false, true},        {"give", false, true},
      {"hello", false, true},       {"help", false, true},
      {"information", false, true}, {"interested", false, true},
      {"know", false, true},        {"like", false, true},
      {"looking", false, true},     {"need", false, true},
      {"please", false, true},      {"tell", false, true},
      {"thank", false, true},       {"thanks", false, true},
      {"want", false, true},        {"wondering", false, true},
      {"what", true, false},        {"rust", false, false},
      {"document", false, false},
  };
  for (const auto& [word, is_filler, is_polite] : cases) {
    const QueryTerms terms = read(word);
    ASSERT_EQ(terms.terms.size(), 1u) << word;
    EXPECT_EQ(terms.terms[0].is_filler, is_filler) << word;
    EXPECT_EQ(terms.terms[0].is_polite, is_polite) << word;
    EXPECT_EQ(terms.terms[0].weight < 1, is_filler) << word;
  }
}

// Of two languages that stem a word differently, the commoner stem counts.
TEST_F(QueryTermsTest, CountTheMostFrequentStem) {
  add({"hausern"});
  add({"haus"});
  add({"haus"});
  const QueryTerms terms = read("häusern", {"en", "de"});
  ASSERT_EQ(terms.terms.size(), 1u);
  EXPECT_EQ(terms.terms[0].passages, 2u);
}

TEST_F(QueryTermsTest, AreFiniteInAnEmptyDatabase) {
  const QueryTerms terms = read("what is rust");
  EXPECT_GE(terms.passages, 1u);
  EXPECT_GE(terms.average_length, 1);
  for (const QueryTerm& term : terms.terms) {
    EXPECT_TRUE(std::isfinite(term.idf) && term.idf > 0) << term.word;
  }
  EXPECT_TRUE(read("").terms.empty());
  EXPECT_TRUE(read("?!").order.empty());
}

}  // namespace
}  // namespace ibid
