// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked up by id, in a small database whose article lies on the disk.
#include "searcher/lookup.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "index/schema.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

constexpr std::string_view kText = "One is first.\nTwo follows.\nThree ends.\n";

class LookupTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_.write_file("root/a.txt", kText);
    ArticleRecord record = record_of("c#/a#1", 0, "a.txt");
    add(record, {{0, 13}, {14, 26}, {27, 38}});
    ArticleRecord noted = record_of("noted", -1, "");
    add(noted, {{0, 13}});
  }

  static ArticleRecord record_of(const std::string& id, int32_t root,
                                 const std::string& path) {
    ArticleRecord record;
    record.id = id;
    record.root = root;
    record.path = path;
    record.title = "Title of " + id;
    record.updated = "2026-04-01";
    record.url = "https://example.org/a";
    record.language = "en";
    record.tags = {"x", "y"};
    record.sources = {{"A book", "MIT"}};
    return record;
  }

  // Writes the record, and for each span of kText the passage of its text.
  void add(ArticleRecord& record, const std::vector<Span>& spans) {
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    writer.put_roots({{"", folder_.path_of("root"), true}});
    const std::string key = article_key(record.id);
    for (const Span span : spans) {
      StoredPassage passage;
      passage.article_key = key;
      passage.title = record.title;
      passage.headings = {"Numbers"};
      passage.text = slice(kText, span);
      PassagePlace place;
      place.hash = content_hash(passage);
      place.span = span;
      place.line = static_cast<uint32_t>(record.passages.size() + 1);
      place.bytes_hash = hash64(passage.text);
      place.anchor = "here";
      record.passages.push_back(place);
      Xapian::Document doc;
      doc.add_boolean_term(unique_term(key, place.hash, place.repeat));
      doc.add_boolean_term(make_term(prefix::kLanguage, record.language));
      doc.set_data(encode_passage(passage));
      writer.add_document(doc);
    }
    writer.put_record(key, record);
    writer.commit();
  }

  std::vector<std::string> texts(const PassageRange& range) {
    Database database = Database::open(path_);
    std::vector<std::string> texts;
    const auto article = look_up_article(database, "c#/a#1", range);
    for (const LocatedPassage& passage : article->passages) {
      texts.push_back(passage.passage.text);
    }
    return texts;
  }

  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
};

TEST_F(LookupTest, GivesAPassageWithAllThatAHitSaysOfIt) {
  Database database = Database::open(path_);
  const auto passage = look_up_passage(database, "c#/a#1#2");
  ASSERT_TRUE(passage);
  EXPECT_EQ(passage->id, "c#/a#1#2");
  EXPECT_EQ(passage->article_id, "c#/a#1");
  EXPECT_EQ(passage->passage.text, "Two follows.");
  EXPECT_EQ(passage->passage.headings, std::vector<std::string>{"Numbers"});
  EXPECT_EQ(passage->path, folder_.path_of("root/a.txt"));
  EXPECT_EQ(passage->url, "https://example.org/a");
  EXPECT_EQ(passage->anchor, "here");
  EXPECT_EQ(passage->updated, "2026-04-01");
  EXPECT_EQ(passage->span, (Span{14, 26}));
  EXPECT_EQ(passage->line, 2u);
  EXPECT_EQ(passage->stale, false);
}

// Whether call() throws kUnavailable, which names what is away.
template <class Call>
bool is_unavailable(Call&& call) {
  try {
    call();
    return false;
  } catch (const Error& e) {
    return e.kind() == ErrorKind::kUnavailable &&
           std::string_view(e.what()).find("/away") != std::string_view::npos;
  }
}

TEST_F(LookupTest, ClaimsNothingOfADatabaseThatIsAway) {
  const std::string away = folder_.path_of("away");
  Database database = Database::open({{path_, away}});
  EXPECT_TRUE(look_up_article(database, "noted"));
  EXPECT_TRUE(look_up_passage(database, "noted#1"));
  EXPECT_FALSE(look_up_passage(database, "noted#2"));
  EXPECT_TRUE(is_unavailable([&] { look_up_article(database, "other"); }));
  EXPECT_TRUE(is_unavailable([&] { look_up_passage(database, "other#1"); }));
  EXPECT_FALSE(look_up_passage(database, "no passage's id"));
  const ArticleList list = list_articles(database, "", 10);
  EXPECT_EQ(list.articles.size(), 2u);
  ASSERT_EQ(list.missing_shards.size(), 1u);
  EXPECT_EQ(list.missing_shards[0].shard, away);
  EXPECT_EQ(summarize(database).missing_shards, list.missing_shards);
}

TEST_F(LookupTest, FindsNoPassageWhereThereIsNone) {
  Database database = Database::open(path_);
  for (const std::string_view id :
       {"", "#", "#1", "c#/a#1", "c#/a#1#0", "c#/a#1#4", "c#/a#1#-1",
        "c#/a#1#99999999999999999999", "c#/a#1#2 ", "other#1", "c#/a#1#2#1"}) {
    EXPECT_EQ(look_up_passage(database, id), std::nullopt) << id;
  }
}

TEST_F(LookupTest, GivesAnArticleAndItsPassagesInTheirOrder) {
  Database database = Database::open(path_);
  const auto article = look_up_article(database, "c#/a#1");
  ASSERT_TRUE(article);
  EXPECT_EQ(article->id, "c#/a#1");
  EXPECT_EQ(article->path, folder_.path_of("root/a.txt"));
  EXPECT_EQ(article->title, "Title of c#/a#1");
  EXPECT_EQ(article->url, "https://example.org/a");
  EXPECT_EQ(article->updated, "2026-04-01");
  EXPECT_EQ(article->language, "en");
  EXPECT_EQ(article->tags, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(article->sources.size(), 1u);
  EXPECT_EQ(article->stale, false);
  EXPECT_EQ(article->passage_count, 3u);
  ASSERT_EQ(article->passages.size(), 3u);
  EXPECT_EQ(article->passages[2].id, "c#/a#1#3");
  EXPECT_EQ(article->passages[2].passage.text, "Three ends.");
  EXPECT_EQ(article->passages[2].line, 3u);
  EXPECT_FALSE(look_up_article(database, "c#/a#1#2"));
  EXPECT_FALSE(look_up_article(database, ""));
}

TEST_F(LookupTest, GivesThePassagesThatAreWanted) {
  const std::string one = "One is first.";
  const std::string two = "Two follows.";
  const std::string three = "Three ends.";
  const struct {
    PassageRange range;
    std::vector<std::string> expected;
  } cases[] = {
      {{0, 1}, {one}},
      {{2}, {two, three}},
      {{4}, {}},
      {{2, 1}, {two}},
      {{1, 0}, {}},
      {{1, 9, 1}, {one}},
      {{1, 9, 0}, {}},
      {{1, 9, 13}, {one}},
      {{1, 9, 14}, {one, two}},
      {{SIZE_MAX}, {}},
      {{3, SIZE_MAX}, {three}},
  };
  for (const auto& [range, expected] : cases) {
    EXPECT_EQ(texts(range), expected) << range.first << " " << range.count;
  }
}

TEST_F(LookupTest, SaysWhetherAnyPassageOfAnArticleIsStale) {
  Database database = Database::open(path_);
  const auto stale = [&] {
    return look_up_article(database, "c#/a#1", {1, 0})->stale;
  };
  folder_.write_file("root/a.txt", std::string(kText) + "More.\n");
  EXPECT_EQ(stale(), false);
  folder_.write_file("root/a.txt", "One is first.\nTwo follows.\nThree");
  EXPECT_EQ(stale(), true);
  EXPECT_EQ(look_up_passage(database, "c#/a#1#2")->stale, false);
  EXPECT_EQ(look_up_passage(database, "c#/a#1#3")->stale, true);
  std::filesystem::remove(folder_.path_of("root/a.txt"));
  EXPECT_EQ(stale(), true);
  std::filesystem::remove(folder_.path_of("root"));
  EXPECT_EQ(stale(), std::nullopt);
  EXPECT_EQ(look_up_article(database, "noted")->stale, std::nullopt);
  EXPECT_EQ(look_up_article(database, "noted")->path, std::nullopt);
}

TEST_F(LookupTest, SeesWhatIsCommittedMeanwhile) {
  Database database = Database::open(path_);
  EXPECT_FALSE(look_up_article(database, "later"));
  const DatabaseSummary before = summarize(database);
  ArticleRecord later = record_of("later", 0, "later.txt");
  later.language = "de";
  add(later, {{0, 13}, {14, 26}});
  EXPECT_EQ(look_up_passage(database, "later#2")->passage.text, "Two follows.");
  const DatabaseSummary after = summarize(database);
  EXPECT_EQ(after.path, path_);
  EXPECT_EQ(after.articles, before.articles + 1);
  EXPECT_EQ(after.passages, before.passages + 2);
  EXPECT_GT(after.revision, before.revision);
  EXPECT_GT(before.updated, 0);
  EXPECT_GE(after.updated, before.updated);
  EXPECT_EQ(after.languages, (std::vector<std::string>{"de", "en"}));
}

TEST_F(LookupTest, ListsAllArticlesInStretches) {
  for (const char* id : {"one", "two", "three"}) {
    ArticleRecord record = record_of(id, 0, id);
    add(record, {{0, 13}});
  }
  Database database = Database::open(path_);
  for (const size_t count : {1, 2, 3, 5, 100}) {
    std::vector<std::string> ids;
    std::string from;
    do {
      const ArticleList list = list_articles(database, from, count);
      EXPECT_LE(list.articles.size(), count);
      for (const ArticleEntry& article : list.articles) {
        EXPECT_EQ(article.title, "Title of " + article.id);
        EXPECT_EQ(article.updated, "2026-04-01");
        ids.push_back(article.id);
      }
      from = list.next;
    } while (!from.empty());
    std::ranges::sort(ids);
    EXPECT_EQ(ids, (std::vector<std::string>{"c#/a#1", "noted", "one", "three",
                                             "two"}));
  }
  EXPECT_TRUE(list_articles(database, "zzz", 9).articles.empty());
}

TEST_F(LookupTest, SaysWhichPassageIsMissingFromADamagedDatabase) {
  ArticleRecord record = record_of("broken", 0, "b.txt");
  add(record, {{0, 13}});
  DatabaseWriter writer = DatabaseWriter::open(path_);
  writer.begin();
  writer.delete_document(
      unique_term(article_key("broken"), record.passages[0].hash, 0));
  writer.commit();
  Database database = Database::open(path_);
  EXPECT_THROW(look_up_passage(database, "broken#1"), Error);
  EXPECT_THROW(look_up_article(database, "broken"), Error);
}

}  // namespace
}  // namespace ibid
