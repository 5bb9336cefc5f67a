// SPDX-License-Identifier: GPL-3.0-or-later
// Through the database that keeps the rule.
#include "index/article_keys.h"

#include <gtest/gtest.h>

#include <string>

#include "index/database.h"
#include "index/schema.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

class ArticleKeysTest : public testing::Test {
 protected:
  ArticleKeysTest() { writer_.begin(); }

  std::string add(const std::string& id) {
    const std::string key = writer_.new_key(id);
    put(key, id);
    return key;
  }

  void put(const std::string& key, const std::string& id) {
    ArticleRecord record;
    record.id = id;
    writer_.put_record(key, record);
  }

  // The key under which an id is found; empty: it is not.
  std::string key_of(const std::string& id) const {
    const auto found = writer_.find(id);
    return found ? found->key : "";
  }

  const TempDir folder_;
  DatabaseWriter writer_ = DatabaseWriter::open(folder_.path_of("db"));
};

TEST_F(ArticleKeysTest, AreTheHashesOfTheFirstId) {
  EXPECT_EQ(add("a"), article_key("a"));
  EXPECT_EQ(key_of("a"), article_key("a"));
  EXPECT_EQ(key_of("b"), "");
}

TEST_F(ArticleKeysTest, StayWhenAnArticleMoves) {
  const std::string key = add("a");
  put(key, "b");
  EXPECT_EQ(key_of("a"), "");
  EXPECT_EQ(key_of("b"), key);
  put(key, "c");
  EXPECT_EQ(key_of("b"), "");
  EXPECT_EQ(key_of("c"), key);
  put(key, "a");
  EXPECT_EQ(key_of("c"), "");
  EXPECT_EQ(key_of("a"), key);
}

TEST_F(ArticleKeysTest, AreOthersWhereTheHashIsTaken) {
  const std::string moved = add("a");
  put(moved, "b");
  const std::string second = add("a");
  EXPECT_NE(second, moved);
  EXPECT_EQ(key_of("a"), second);
  EXPECT_EQ(key_of("b"), moved);
  put(second, "c");
  const std::string third = add("a");
  EXPECT_EQ(key_of("a"), third);
  EXPECT_EQ(key_of("b"), moved);
  EXPECT_EQ(key_of("c"), second);
  writer_.delete_record(moved);
  EXPECT_EQ(key_of("b"), "");
  EXPECT_EQ(key_of("a"), third);
  writer_.delete_record(third);
  EXPECT_EQ(key_of("a"), "");
  EXPECT_EQ(add("a"), moved);
}

TEST_F(ArticleKeysTest, AreFoundByReadersToo) {
  const std::string key = add("a");
  put(key, "b");
  writer_.commit();
  const auto found = Database::open(writer_.path()).find("b");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->key, key);
  EXPECT_EQ(decode_record(found->record).id, "b");
}

TEST_F(ArticleKeysTest, LeadNowhereOnlyInADamagedDatabase) {
  const auto read = [](const std::string& key) {
    return key.starts_with(kAliasPrefix) ? std::string("nothing") : "";
  };
  EXPECT_THROW(find_article(read, "a"), Error);
}

}  // namespace
}  // namespace ibid
