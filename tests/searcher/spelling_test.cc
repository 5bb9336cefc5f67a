// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/spelling.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "index/error.h"
#include "index/passage.h"
#include "index/schema.h"

namespace ibid {

std::ostream& operator<<(std::ostream& out, const Correction& c) {
  return out << c.word << " (" << c.passages << ", " << c.edits << ")";
}

namespace {

using Found = std::optional<Correction>;

class SpellingTest : public testing::Test {
 protected:
  // Adds a passage `times` times, with the terms that index/schema.h describes.
  Xapian::docid add(const StoredPassage& passage, int times = 1,
                    std::string_view language = "en") {
    Xapian::Document doc;
    const auto index = [&](std::string_view text) {
      analysers_.get(language).analyse(text, [&](const Token& token) {
        doc.add_term(make_term("", token.stem));
        if (token.stem != token.word) {
          doc.add_boolean_term(make_term(prefix::kWord, token.word));
        }
      });
    };
    index(passage.title);
    for (const std::string& heading : passage.headings) index(heading);
    index(passage.question);
    index(passage.text);
    doc.add_boolean_term("Tsection");
    doc.add_boolean_term("Qa1:2.3");
    doc.set_data(encode_passage(passage));
    for (int i = 1; i < times; ++i) db_.add_document(doc);
    return db_.add_document(doc);
  }

  Xapian::docid add_text(const std::string& text, int times = 1,
                         std::string_view language = "en") {
    StoredPassage passage;
    passage.text = text;
    return add(passage, times, language);
  }

  Found nearest(std::string_view word) {
    return nearest_word(word, languages_, db_, analysers_);
  }

  std::string nearest_text(std::string_view word) {
    const Found found = nearest(word);
    return found ? found->word : "";
  }

  std::string commoner(std::string_view word, uint64_t times) {
    const Found found = commoner_word(word, times, languages_, db_, analysers_);
    return found ? found->word : "";
  }

  std::vector<std::string> languages_ = {"en"};
  Analysers analysers_;
  Xapian::WritableDatabase db_{"", Xapian::DB_BACKEND_INMEMORY};
};

struct Case {
  std::string typed;
  std::string expected;  // empty: nothing
};

TEST_F(SpellingTest, CorrectsOneEditAndTwoInLongWords) {
  add_text("Garbage collection frees memory that databases held; rust works");
  const std::vector<Case> cases = {
      {"memry", "memory"},           // a letter less
      {"memmory", "memory"},         // more
      {"memery", "memory"},          // other
      {"memroy", "memory"},          // two that changed places
      {"emmory", "memory"},          // the first letter, too
      {"rusy", "rust"},              // the last
      {"rsut", "rust"},              //
      {"rustt", "rust"},             //
      {"mmemroy", ""},               // two edits in seven letters
      {"colectoin", "collection"},   // in nine
      {"kollectoin", ""},            // where the first letter is another
      {"kollection", "collection"},  // one edit there
      {"dtaabaess", "databases"},    // two swaps
      {"colecton", "collection"},    // eight letters
      {"clection", "collection"},    //
      {"colletionz", "collection"},  //
      {"cltoin", ""},                // too far
      {"memory", ""},                // nothing but itself
      {"collection", ""},            //
  };
  for (const auto& [typed, expected] : cases) {
    EXPECT_EQ(nearest_text(typed), expected) << typed;
  }
}

TEST_F(SpellingTest, SaysHowManyEditsAndPassages) {
  add_text("databases", 3);
  add_text("rust", 2);
  EXPECT_EQ(nearest("datbases"), (Correction{"databases", 3, 1}));
  EXPECT_EQ(nearest("dtbases"), std::nullopt);
  EXPECT_EQ(nearest("ddtabases"), (Correction{"databases", 3, 1}));
  EXPECT_EQ(nearest("ddtabasess"), (Correction{"databases", 3, 2}));
  EXPECT_EQ(nearest("rusd"), (Correction{"rust", 2, 1}));
}

TEST_F(SpellingTest, NeverTouchesWhatIsNoWord) {
  add_text("version utf8 utf16 foo_bar memory c++ covid-19 don't 2026 the");
  add_text(
      "\u65e5\u672c\u8a9e\u306e\u6587\u7ae0 "
      "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22");
  const std::vector<std::string> words = {
      "",
      "utf9",
      "utf7x",
      "2027",
      "m3mory",
      "foo_baz",
      "memo_ry",
      "memo-ry",
      "mem ory",
      "don'tt",
      "covid-18",
      "c++",
      "th",
      "teh",
      "Memry",  // not folded
      "\u65e5\u672c",
      "\u65e5\u672c\u8a9e\u306e\u6587",
      "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17",
      "mem\u043ery",  // a Cyrillic letter
      "memr\xff",
      "\xff\xfe\xfd\xfc",
      std::string("memr\0", 5),
      "mem\u0301ry",
      std::string(49, 'm'),
      std::string(1000000, 'm'),
  };
  for (const std::string& word : words) {
    EXPECT_EQ(nearest_text(word), "") << word.substr(0, 60);
    EXPECT_EQ(commoner(word, 2), "") << word.substr(0, 60);
  }
}

TEST_F(SpellingTest, CorrectsToNothingThatIsNoWord) {
  add_text("utf8 abc1 rust_ab the", 9);
  for (const char* word : {"utfx", "rustxab", "abcd", "thee"}) {
    EXPECT_EQ(nearest_text(word), "") << word;
  }
}

TEST_F(SpellingTest, PrefersTheNearerThenTheSameStartThenTheMoreFrequent) {
  add_text("harvester", 9);
  add_text("harvesters");
  EXPECT_EQ(nearest("harvezters"), (Correction{"harvesters", 1, 1}));
  add_text("mouse");
  add_text("house", 9);
  EXPECT_EQ(nearest("mmouse"), (Correction{"mouse", 1, 1}));
  EXPECT_EQ(nearest("mouze"), (Correction{"mouse", 1, 1}));
  EXPECT_EQ(nearest("youse"), (Correction{"house", 9, 1}));
  add_text("planting planning", 3);
  add_text("planting");
  EXPECT_EQ(nearest("plan\u0142ing"), (Correction{"planting", 4, 1}));
  add_text("planning");
  EXPECT_EQ(nearest("plan\u0142ing"), (Correction{"planning", 4, 1}));
}

TEST_F(SpellingTest, CountsLettersNotBytes) {
  languages_ = {"en", "ru", "el"};
  add_text(
      "\u043f\u0430\u043c\u044f\u0442\u044c "
      "\u0431\u0430\u0437\u0430 \u0434\u0430\u043d\u043d\u044b\u0445 "
      "\u043f\u0440\u043e\u0433\u0440\u0430\u043c\u043c\u0430",
      1, "ru");
  add_text("\u03bc\u03bd\u03b7\u03bc\u03b7", 1, "el");
  const std::vector<Case> cases = {
      {"\u043f\u0430\u043c\u0442\u044f\u044c",
       "\u043f\u0430\u043c\u044f\u0442\u044c"},
      {"\u0431\u0430\u0437\u0437\u0430", "\u0431\u0430\u0437\u0430"},
      {"\u0431\u0430\u0437\u0437\u0437\u0430", ""},
      {"\u0431\u0430\u0437", ""},
      {"\u043f\u0440\u043e\u0433\u0440\u0430\u043c\u044b",
       "\u043f\u0440\u043e\u0433\u0440\u0430\u043c\u043c\u0430"},
      {"\u03bc\u03bd\u03b9\u03bc\u03b7", "\u03bc\u03bd\u03b7\u03bc\u03b7"},
  };
  for (const auto& [typed, expected] : cases) {
    EXPECT_EQ(nearest_text(typed), expected) << typed;
  }
}

TEST_F(SpellingTest, NeverGivesAStemThatIsNoWord) {
  add_text("database", 30);
  add_text("databases", 20);
  add_text("happy happiness", 30);
  add_text("operations operating", 2);
  ASSERT_TRUE(db_.term_exists("databas"));
  ASSERT_TRUE(db_.term_exists("happi"));
  ASSERT_TRUE(db_.term_exists("oper"));
  for (const char* word : {"databaz", "databs", "happie", "hapi", "opera"}) {
    EXPECT_NE(nearest_text(word), "databas") << word;
    EXPECT_NE(nearest_text(word), "happi") << word;
    EXPECT_NE(nearest_text(word), "oper") << word;
  }
  EXPECT_EQ(nearest_text("hapy"), "happy");
  EXPECT_EQ(nearest_text("databaz"), "");
  EXPECT_EQ(nearest_text("databasf"), "database");
}

TEST_F(SpellingTest, KnowsAWordThatIsAlsoAStem) {
  add_text("working works", 40);
  EXPECT_EQ(nearest_text("wrok"), "");
  add_text("work");  // no other form beside it
  EXPECT_EQ(nearest("wrok"), (Correction{"work", 41, 1}));
}

TEST_F(SpellingTest, ReadsTheTextWhereOnlyThatTells) {
  add_text("a vacuum, not vacuums");
  EXPECT_EQ(nearest_text("vacum"), "vacuum");

  StoredPassage passage;
  passage.text = "indexes";
  passage.title = "An index";
  add(passage);
  EXPECT_EQ(nearest_text("indx"), "index");

  passage.text = "jumping";
  passage.title = "";
  passage.question = "Who can jump?";
  add(passage);
  EXPECT_EQ(nearest_text("jmup"), "jump");

  passage.text = "painted";
  passage.headings = {"Walls", "Paint"};
  add(passage);
  EXPECT_EQ(nearest_text("paimt"), "paint");
}

TEST_F(SpellingTest, IsToldOfADamagedPassage) {
  Xapian::Document doc;
  doc.add_term("vacuum");
  doc.add_boolean_term("XWvacuums");
  doc.set_data("no passage");
  db_.add_document(doc);
  EXPECT_THROW(nearest("vacum"), Error);
}

TEST_F(SpellingTest, ForgetsWordsThatAreGone) {
  const Xapian::docid id = add_text("databases");
  EXPECT_EQ(nearest_text("datbases"), "databases");
  db_.delete_document(id);
  EXPECT_EQ(nearest_text("datbases"), "");
}

TEST_F(SpellingTest, WorksWithoutAStemmer) {
  languages_ = {};
  add_text("databases", 1, "none");
  EXPECT_EQ(nearest_text("datbases"), "databases");
  EXPECT_EQ(commoner("datbases", 2), "");
}

TEST_F(SpellingTest, SuggestsAWordThatIsSoManyTimesCommoner) {
  add_text("recieve", 2);
  add_text("receive", 19);
  EXPECT_EQ(commoner("recieve", 10), "");
  add_text("receive");
  EXPECT_EQ(commoner("recieve", 10), "receive");
  EXPECT_EQ(commoner("receive", 2), "");
  EXPECT_EQ(commoner("reciever", 10), "");  // two edits
  EXPECT_EQ(commoner("receibe", 20), "receive");
  EXPECT_EQ(commoner("receibe", 21), "");
  EXPECT_EQ(commoner("deceive", 2), "");  // another first letter
}

TEST_F(SpellingTest, SuggestsNoOtherFormOfAWord) {
  add_text("databases");
  add_text("database", 500);
  EXPECT_EQ(commoner("databases", 2), "");
}

}  // namespace
}  // namespace ibid
