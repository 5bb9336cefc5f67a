// SPDX-License-Identifier: GPL-3.0-or-later
// Synonyms in the database: what index/database does with them.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include <string>
#include <string_view>

#include "index/database.h"
#include "index/error.h"
#include "index/schema.h"
#include "index/synonyms.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

Synonyms synonyms_of(std::string_view text) {
  return Synonyms::parse(text).synonyms;
}

class StoredSynonyms : public testing::Test {
 protected:
  void put(const Synonyms& synonyms) {
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    writer.put_synonyms(synonyms);
    writer.commit();
  }

  void put_metadata(std::string_view key, const std::string& value) {
    DatabaseWriter::open(path_);
    Xapian::WritableDatabase db(path_, Xapian::DB_OPEN);
    db.set_metadata(std::string(key), value);
    db.commit();
  }

  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
};

TEST_F(StoredSynonyms, AreReadBack) {
  const Synonyms synonyms = synonyms_of("a, b\nc => d");
  put(synonyms);
  EXPECT_EQ(Database::open(path_).synonyms(), synonyms);
  EXPECT_EQ(Database::synonyms_at(path_), synonyms);
  const DatabaseWriter writer = DatabaseWriter::open(path_);
  EXPECT_TRUE(writer.has_synonyms(synonyms));
  EXPECT_FALSE(writer.has_synonyms(synonyms_of("a, b")));
  EXPECT_FALSE(writer.has_synonyms(Synonyms()));
}

TEST_F(StoredSynonyms, AreNoneInANewDatabase) {
  EXPECT_TRUE(DatabaseWriter::open(path_).has_synonyms(Synonyms()));
  EXPECT_TRUE(Database::open(path_).synonyms().empty());
}

TEST_F(StoredSynonyms, AreRemovedByNone) {
  put(synonyms_of("a, b"));
  put(Synonyms());
  EXPECT_EQ(Xapian::Database(path_).get_metadata(std::string(kSynonymsKey)),
            "");
}

TEST_F(StoredSynonyms, AreReadFromAnotherFormatForARebuild) {
  put(synonyms_of("a, b"));
  put_metadata(kFormatKey, "999");
  EXPECT_THROW(Database::open(path_), Error);
  EXPECT_EQ(Database::synonyms_at(path_), synonyms_of("a, b"));
}

TEST_F(StoredSynonyms, ThatAreDamagedCanBeWrittenAgain) {
  put_metadata(kSynonymsKey, "damage");
  try {
    Database::open(path_).synonyms();
    ADD_FAILURE() << "no error";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kCorrupt);
  }
  EXPECT_FALSE(DatabaseWriter::open(path_).has_synonyms(synonyms_of("a, b")));
  put(synonyms_of("a, b"));
  EXPECT_EQ(Database::open(path_).synonyms(), synonyms_of("a, b"));
}

TEST_F(StoredSynonyms, OfManyGroupsFitIntoTheDatabase) {
  std::string text;
  for (size_t i = 0; i < kMaxSynonymGroups; ++i) {
    text += fmt::format("{0:0>100}, {0:a>100}, {0:b>100}, {0:c>100}\n", i);
  }
  const Synonyms synonyms = synonyms_of(text);
  put(synonyms);
  EXPECT_EQ(Database::open(path_).synonyms(), synonyms);
}

}  // namespace
}  // namespace ibid
