// SPDX-License-Identifier: GPL-3.0-or-later
// Writing to a database of several shards: which of them holds what, which sets
// of folders are refused, and what a commit that was cut short between shards
// comes to. Shards are looked at one by one.
#include <gtest/gtest.h>
#include <xapian.h>

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "index/database.h"
#include "index/schema.h"
#include "index/shard_batches.h"
#include "index/shards.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kShards = 3;

std::string message_of(const std::function<void()>& call, ErrorKind kind) {
  try {
    call();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), kind) << e.what();
    EXPECT_NE(e.hint(), "") << e.what();
    return e.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

Hash128 hash_of(const std::string& id) { return hash128("passage of " + id); }

class ShardedWriter : public testing::Test {
 protected:
  DatabaseWriter open() { return DatabaseWriter::open(path_, kShards); }

  std::string shard(uint32_t number) const {
    return path_ + "/" + shard_folder_name(number);
  }

  static ArticleRecord record(const std::string& id, int32_t root = -1) {
    ArticleRecord out;
    out.id = id;
    out.root = root;
    out.path = root < 0 ? "" : id;
    out.passages = {{hash_of(id), 0, {1, 2}, 1, 0, true, ""}};
    return out;
  }

  static std::string unique(const std::string& key, const std::string& id) {
    return unique_term(key, hash_of(id), 0);
  }

  static void add_passage(DatabaseWriter& writer, const std::string& key,
                          const std::string& id) {
    Xapian::Document document;
    document.add_boolean_term(unique(key, id));
    document.add_boolean_term(std::string(prefix::kArticle) + key);
    document.add_value(kArticleSlot, key);
    writer.add_document(document);
  }

  // An article of a file of its own.
  static std::string add(DatabaseWriter& writer, const std::string& id) {
    const std::string key = writer.new_key(id);
    add_passage(writer, key, id);
    writer.add_record(key, record(id, 0));
    FileRecord file;
    file.root = 0;
    file.path = id;
    file.settled = true;
    file.articles = {key};
    writer.put_file(file);
    return key;
  }

  void fill(uint32_t count) {
    DatabaseWriter writer = open();
    writer.begin();
    writer.put_roots({{"", "/root", true}});
    for (uint32_t i = 0; i < count; ++i) add(writer, std::to_string(i));
    writer.commit();
  }

  // Restores what shards held before, as if a commit had not reached them.
  class Kept {
   public:
    explicit Kept(const ShardedWriter& test) : test_(test) {
      fs::copy(test.path_, copy_.path(), fs::copy_options::recursive);
    }
    void put_back(uint32_t number) const {
      fs::remove_all(test_.shard(number));
      fs::copy(copy_.path() / shard_folder_name(number), test_.shard(number),
               fs::copy_options::recursive);
    }

   private:
    const ShardedWriter& test_;
    const TempDir copy_;
  };

  static std::set<std::string> keys_in(const std::string& folder,
                                       std::string_view prefix) {
    const Xapian::Database db(folder);
    std::set<std::string> keys;
    for (auto key = db.metadata_keys_begin(std::string(prefix));
         key != db.metadata_keys_end(std::string(prefix)); ++key) {
      keys.insert((*key).substr(prefix.size()));
    }
    return keys;
  }

  // Ids whose articles of that key would stand in another shard than the first.
  static std::string id_in_shard(uint32_t number) {
    for (int i = 0;; ++i) {
      const std::string id = "in" + std::to_string(i);
      if (shard_of(article_key(id), kShards) == number) return id;
    }
  }

  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
};

TEST_F(ShardedWriter, DealsArticlesByTheirKeys) {
  fill(60);
  EXPECT_EQ(folder_.read_file("db/XAPIANDB"), stub_text(kShards));
  uint64_t passages = 0;
  std::set<std::string> sets;
  for (uint32_t i = 0; i < kShards; ++i) {
    const Xapian::Database db(shard(i));
    const ShardPlace place = decode_shard_place(db.get_metadata("ibid:shard"));
    EXPECT_EQ(place.number, i);
    EXPECT_EQ(place.count, kShards);
    sets.insert(place.set);
    const auto keys = keys_in(shard(i), kRecordPrefix);
    EXPECT_GT(keys.size(), 10u);
    EXPECT_EQ(keys.size(), db.get_doccount());
    passages += db.get_doccount();
    for (const std::string& key : keys) {
      EXPECT_EQ(shard_of(key, kShards), i);
      EXPECT_EQ(db.get_termfreq(std::string(prefix::kArticle) + key), 1u);
    }
    EXPECT_EQ(keys_in(shard(i), kFilePrefix).size(), i == 0 ? 60u : 0u);
    EXPECT_NE(db.get_metadata("ibid:roots"), "");
  }
  EXPECT_EQ(sets.size(), 1u);
  EXPECT_EQ(passages, 60u);
  const DatabaseWriter writer = DatabaseWriter::open(path_);
  EXPECT_EQ(writer.passage_count(), 60u);
  EXPECT_EQ(writer.article_count(), 60u);
  EXPECT_EQ(writer.files().size(), 60u);
  EXPECT_EQ(writer.shards().size(), kShards);
  for (int i = 0; i < 60; ++i) {
    EXPECT_TRUE(writer.find(std::to_string(i))) << i;
  }
}

TEST_F(ShardedWriter, FindsWhatHasMovedAndWhatTookItsId) {
  DatabaseWriter writer = open();
  writer.begin();
  std::vector<std::string> keys;
  for (int i = 0; i < 20; ++i) keys.push_back(add(writer, std::to_string(i)));
  for (int i = 0; i < 20; ++i) {
    writer.put_record(keys[static_cast<size_t>(i)],
                      record("moved" + std::to_string(i), 0));
  }
  for (int i = 0; i < 20; ++i) add(writer, std::to_string(i));
  writer.commit();
  for (int i = 0; i < 20; ++i) {
    const auto moved = writer.find("moved" + std::to_string(i));
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->key, keys[static_cast<size_t>(i)]);
    const auto in_its_place = writer.find(std::to_string(i));
    ASSERT_TRUE(in_its_place);
    EXPECT_NE(in_its_place->key, moved->key);
  }
  writer.begin();
  EXPECT_TRUE(writer.delete_document(unique(keys[3], "3"), keys[3]));
  EXPECT_FALSE(writer.delete_document(unique(keys[3], "3"), keys[3]));
  writer.delete_record(keys[3]);
  writer.commit();
  EXPECT_FALSE(writer.find("moved3"));
  EXPECT_EQ(writer.article_count(), 39u);
  EXPECT_EQ(writer.passage_count(), 39u);
}

TEST_F(ShardedWriter, WritesToNoShardThatNothingChangesIn) {
  fill(10);
  std::vector<Xapian::rev> before;
  for (uint32_t i = 0; i < kShards; ++i) {
    before.push_back(Xapian::Database(shard(i)).get_revision());
  }
  {
    DatabaseWriter writer = open();
    writer.begin();
    writer.put_record(article_key(id_in_shard(1)), record(id_in_shard(1)));
    writer.commit();
    writer.begin();
    writer.put_record(article_key(id_in_shard(2)), record(id_in_shard(2)));
    writer.rollback();
    writer.begin();
    writer.commit();
  }
  EXPECT_EQ(Xapian::Database(shard(0)).get_revision(), before[0]);
  EXPECT_GT(Xapian::Database(shard(1)).get_revision(), before[1]);
  EXPECT_EQ(Xapian::Database(shard(2)).get_revision(), before[2]);
}

TEST_F(ShardedWriter, LocksAllShards) {
  const DatabaseWriter writer = open();
  message_of([&] { open(); }, ErrorKind::kLocked);
  for (uint32_t i = 0; i < kShards; ++i) {
    message_of([&] { DatabaseWriter::open_alone(shard(i)); },
               ErrorKind::kLocked);
  }
}

TEST_F(ShardedWriter, TakesUpAHalfMadeDatabase) {
  for (const uint32_t made : {0u, 1u, 2u, 3u}) {
    SCOPED_TRACE(made);
    fs::remove_all(path_);
    open();
    fs::remove(stub_path(path_));
    for (uint32_t i = made; i < kShards; ++i) fs::remove_all(shard(i));
    // The next was being made.
    if (made < kShards) fs::create_directory(shard(made));
    if (made > 0) {
      message_of([&] { DatabaseWriter::open(path_, 5); }, ErrorKind::kUsage);
    }
    DatabaseWriter::open(path_, made == 0 ? kShards : 0);
    EXPECT_EQ(DatabaseWriter::open(path_).shards().size(), kShards);
    EXPECT_TRUE(fs::exists(stub_path(path_)));
  }
}

TEST_F(ShardedWriter, RefusesWhatIsNoWholeSet) {
  fill(10);
  const auto open_stub = [&](const std::string& text) {
    const std::string stub = folder_.write_file("stub", text);
    return [stub] { DatabaseWriter::open(stub); };
  };
  DatabaseWriter::open(folder_.path_of("other"), 3);
  DatabaseWriter::open(folder_.path_of("alone"));
  const std::string twice = "auto db/shard-0\nauto db/shard-1\n";
  EXPECT_NE(message_of(open_stub(twice), ErrorKind::kCorrupt).find("one of 3"),
            std::string::npos);
  message_of(open_stub(twice + "auto db/./shard-1\n"), ErrorKind::kUsage);
  message_of(open_stub(twice + "auto other/shard-2\n"), ErrorKind::kCorrupt);
  message_of(open_stub(twice + "auto alone\n"), ErrorKind::kUsage);
  message_of(open_stub(twice + "remote there:80\n"), ErrorKind::kUsage);
  EXPECT_NE(message_of(open_stub(twice + "auto new\n"), ErrorKind::kCorrupt)
                .find("missing"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(folder_.path_of("new")));
  fs::copy(shard(1), folder_.path_of("copy"), fs::copy_options::recursive);
  message_of(open_stub(twice + "auto copy\n"), ErrorKind::kCorrupt);
  message_of([&] { DatabaseWriter::open(shard(1)); }, ErrorKind::kUsage);
  EXPECT_NE(
      message_of([&] { DatabaseWriter::open(path_, 4); }, ErrorKind::kUsage)
          .find("3 shards, not 4"),
      std::string::npos);
  message_of([&] { DatabaseWriter::open(folder_.path_of("alone"), 2); },
             ErrorKind::kUsage);
  // Whatever the order.
  open_stub("auto db/shard-2\nauto db/shard-0\nauto db/shard-1\n")();
}

TEST_F(ShardedWriter, MakesTheShardsOfAStub) {
  const std::string stub =
      folder_.write_file("stub", "auto one\nauto far/two\n");
  EXPECT_EQ(DatabaseWriter::open(stub).shards(),
            (std::vector<std::string>{folder_.path_of("one"),
                                      folder_.path_of("far/two")}));
  EXPECT_EQ(DatabaseWriter::open(stub, 2).passage_count(), 0u);
}

// Of those below.
void check_mended(const DatabaseWriter& writer) {
  std::set<std::string> ids;
  uint64_t passages = 0;
  writer.each_record([&](std::string_view key, std::string_view data) {
    const ArticleRecord article = decode_record(data);
    EXPECT_TRUE(ids.insert(article.id).second) << article.id;
    const auto found = writer.find(article.id);
    ASSERT_TRUE(found) << article.id;
    EXPECT_EQ(found->key, key);
    const auto file = writer.file(0, article.path);
    ASSERT_TRUE(file) << article.id;
    EXPECT_EQ(file->articles, std::vector<std::string>{std::string(key)});
    passages += article.passages.size();
  });
  EXPECT_EQ(passages, writer.passage_count());
  size_t settled = 0;
  for (const FileRecord& file : writer.files()) {
    for (const std::string& key : file.articles) {
      EXPECT_TRUE(writer.record(key)) << file.path;
    }
    if (file.settled) ++settled;
  }
  // Those of the other ten articles, and of the first shard.
  EXPECT_GE(settled, 10u);
  EXPECT_LT(settled, 40u);
}

TEST_F(ShardedWriter, MendsACommitThatDidNotReachTheFirstShard) {
  for (uint32_t reached = 1; reached < 4; ++reached) {
    SCOPED_TRACE(reached);
    fs::remove_all(path_);
    fill(40);
    const Kept kept(*this);
    std::string moved;
    {
      DatabaseWriter writer = open();
      writer.begin();
      // One changes, one goes, ids move along, some are new.
      for (int i = 0; i < 20; ++i) {
        const auto found = writer.find(std::to_string(i));
        writer.put_record(found->key, record("moved" + std::to_string(i), 0));
      }
      for (int i = 0; i < 10; ++i) add(writer, std::to_string(i));
      for (int i = 20; i < 30; ++i) {
        const std::string id = std::to_string(i);
        const auto found = writer.find(id);
        writer.delete_document(unique(found->key, id), found->key);
        writer.delete_record(found->key);
        writer.delete_file(0, id);
      }
      writer.commit();
    }
    kept.put_back(0);
    if ((reached & 1) == 0) kept.put_back(1);
    if ((reached & 2) == 0) kept.put_back(2);
    check_mended(open());
    const Xapian::rev mended = Xapian::Database(shard(0)).get_revision();
    check_mended(open());
    EXPECT_EQ(Xapian::Database(shard(0)).get_revision(), mended);
  }
}

TEST_F(ShardedWriter, LooksAtAllFilesWhereAShardIsAnOldCopy) {
  fill(40);
  const Kept kept(*this);
  for (int run = 0; run < 2; ++run) {
    DatabaseWriter writer = open();
    writer.begin();
    for (int i = 0; i < 10; ++i) {
      add(writer, std::to_string(run) + "." + std::to_string(i));
    }
    writer.commit();
  }
  kept.put_back(1);
  const DatabaseWriter writer = open();
  for (const FileRecord& file : writer.files()) {
    EXPECT_FALSE(file.settled) << file.path;
  }
}

TEST(ShardBatches, AreReadAsTheyWereWritten) {
  const ShardBatch some{7, false, {"a", "b"}};
  EXPECT_EQ(encode_batch(some), "7 a b");
  EXPECT_EQ(decode_batch("7 a b").articles, some.articles);
  EXPECT_EQ(decode_batch("7 a b").number, 7u);
  EXPECT_FALSE(decode_batch("7 a b").has_all);
  EXPECT_EQ(decode_batch("").number, 0u);
  EXPECT_EQ(decode_batch("x y").number, 0u);
  EXPECT_TRUE(decode_batch("7 *").has_all);
  const ShardBatch many{1, false, std::vector<std::string>(50'001, "k")};
  EXPECT_EQ(encode_batch(many), "1 *");
  EXPECT_EQ(encode_batches({0, 3, 2}), "0 3 2");
  EXPECT_EQ(decode_batches("0 3", 3), (std::vector<uint64_t>{0, 3, 0}));
  EXPECT_EQ(decode_batches("0 3 2 9", 3), (std::vector<uint64_t>{0, 3, 2}));
}

}  // namespace
}  // namespace ibid
