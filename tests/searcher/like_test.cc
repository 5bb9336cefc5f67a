// SPDX-License-Identifier: GPL-3.0-or-later
// What --like finds, in small databases with terms as index/schema.h has them.
#include "searcher/like.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "index/schema.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

TEST(LikeTargets, ReadAnArgument) {
  using Targets = std::vector<LikeTarget>;
  const std::pair<std::string_view, Targets> cases[] = {
      {"a.txt", {{"a.txt", {}}}},
      {"a.txt#1", {{"a.txt#1", {}}, {"a.txt", 1}}},
      {"a.txt#0012", {{"a.txt#0012", {}}, {"a.txt", 12}}},
      {"c#/a#7", {{"c#/a#7", {}}, {"c#/a", 7}}},
      {"a##7", {{"a##7", {}}, {"a#", 7}}},
      {"a#18446744073709551615",
       {{"a#18446744073709551615", {}}, {"a", 18446744073709551615u}}},
      {"a#99999999999999999999999",
       {{"a#99999999999999999999999", {}},
        {"a", std::numeric_limits<uint64_t>::max()}}},
      {"", {{"", {}}}},
      {"#", {{"#", {}}}},
      {"#3", {{"#3", {}}}},
      {"a#", {{"a#", {}}}},
      {"a#0", {{"a#0", {}}}},
      {"a#000", {{"a#000", {}}}},
      {"a#-1", {{"a#-1", {}}}},
      {"a#+1", {{"a#+1", {}}}},
      {"a# 1", {{"a# 1", {}}}},
      {"a#1 ", {{"a#1 ", {}}}},
      {"a#1.0", {{"a#1.0", {}}}},
      {"a#0x1", {{"a#0x1", {}}}},
      {"a#1#", {{"a#1#", {}}}},
      {"a#１", {{"a#１", {}}}},
  };
  for (const auto& [argument, targets] : cases) {
    EXPECT_EQ(like_targets(argument), targets) << argument;
  }
}

class LikeTest : public testing::Test {
 protected:
  // Adds an article with passages in English.
  void add(const std::string& id, const std::vector<std::string>& texts,
           const std::string& title = "") {
    ArticleRecord record;
    record.id = id;
    record.language = "en";
    const std::string key = article_key(id);
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    std::map<std::string, uint32_t> seen;
    for (const std::string& text : texts) {
      PassagePlace place;
      place.hash = hash128(text);
      place.repeat = seen[text]++;
      record.passages.push_back(place);
      Xapian::Document doc = document(title, text);
      doc.add_boolean_term(unique_term(key, place.hash, place.repeat));
      doc.add_boolean_term(make_term(prefix::kArticle, key));
      doc.set_data(id + "#" + std::to_string(record.passages.size()));
      writer.add_document(doc);
    }
    writer.put_record(key, record);
    writer.commit();
  }

  Xapian::Document document(const std::string& title, const std::string& text) {
    Xapian::Document doc;
    const Analyser& analyser = analysers_.get("en");
    analyser.analyse(title, [&](const Token& token) {
      doc.add_term(make_term("", token.stem));
      doc.add_term(make_term(prefix::kTitle, token.stem));
    });
    analyser.analyse(text, [&](const Token& token) {
      doc.add_term(make_term("", token.stem));
      if (token.stem != token.word) {
        doc.add_boolean_term(make_term(prefix::kWord, token.word));
      }
    });
    doc.add_boolean_term("Len");
    doc.add_boolean_term("Tsection");
    return doc;
  }

  Like like_of(std::string_view argument) {
    return like(argument, Database::open(path_), analysers_);
  }

  // The ids of what is found, best first.
  std::vector<std::string> found(std::string_view argument) {
    const Like result = like_of(argument);
    Xapian::Database db(path_);
    Xapian::Enquire enquire(db);
    enquire.set_query(result.query);
    enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
    const Xapian::MSet matches = enquire.get_mset(0, 1000);
    std::vector<std::string> ids;
    for (auto i = matches.begin(); i != matches.end(); ++i) {
      ids.push_back(i.get_document().get_data());
    }
    return ids;
  }

  std::vector<std::string> words(std::string_view argument) {
    std::vector<std::string> words;
    for (const QueryWord& word : like_of(argument).words) {
      words.push_back(word.word);
    }
    return words;
  }

  Error error_of(const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& e) {
      return e;
    }
    ADD_FAILURE() << "no error";
    return Error(ErrorKind::kInternal, "");
  }

  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
  Analysers analysers_;
};

using Ids = std::vector<std::string>;

class LikeInALibrary : public LikeTest {
 protected:
  void SetUp() override {
    add("rust.txt",
        {"Rust checks ownership and borrowing at compile time.",
         "The borrow checker of Rust follows ownership and lifetimes.",
         "Cargo builds packages."},
        "Rust");
    add("cpp.txt", {"Ownership in C++ is by convention; compilers check "
                    "lifetimes of few borrowed things."});
    add("npm.txt", {"Tools like npm and Cargo download packages."});
    add("soup.txt",
        {"Boil the onions with a little salt.", "Serve the soup with bread."});
    Ids others;
    for (char c = 'a'; c < 'u'; ++c) {
      others.push_back(std::string("Nothing of the kind with x") + c);
    }
    add("other.txt", others);
  }
};

TEST_F(LikeInALibrary, FindsPassagesLikeAPassage) {
  EXPECT_EQ(found("rust.txt#1"),
            (Ids{"rust.txt#2", "cpp.txt#1", "rust.txt#3"}));
  EXPECT_EQ(found("npm.txt#1"), Ids{"rust.txt#3"});
}

TEST_F(LikeInALibrary, FindsOtherArticlesLikeAnArticle) {
  EXPECT_EQ(found("rust.txt"), (Ids{"cpp.txt#1", "npm.txt#1"}));
  EXPECT_EQ(found("cpp.txt"), (Ids{"rust.txt#1", "rust.txt#2"}));
}

TEST_F(LikeInALibrary, NamesTheTellingWordsAsTheyAreWritten) {
  Ids all = words("rust.txt#1");
  std::ranges::sort(all);
  EXPECT_EQ(all, (Ids{"borrowing", "checks", "compile", "ownership", "rust"}));
  for (const QueryWord& word : like_of("rust.txt#1").words) {
    ASSERT_EQ(word.stems.size(), 1u);
    EXPECT_EQ(word.stems[0], analysers_.get("en").stem(word.word));
    EXPECT_EQ(word.role, TokenRole::kWord);
  }
  const std::vector<QueryWord> two = like_of("npm.txt").words;
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0].position, 1u);
  EXPECT_EQ(two[1].position, 2u);
}

TEST_F(LikeInALibrary, LeavesOutFillersAndWhatNoOtherHas) {
  // "the", "with" and "a" are in other passages, onions in none.
  EXPECT_EQ(words("soup.txt#2"), Ids{});
  EXPECT_TRUE(like_of("soup.txt#2").query.empty());
  EXPECT_TRUE(like_of("soup.txt").query.empty());
}

TEST_F(LikeInALibrary, SaysWhatItTook) {
  EXPECT_EQ(like_of("rust.txt").target, (LikeTarget{"rust.txt", {}}));
  EXPECT_EQ(like_of("rust.txt#2").target, (LikeTarget{"rust.txt", 2}));
  EXPECT_EQ(like_of("rust.txt#02").target, (LikeTarget{"rust.txt", 2}));
}

TEST_F(LikeInALibrary, SaysHowIdsLookWhereThereIsNoSuchOne) {
  for (const std::string_view argument :
       {"rust", "rust.txt#4", "rust.txt#99999999999999999999", "rust.txt#0",
        "none#1", "#1", "rust.txt#", "\xff\x01", " rust.txt"}) {
    const Error error = error_of([&] { like_of(argument); });
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound) << argument;
    EXPECT_NE(std::string(error.what()).find(argument), std::string::npos);
    EXPECT_NE(error.hint().find("rust.txt#4"), std::string::npos);
  }
  const Error error = error_of([&] { like_of("rust.txt#4"); });
  EXPECT_STREQ(error.what(), "no passage rust.txt#4: its article has 3");
  EXPECT_EQ(error_of([&] { like_of(""); }).kind(), ErrorKind::kUsage);
}

TEST_F(LikeTest, TakesAnArticleBeforeAPassage) {
  add("a", {"red apple", "green apple"});
  add("a#1", {"green tree"});
  add("b", {"red wall"});
  EXPECT_EQ(found("a#1"), Ids{"a#2"});
  EXPECT_EQ(like_of("a#1").target, (LikeTarget{"a#1", {}}));
  EXPECT_EQ(found("a#1#1"), Ids{"a#2"});
  EXPECT_EQ(like_of("a#1#1").target, (LikeTarget{"a#1", 1}));
  EXPECT_EQ(like_of("a#2").target, (LikeTarget{"a", 2}));
}

TEST_F(LikeTest, TellsEqualPassagesApart) {
  add("a", {"red apple", "red apple", "blue sky"});
  add("b", {"red apple"});
  Ids ids = found("a#2");
  std::ranges::sort(ids);
  EXPECT_EQ(ids, (Ids{"a#1", "b#1"}));
  EXPECT_EQ(found("a"), Ids{"b#1"});
}

TEST_F(LikeTest, CountsTitlesMore) {
  add("a", {"about zebras we write"});
  add("body", {"zebras here and wallpaper"});
  add("title", {"here and wallpaper"}, "Zebras");
  EXPECT_EQ(found("a"), (Ids{"title#1", "body#1"}));
}

TEST_F(LikeTest, TakesTheMostTellingTermsOnly) {
  std::string text;
  std::string often;
  for (int i = 0; i < 100; ++i) text += "w" + std::to_string(i) + " ";
  for (int i = 0; i < 10; ++i) often += "w7 w8 ";
  add("a", {text + often});
  add("b", {text});
  for (int i = 0; i < 5; ++i) {
    // w0 to w69 are less telling.
    add("c" + std::to_string(i), {text.substr(0, 5 * 4 + 65 * 4)});
  }
  const Ids all = words("a");
  ASSERT_EQ(all.size(), kLikeTerms);
  const auto has = [&](const std::string& word) {
    return std::ranges::find(all, word) != all.end();
  };
  EXPECT_TRUE(has("w7"));
  EXPECT_TRUE(has("w8"));
  EXPECT_TRUE(has("w95"));
  EXPECT_FALSE(has("w9"));
}

TEST_F(LikeTest, GivesTheSameWhateverTheHistory) {
  add("a", {"one two three four", "five six seven"});
  add("b", {"one two seven", "three"});
  add("c", {"four five"});
  const std::string before = like_of("a").query.get_description();
  const Ids all = words("a");
  add("d", {"eight"});
  DatabaseWriter writer = DatabaseWriter::open(path_);
  writer.begin();
  writer.delete_document(unique_term(article_key("d"), hash128("eight"), 0));
  writer.delete_record(article_key("d"));
  writer.commit();
  EXPECT_EQ(like_of("a").query.get_description(), before);
  EXPECT_EQ(words("a"), all);
}

TEST_F(LikeTest, LeavesOutSmallNumbers) {
  add("a", {"from 1 to 10 in 2026"});
  add("b", {"a count from 1 to 10"});
  add("c", {"a count in 2026"});
  EXPECT_EQ(words("a"), Ids{"2026"});
  EXPECT_EQ(found("a"), Ids{"c#1"});
}

TEST_F(LikeTest, ReadsPartOfALongArticle) {
  std::vector<std::string> texts;
  for (int i = 0; i < 1000; ++i) {
    texts.push_back("long common" + std::to_string(i));
  }
  add("long", texts);
  add("b", {"a long one"});
  EXPECT_EQ(found("long"), Ids{"b#1"});
}

TEST_F(LikeTest, TakesArticlesWithoutPassages) {
  add("empty", {});
  add("blank", {""});
  add("b", {"some text"});
  EXPECT_TRUE(like_of("empty").query.empty());
  EXPECT_TRUE(like_of("blank").query.empty());
  EXPECT_TRUE(like_of("blank#1").query.empty());
  EXPECT_EQ(error_of([&] { like_of("empty#1"); }).kind(), ErrorKind::kNotFound);
}

TEST_F(LikeTest, SaysWhereAPassageOfARecordIsMissing) {
  add("a", {"red apple"});
  DatabaseWriter writer = DatabaseWriter::open(path_);
  writer.begin();
  writer.delete_document(
      unique_term(article_key("a"), hash128("red apple"), 0));
  writer.commit();
  EXPECT_EQ(error_of([&] { like_of("a#1"); }).kind(), ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace ibid
