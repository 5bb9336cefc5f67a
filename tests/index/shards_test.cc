// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/shards.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "index/error.h"
#include "index/schema.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

class ShardsTest : public testing::Test {
 protected:
  ShardsTest() { fs::create_directories(folder_); }
  ~ShardsTest() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  std::vector<std::string> names(const std::string& location) const {
    std::vector<std::string> names;
    for (const ShardLocation& shard : shards_at(location)) {
      names.push_back(shard.name());
    }
    return names;
  }

  std::string at(const std::string& name) const {
    return (folder_ / name).string();
  }

  fs::path folder_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

std::string what_fails(const std::string& location) {
  try {
    shards_at(location);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

TEST(ShardOfTest, SpreadsArticlesEvenly) {
  std::array<int, 5> counts{};
  for (int i = 0; i < 10000; ++i) {
    ++counts.at(shard_of(article_key("article " + std::to_string(i)), 5));
  }
  for (const int count : counts) EXPECT_NEAR(count, 2000, 200);
}

TEST(ShardOfTest, MovesArticlesOnlyToNewShards) {
  int moved = 0;
  for (int i = 0; i < 10000; ++i) {
    const std::string key = article_key("article " + std::to_string(i));
    const uint32_t before = shard_of(key, 4);
    const uint32_t after = shard_of(key, 5);
    if (after == before) continue;
    EXPECT_EQ(after, 4U);
    ++moved;
  }
  EXPECT_NEAR(moved, 2000, 200);
}

TEST(ShardOfTest, IsTheOneShardThereIs) {
  EXPECT_EQ(shard_of(article_key("a"), 1), 0U);
  EXPECT_EQ(shard_of("", 1), 0U);
  EXPECT_LT(shard_of("no hash", 7), 7U);
}

TEST(ShardOfTest, KeepsAnArticlesRecordWithItsPassages) {
  for (const char* id : {"a", "b", "c", "d", "e"}) {
    const std::string key = article_key(id);
    EXPECT_EQ(shard_of_metadata(record_key(key), 5), shard_of(key, 5));
  }
  EXPECT_EQ(shard_of_metadata(file_key(3, "x"), 5), 0U);
  EXPECT_EQ(shard_of_metadata(kRootsKey, 5), 0U);
}

TEST(ShardPlaceTest, ComesBackAsItWas) {
  const ShardPlace place{new_shard_set(), 2, 5};
  EXPECT_EQ(decode_shard_place(encode_shard_place(place)), place);
  EXPECT_EQ(decode_shard_place(encode_shard_place({})), ShardPlace());
}

TEST(ShardPlaceTest, RefusesWhatIsNone) {
  for (const char* text :
       {"x", "x 1", "x 5/5", "x 1/2/3", " 0/1", "x -1/2", "x 0/100000"}) {
    EXPECT_THROW(decode_shard_place(text), Error) << text;
  }
}

TEST(ShardPlaceTest, NamesEachSetAnew) {
  EXPECT_NE(new_shard_set(), new_shard_set());
}

TEST_F(ShardsTest, TakesAFolderForItself) {
  EXPECT_EQ(names(at("none")), std::vector{at("none")});
  write("db/iamglass", "");
  EXPECT_EQ(names(at("db")), std::vector{at("db")});
}

TEST_F(ShardsTest, ReadsTheStubOfAShardedDatabase) {
  write("db/XAPIANDB", stub_text(2));
  EXPECT_TRUE(is_sharded(at("db")));
  EXPECT_EQ(names(at("db")), (std::vector{at("db/shard-0"), at("db/shard-1")}));
}

TEST_F(ShardsTest, ReadsAStubOfAnyPlaces) {
  const std::string stub =
      write("stub", "# two\nauto /a/b\r\n\nremote host:33333\nglass c d\n");
  EXPECT_EQ(names(stub),
            (std::vector<std::string>{"/a/b", "tcp:host:33333", at("c d")}));
}

TEST_F(ShardsTest, TakesADatabaseBeforeAStubInItsFolder) {
  write("db/iamglass", "");
  write("db/XAPIANDB", stub_text(2));
  EXPECT_FALSE(is_sharded(at("db")));
}

TEST_F(ShardsTest, SaysWhatIsWrongWithAStub) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "line 1: it names no database"},
      {"# nothing\n", "line 1: it names no database"},
      {"auto a\nhello\n", "line 2: this is no line of a stub"},
      {"inmemory \n", "line 1: this is no line of a stub"},
      {"chert a\n", "line 1: ibid opens no chert database"},
      {"remote :ssh host\n", "line 1: no HOST:PORT after remote"},
      {"remote host\n", "line 1: no HOST:PORT after remote"},
  };
  for (const auto& [text, expected] : cases) {
    const std::string stub = write("stub", text);
    EXPECT_EQ(what_fails(stub),
              stub + " is a file, but no stub of databases: " + expected);
  }
}

TEST(RemoteTest, ReadsAddresses) {
  const auto one = shards_at("tcp:example.org:80");
  ASSERT_EQ(one.size(), 1U);
  EXPECT_TRUE(one[0].is_remote());
  EXPECT_EQ(one[0].host, "example.org");
  EXPECT_EQ(one[0].port, 80);
  EXPECT_EQ(shards_at("tcp:[::1]:80")[0].host, "::1");
  EXPECT_EQ(shards_at("tcp:[::1]:80")[0].name(), "tcp:[::1]:80");
}

TEST(RemoteTest, RefusesWhatIsNoAddress) {
  for (const char* text :
       {"tcp:", "tcp:host", "tcp::80", "tcp:host:0", "tcp:host:65536",
        "tcp:host:x", "tcp:::1:80", "tcp:a b:80", "tcp:host:80/"}) {
    EXPECT_EQ(what_fails(text), std::string(text) + " is no address");
  }
}

}  // namespace
}  // namespace ibid
