// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/suggest.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "index/schema.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

struct Said {
  std::string title;
  std::string question;
  std::string text;
};

using Texts = std::vector<std::string>;

class SuggestTest : public testing::Test {
 protected:
  SuggestTest() {
    DatabaseWriter::open(path_).note_compacted();
    add({"What is an index", "", "Lists of words"});
    add({"What is an index", "Is an index fast?", "Words are looked up"});
    add({"Databases", "", "Tables of words and databases"});
    add({"Index of names", "", "Lists"});
  }

  // A passage as an article of its own, with the terms of schema.h.
  void add(const Said& said) {
    StoredPassage passage;
    passage.article_key = "key" + said.title;
    passage.title = said.title;
    passage.question = said.question;
    passage.text = said.text;
    Xapian::Document doc;
    add_terms(prefix::kTitle, said.title, doc);
    add_terms(prefix::kQuestion, said.question, doc);
    add_terms("", said.title + " " + said.question + " " + said.text, doc);
    doc.add_boolean_term(make_term(prefix::kLanguage, "en"));
    doc.add_boolean_term("Q" + std::to_string(++number_));
    doc.add_value(kArticleSlot, passage.article_key);
    doc.set_data(encode_passage(passage));
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    writer.add_document(doc);
    writer.commit();
  }

  void add_terms(std::string_view prefix, const std::string& text,
                 Xapian::Document& doc) {
    english_.analyse(text, [&](const Token& token) {
      doc.add_term(make_term(prefix, token.stem));
      if (prefix.empty() && token.stem != token.word) {
        doc.add_boolean_term(make_term(prefix::kWord, token.word));
      }
    });
  }

  Texts suggest(std::string_view text, size_t most = kMaxSuggestions) {
    Suggester suggester(Database::open(path_));
    Texts texts;
    for (const Suggestion& suggestion : suggester.suggest(text, most)) {
      texts.push_back(suggestion.text);
    }
    return texts;
  }

  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
  const Analyser english_{"en"};
  int number_ = 0;
};

TEST_F(SuggestTest, GoesOnAsTheTextBegins) {
  const std::vector<std::pair<std::string_view, Texts>> cases = {
      {"What is an ind", {"What is an index"}},
      {"WHAT IS AN INDEX", {"What is an index"}},
      {"is an ind", {"Is an index fast?", "What is an index", "is an index"}},
      {"index ", {"Index of names", "What is an index", "Is an index fast?"}},
      {"names ind", {"Index of names", "names index"}},
      {"tab", {"tables"}},
      {"xyz", {}},
      {"xyz ind", {"xyz index"}},
      {"", {}},
      {" ", {}},
      {"?!", {}},
      {std::string_view("\xff\xfe"), {}}};
  for (const auto& [text, expected] : cases) {
    Texts found = suggest(text);
    // Which of the words come, and where, is another test's.
    for (const std::string& one : expected) {
      EXPECT_NE(std::ranges::find(found, one), found.end())
          << text << ": " << one;
    }
    EXPECT_EQ(found.empty(), expected.empty()) << text;
    if (!expected.empty()) {
      EXPECT_EQ(found[0], expected[0]) << text;
    }
  }
}

TEST_F(SuggestTest, SaysEachTextOnce) {
  Texts found = suggest("index ");
  std::ranges::sort(found);
  EXPECT_EQ(std::ranges::adjacent_find(found), found.end());
}

TEST_F(SuggestTest, OffersWordsAndNotTheirStems) {
  EXPECT_EQ(suggest("tab"), Texts{"tables"});
}

TEST_F(SuggestTest, GivesNoMoreThanWanted) {
  EXPECT_EQ(suggest("ind", 2).size(), 2u);
  EXPECT_TRUE(suggest("ind", 0).empty());
  EXPECT_TRUE(suggest(std::string(kMaxCompletedBytes, 'i')).empty());
  EXPECT_TRUE(
      suggest(std::string(kMaxCompletedBytes + 1, ' ') + "ind").empty());
}

TEST_F(SuggestTest, EndsAtEnoughArticles) {
  for (int i = 0; i < 60; ++i) {
    add({"Common thing " + std::to_string(i), "", "x"});
  }
  const Texts found = suggest("common thi");
  EXPECT_EQ(found.size(), kMaxSuggestions);
  EXPECT_TRUE(found[0].starts_with("Common thing"));
}

TEST_F(SuggestTest, SeesWhatIsCommitted) {
  Suggester suggester(Database::open(path_));
  EXPECT_TRUE(suggester.suggest("zeb", 5).empty());
  add({"Zebras", "", "Stripes"});
  const auto found = suggester.suggest("zeb", 5);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0], (Suggestion{"Zebras", SuggestionKind::kTitle}));
  EXPECT_EQ(suggestion_kind(found[0]), "title");
}

}  // namespace
}  // namespace ibid
