// SPDX-License-Identifier: GPL-3.0-or-later
// Several databases that are read as one. Remote ones: tests/tools.
#include <gtest/gtest.h>
#include <xapian.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "index/database.h"
#include "index/schema.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// An article of one passage, whose term is its id.
void add(const std::string& db, const std::string& id,
         const std::string& root) {
  DatabaseWriter writer = DatabaseWriter::open(db);
  writer.begin();
  writer.put_roots({{"", root, true}});
  const std::string key = writer.new_key(id);
  ArticleRecord record;
  record.id = id;
  record.root = 0;
  record.path = id;
  writer.add_record(key, record);
  Xapian::Document doc;
  doc.add_boolean_term(id);
  doc.add_boolean_term("Len");
  doc.add_boolean_term(unique_term(key, {}, 0));
  doc.add_value(kArticleSlot, key);
  writer.add_document(doc);
  writer.commit();
}

void become_shard(const std::string& db, const ShardPlace& place) {
  Xapian::WritableDatabase writer(db);
  writer.set_metadata(std::string(kShardKey), encode_shard_place(place));
  writer.commit();
}

bool has(const Database& database, const std::string& id) {
  return database.read(
      [&](const Xapian::Database& db) { return db.term_exists(id); });
}

ErrorKind kind_of(const DatabaseSource& source) {
  try {
    Database::open(source);
  } catch (const Error& e) {
    return e.kind();
  }
  return ErrorKind::kInternal;
}

class ShardGroupTest : public testing::Test {
 protected:
  ShardGroupTest() {
    add(a_, "apple", "/first");
    add(b_, "berry", "/second");
  }

  const TempDir folder_;
  const std::string a_ = folder_.path_of("a");
  const std::string b_ = folder_.path_of("b");
};

TEST_F(ShardGroupTest, ReadsAllAsOne) {
  const Database both = Database::open({{a_, b_}});
  EXPECT_EQ(both.passage_count(), 2U);
  EXPECT_EQ(both.article_count(), 2U);
  EXPECT_TRUE(has(both, "apple"));
  EXPECT_TRUE(has(both, "berry"));
  EXPECT_EQ(both.languages(), std::vector<std::string>{"en"});
  EXPECT_TRUE(both.missing().empty());
  EXPECT_EQ(both.path(), a_ + ", " + b_);
}

TEST_F(ShardGroupTest, CountsRootsOnFromOneDatabaseToTheNext) {
  const Database both = Database::open({{a_, b_}});
  ASSERT_EQ(both.roots().size(), 2U);
  EXPECT_EQ(both.roots()[1].path, "/second");
  const auto found = both.find("berry");
  ASSERT_TRUE(found);
  EXPECT_EQ(decode_found(*found).root, 1);
  EXPECT_EQ(both.record(found->key)->root, 1);
  both.each_place([&](std::string_view, const RecordPlace& place) {
    EXPECT_EQ(place.root, place.id == "berry" ? 1 : 0);
  });
}

TEST_F(ShardGroupTest, KnowsTheArticleOfAPassage) {
  add(b_, "apple", "/second");  // the same id, and so the same key
  const Database both = Database::open({{a_, b_}});
  const std::string key = article_key("apple");
  both.read([&](const Xapian::Database& db) {
    std::vector<int32_t> roots;
    std::vector<size_t> collections;
    for (auto p = db.postlist_begin("apple"); p != db.postlist_end("apple");
         ++p) {
      const auto article = both.article_of(*p, key);
      EXPECT_EQ(decode_place(article.data).id, "apple");
      roots.push_back(article.first_root);
      collections.push_back(both.collection_of(*p));
    }
    EXPECT_EQ(roots, (std::vector<int32_t>{0, 1}));
    EXPECT_EQ(collections, (std::vector<size_t>{0, 1}));
  });
}

TEST_F(ShardGroupTest, ListsArticlesOfAllInStretches) {
  const Database both = Database::open({{a_, b_}});
  const Database::Stretch first = both.articles_from("", 1);
  ASSERT_EQ(first.articles.size(), 1U);
  ASSERT_FALSE(first.next.empty());
  const Database::Stretch second = both.articles_from(first.next, 1);
  ASSERT_EQ(second.articles.size(), 1U);
  EXPECT_LT(first.articles[0].key, second.articles[0].key);
  EXPECT_EQ(second.next, "");
}

TEST_F(ShardGroupTest, LeavesOutWhatIsAwayAndTakesItUpAgain) {
  fs::rename(b_, folder_.path_of("away"));
  Database both = Database::open({{a_, b_}});
  ASSERT_EQ(both.missing().size(), 1U);
  EXPECT_EQ(both.missing()[0].shard, b_);
  EXPECT_NE(both.missing()[0].reason, "");
  EXPECT_TRUE(has(both, "apple"));
  EXPECT_FALSE(has(both, "berry"));
  fs::rename(folder_.path_of("away"), b_);
  while (!both.missing().empty()) both.reopen();
  EXPECT_TRUE(has(both, "berry"));
}

TEST_F(ShardGroupTest, LosesOneWhileItIsOpen) {
  Database both = Database::open({{a_, b_}});
  fs::remove_all(b_);
  EXPECT_TRUE(both.reopen());
  ASSERT_EQ(both.missing().size(), 1U);
  EXPECT_TRUE(has(both, "apple"));
  EXPECT_FALSE(has(both, "berry"));
}

TEST_F(ShardGroupTest, IsAnErrorWhereAllAreAway) {
  const std::string none = folder_.path_of("none");
  EXPECT_EQ(kind_of({{none, none + "2"}}), ErrorKind::kUnavailable);
  EXPECT_EQ(kind_of({{none}}), ErrorKind::kNotFound);
  EXPECT_EQ(kind_of({{"tcp:127.0.0.1:1"}}), ErrorKind::kUnavailable);
}

TEST_F(ShardGroupTest, RefusesADatabaseGivenTwice) {
  EXPECT_EQ(kind_of({{a_, a_}}), ErrorKind::kUsage);
  fs::copy(a_, folder_.path_of("copy"));
  EXPECT_EQ(kind_of({{a_, folder_.path_of("copy")}}), ErrorKind::kUsage);
}

TEST_F(ShardGroupTest, RefusesADatabaseOfAnotherFormat) {
  Xapian::WritableDatabase(b_).set_metadata(std::string(kFormatKey), "1");
  EXPECT_EQ(kind_of({{a_, b_}}), ErrorKind::kVersion);
}

TEST_F(ShardGroupTest, RefusesMorePassagesThanXapianCounts) {
  {
    Xapian::WritableDatabase writer(b_);
    Xapian::Document doc;
    doc.add_boolean_term("far");
    writer.replace_document(3000000000U, doc);
    writer.commit();
  }
  EXPECT_EQ(kind_of({{a_, b_}}), ErrorKind::kLimit);
  EXPECT_TRUE(has(Database::open(b_), "far"));
}

TEST_F(ShardGroupTest, FindsArticlesInTheShardsWhereTheyBelong) {
  const std::string set = new_shard_set();
  const std::vector<std::string> shards = {a_, b_};
  const auto number = shard_of(article_key("cherry"), 2);
  add(shards[number], "cherry", "/second");
  become_shard(a_, {set, 0, 2});
  become_shard(b_, {set, 1, 2});
  // Whatever their order.
  const Database both = Database::open({{b_, a_}});
  EXPECT_EQ(both.roots().size(), 1U);
  ASSERT_TRUE(both.find("cherry"));
  EXPECT_TRUE(both.record(article_key("cherry")));
}

TEST_F(ShardGroupTest, SaysWhichShardOfASetWasNotNamed) {
  become_shard(a_, {new_shard_set(), 0, 2});
  const Database one = Database::open(a_);
  ASSERT_EQ(one.missing().size(), 1U);
  EXPECT_EQ(one.missing()[0],
            (MissingShard{"shard 1 of 2", "it was not named"}));
}

TEST_F(ShardGroupTest, FollowsAStubThatNamesOthers) {
  const std::string db = folder_.path_of("db");
  fs::create_directory(db);
  std::ofstream(stub_path(db)) << "auto ../a\n";
  Database database = Database::open(db);
  EXPECT_FALSE(has(database, "berry"));
  std::ofstream(db + "/new") << "auto ../a\nauto ../b\n";
  fs::rename(db + "/new", stub_path(db));
  EXPECT_TRUE(database.reopen());
  EXPECT_TRUE(has(database, "berry"));
  EXPECT_FALSE(database.reopen());
}

TEST_F(ShardGroupTest, FollowsWritersOfAllShards) {
  Database both = Database::open({{a_, b_}});
  EXPECT_FALSE(both.reopen());
  const uint64_t revision = both.revision();
  add(b_, "cherry", "/second");
  EXPECT_TRUE(both.reopen());
  EXPECT_TRUE(has(both, "cherry"));
  EXPECT_GT(both.revision(), revision);
}

}  // namespace
}  // namespace ibid
