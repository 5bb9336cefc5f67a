// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of a database in whose place another is put, and locks without
// opening.
#include <gtest/gtest.h>
#include <xapian.h>

#include <filesystem>
#include <string>

#include "index/database.h"
#include "index/database_lock.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

void add(DatabaseWriter& writer, const std::string& unique) {
  Xapian::Document doc;
  doc.add_boolean_term(unique);
  writer.begin();
  writer.add_document(doc);
  writer.commit();
}

bool has(const Database& database, const std::string& unique) {
  return database.read(
      [&](const Xapian::Database& db) { return db.term_exists(unique); });
}

class DatabaseSwap : public testing::Test {
 protected:
  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
  const std::string other_ = folder_.path_of("other");
};

TEST_F(DatabaseSwap, ReadersFollowThoughTheRevisionIsTheSame) {
  for (const auto& [path, unique] :
       {std::pair(path_, "Qold"), {other_, "Qnew"}}) {
    DatabaseWriter writer = DatabaseWriter::open(path);
    add(writer, unique);
  }
  Database reader = Database::open(path_);
  EXPECT_FALSE(reader.reopen());
  fs::rename(path_, folder_.path_of("away"));
  fs::rename(other_, path_);
  EXPECT_TRUE(has(reader, "Qold"));
  const uint64_t moves = reader.moves();
  EXPECT_TRUE(reader.reopen());
  EXPECT_EQ(reader.moves(), moves + 1);
  EXPECT_TRUE(has(reader, "Qnew"));
  EXPECT_FALSE(has(reader, "Qold"));
  EXPECT_FALSE(reader.reopen());
}

TEST_F(DatabaseSwap, ALockKeepsWritersAwayButNotReadersAndLocks) {
  { const DatabaseWriter made = DatabaseWriter::open(path_); }
  {
    const DatabaseLock lock(path_);
    const DatabaseLock another(path_);
    Database::open(path_);
    EXPECT_THROW(DatabaseWriter::open(path_), Error);
  }
  const DatabaseWriter writer = DatabaseWriter::open(path_);
  try {
    const DatabaseLock lock(path_);
    FAIL() << "locked beside a writer";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kLocked);
  }
}

TEST_F(DatabaseSwap, CountsWhatWasRemovedSinceTheLastCompaction) {
  DatabaseWriter writer = DatabaseWriter::open(path_);
  for (const char* unique : {"Q1", "Q2", "Q3"}) add(writer, unique);
  const auto removed = [&] {
    return Database::open(path_).removed_since_compaction();
  };
  EXPECT_EQ(removed(), 0);
  writer.begin();
  writer.delete_document("Q1");
  writer.commit();
  EXPECT_EQ(removed(), 1);
  writer.note_compacted();
  EXPECT_EQ(removed(), 0);
  writer.begin();
  writer.delete_document("Q2");
  writer.commit();
  EXPECT_EQ(removed(), 1);
}

}  // namespace
}  // namespace ibid
