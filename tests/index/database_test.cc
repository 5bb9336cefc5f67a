// SPDX-License-Identifier: GPL-3.0-or-later
// What databases hold, who sees it when, and who may write. What is no database
// of ours, or no longer one, is in database_fault_test.cc.
#include "index/database.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "index/schema.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

ErrorKind kind_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()), "");
    EXPECT_NE(e.hint(), "") << e.what();
    return e.kind();
  }
  ADD_FAILURE() << "no error";
  return ErrorKind::kInternal;
}

Xapian::Document document(const std::string& unique,
                          const std::string& data = "data") {
  Xapian::Document doc;
  doc.add_boolean_term(unique);
  doc.add_posting("common", 1);
  doc.set_data(data);
  return doc;
}

ArticleRecord record(const std::string& id) {
  ArticleRecord out;
  out.id = id;
  out.title = "Title of " + id;
  out.passages = {{hash128(id), 0, {1, 2}, 1, 0, true, ""}};
  return out;
}

class DatabaseTest : public testing::Test {
 protected:
  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
};

TEST_F(DatabaseTest, IsMadeInANewFolder) {
  const std::string deep = folder_.path_of("a/b/db");
  EXPECT_EQ(DatabaseWriter::open(deep).path(), deep);
  const Database db = Database::open(deep);
  EXPECT_EQ(db.path(), deep);
  EXPECT_EQ(db.passage_count(), 0u);
  EXPECT_EQ(db.languages(), std::vector<std::string>{});
  EXPECT_EQ(db.roots(), std::vector<Root>{});
  EXPECT_EQ(db.record("missing"), std::nullopt);
  // An ordinary Xapian database, which says what it is.
  const Xapian::Database xapian(deep);
  EXPECT_EQ(xapian.get_metadata("ibid:format"), std::to_string(kFormatVersion));
  EXPECT_NE(xapian.get_metadata("ibid:settings").find("\"analysis\":1"),
            std::string::npos);
}

TEST_F(DatabaseTest, IsMadeInAnEmptyFolder) {
  std::filesystem::create_directory(path_);
  DatabaseWriter::open(path_);
  EXPECT_EQ(Database::open(path_).passage_count(), 0u);
}

TEST_F(DatabaseTest, IsOpenedWhereItIs) {
  {
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    writer.add_document(document("Qa"));
    writer.commit();
  }
  EXPECT_EQ(DatabaseWriter::open(path_).passage_count(), 1u);
  EXPECT_EQ(Database::open(path_ + "/").passage_count(), 1u);
}

TEST_F(DatabaseTest, ShowsATransactionAsAWhole) {
  DatabaseWriter writer = DatabaseWriter::open(path_);
  Database reader = Database::open(path_);
  writer.begin();
  writer.add_document(document("Qa"));
  writer.put_record("a", record("a"));
  writer.add_document(document("Qb"));
  EXPECT_EQ(writer.passage_count(), 2u);
  EXPECT_EQ(writer.record("a"), record("a"));
  EXPECT_EQ(Database::open(path_).passage_count(), 0u);
  EXPECT_EQ(Database::open(path_).record("a"), std::nullopt);

  writer.commit();
  EXPECT_EQ(reader.passage_count(), 0u);
  EXPECT_TRUE(reader.reopen());
  EXPECT_FALSE(reader.reopen());
  EXPECT_EQ(reader.passage_count(), 2u);
  EXPECT_EQ(reader.record("a"), record("a"));
}

// Two commits discard what a reader is at.
TEST_F(DatabaseTest, RunsAllOfAReadAgainWhereARevisionIsDiscarded) {
  DatabaseWriter writer = DatabaseWriter::open(path_);
  const auto write = [&](const std::string& title) {
    writer.begin();
    for (int i = 0; i < 500; ++i) {
      writer.put_record(article_key(std::to_string(i)), record(title));
    }
    writer.commit();
  };
  write("old");
  const Database reader = Database::open(path_);
  int runs = 0;
  const auto seen = reader.read([&](Xapian::Database&) {
    std::vector<std::string> ids;
    ids.push_back(reader.record(article_key("7"))->id);
    for (int i = 0; runs == 0 && i < 3; ++i) write("new" + std::to_string(i));
    ++runs;
    reader.each_record([&](std::string_view, std::string_view data) {
      ids.push_back(decode_record(data).id);
    });
    return ids;
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(seen, std::vector<std::string>(501, record("new2").id));
  EXPECT_EQ(reader.moves(), 1u);
}

TEST_F(DatabaseTest, RollsBack) {
  DatabaseWriter writer = DatabaseWriter::open(path_);
  writer.begin();
  writer.add_document(document("Qa"));
  writer.put_record("a", record("a"));
  writer.commit();

  writer.begin();
  writer.add_document(document("Qb"));
  EXPECT_TRUE(writer.delete_document("Qa"));
  writer.delete_record("a");
  writer.put_roots({{"", "/x"}});
  writer.rollback();
  EXPECT_EQ(writer.passage_count(), 1u);
  EXPECT_EQ(writer.record("a"), record("a"));
  EXPECT_EQ(writer.roots(), std::vector<Root>{});

  writer.begin();
  writer.add_document(document("Qc"));
  writer.commit();
  EXPECT_EQ(Database::open(path_).passage_count(), 2u);
}

TEST_F(DatabaseTest, ForgetsWhatIsNotCommitted) {
  {
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    writer.add_document(document("Qa"));
    writer.put_record("a", record("a"));
  }
  EXPECT_EQ(Database::open(path_).passage_count(), 0u);
  {
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    writer.add_document(document("Qa"));
    DatabaseWriter moved = std::move(writer);
    moved = DatabaseWriter::open(folder_.path_of("other"));
  }
  EXPECT_EQ(Database::open(path_).passage_count(), 0u);
}

TEST_F(DatabaseTest, DeletesDocumentsByTheirUniqueTerm) {
  DatabaseWriter writer = DatabaseWriter::open(path_);
  writer.begin();
  writer.add_document(document("Qa"));
  writer.add_document(document("Qb"));
  EXPECT_TRUE(writer.delete_document("Qa"));
  EXPECT_FALSE(writer.delete_document("Qa"));
  EXPECT_FALSE(writer.delete_document("Qmissing"));
  writer.commit();
  EXPECT_EQ(writer.passage_count(), 1u);
  EXPECT_FALSE(writer.delete_document("Qa"));
}

TEST_F(DatabaseTest, KeepsRecords) {
  DatabaseWriter writer = DatabaseWriter::open(path_);
  writer.begin();
  for (int i = 0; i < 500; ++i) {
    const std::string id = std::to_string(i);
    writer.put_record(article_key(id), record(id));
  }
  writer.put_record(article_key("7"), record("seven"));
  writer.delete_record(article_key("8"));
  writer.delete_record(article_key("never there"));
  writer.commit();

  const Database db = Database::open(path_);
  EXPECT_EQ(db.record(article_key("0")), record("0"));
  EXPECT_EQ(db.record(article_key("7")), record("seven"));
  EXPECT_EQ(db.record(article_key("8")), std::nullopt);

  std::vector<std::string> keys;
  db.each_record([&](std::string_view key, std::string_view data) {
    const std::string id = decode_record(data).id;
    EXPECT_EQ(article_key(id == "seven" ? "7" : id), key);
    keys.emplace_back(key);
  });
  EXPECT_EQ(keys.size(), 499u);
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));

  std::vector<std::string> same;
  writer.each_record([&](std::string_view key, std::string_view data) {
    EXPECT_FALSE(data.empty());
    same.emplace_back(key);
  });
  EXPECT_EQ(same, keys);
}

TEST_F(DatabaseTest, KeepsRootsInTheirOrder) {
  const std::vector<Root> roots = {
      {"", "/srv/docs"},
      {"b", "/srv/a", true, {}},
      {"", "/o", true, {{"*.md", "\xff"}, {"%"}, "text", "de"}},
      {"", "/100%/\u00E9/%41 \"\\\n"},
      {"\xff%", "/no UTF-8 \xff\xe2\x82/x"}};
  DatabaseWriter writer = DatabaseWriter::open(path_);
  writer.begin();
  writer.put_roots(roots);
  EXPECT_EQ(writer.roots(), roots);
  writer.commit();
  EXPECT_EQ(Database::open(path_).roots(), roots);
  // These bytes stand in databases.
  EXPECT_EQ(Xapian::Database(path_).get_metadata("ibid:roots"),
            "[{\"name\":\"\",\"path\":\"/srv/docs\",\"whole\":false},"
            "{\"name\":\"b\",\"path\":\"/srv/a\",\"whole\":true},"
            "{\"name\":\"\",\"options\":{\"exclude\":[\"%25\"],"
            "\"format\":\"text\",\"include\":[\"*.md\",\"%FF\"],"
            "\"language\":\"de\"},\"path\":\"/o\",\"whole\":true},"
            "{\"name\":\"\",\"path\":\"/100%25/\u00E9/%2541 \\\"\\\\\\n\","
            "\"whole\":false},"
            "{\"name\":\"%FF%25\",\"path\":\"/no UTF-8 %FF%E2%82/x\","
            "\"whole\":false}]");
}

TEST_F(DatabaseTest, ListsTheLanguagesOfItsPassages) {
  DatabaseWriter writer = DatabaseWriter::open(path_);
  writer.begin();
  for (const char* language : {"Len", "Lde", "Len", "L"}) {
    Xapian::Document doc = document("Q");
    doc.add_boolean_term(language);
    writer.add_document(doc);
  }
  writer.commit();
  EXPECT_EQ(Database::open(path_).languages(),
            (std::vector<std::string>{"", "de", "en"}));
}

TEST_F(DatabaseTest, HasOneWriterAtATime) {
  {
    const DatabaseWriter first = DatabaseWriter::open(path_);
    EXPECT_EQ(kind_of([&] { DatabaseWriter::open(path_); }),
              ErrorKind::kLocked);
    EXPECT_NO_THROW(Database::open(path_));
  }
  EXPECT_NO_THROW(DatabaseWriter::open(path_));
}

// Fills the database with documents that take several blocks.
void fill(DatabaseWriter& writer, const std::string& text) {
  std::mt19937 random(1);
  writer.begin();
  for (int i = 0; i < 300; ++i) {
    const std::string unique = "Q" + std::to_string(i);
    writer.delete_document(unique);
    std::string data = text;
    while (data.size() < 500) data += static_cast<char>(random());
    writer.add_document(document(unique, data));
  }
  writer.commit();
}

TEST_F(DatabaseTest, ReadsAgainWhenItsRevisionIsGone) {
  DatabaseWriter writer = DatabaseWriter::open(path_);
  fill(writer, "first");
  const Database reader = Database::open(path_);
  int runs = 0;
  const auto texts = reader.read([&](Xapian::Database& db) {
    ++runs;
    std::vector<std::string> found;
    auto posting = db.postlist_begin("common");
    // Twice in a row, then the writer has pity.
    for (int i = 0; runs <= 2 && i < 3; ++i) {
      fill(writer, "run" + std::to_string(runs));
    }
    for (; posting != db.postlist_end("common"); ++posting) {
      found.push_back(db.get_document(*posting).get_data().substr(0, 4));
    }
    return found;
  });
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(texts, std::vector<std::string>(300, "run2"));
}

TEST_F(DatabaseTest, GivesUpWhereTheRevisionIsAlwaysGone) {
  DatabaseWriter::open(path_);
  const Database reader = Database::open(path_);
  int runs = 0;
  EXPECT_EQ(kind_of([&] {
              reader.read([&](Xapian::Database&) {
                ++runs;
                throw Xapian::DatabaseModifiedError("again");
              });
            }),
            ErrorKind::kIo);
  EXPECT_EQ(runs, Database::kMaxRetries + 1);
}

TEST_F(DatabaseTest, GivesBackWhatACallGives) {
  DatabaseWriter::open(path_);
  const Database reader = Database::open(path_);
  EXPECT_EQ(reader.read([](Xapian::Database& db) { return db.get_doccount(); }),
            0u);
  bool ran = false;
  reader.read([&](Xapian::Database&) { ran = true; });
  EXPECT_TRUE(ran);
}

TEST_F(DatabaseTest, TurnsEveryExceptionIntoAnError) {
  const auto kind = [](auto exception) {
    return kind_of([&] { xapian_call("x", [&] { throw exception; }); });
  };
  EXPECT_EQ(kind(Xapian::DatabaseLockError("/x: already locked")),
            ErrorKind::kLocked);
  EXPECT_EQ(kind(Xapian::DatabaseNotFoundError("")), ErrorKind::kNotFound);
  EXPECT_EQ(kind(Xapian::DatabaseVersionError("")), ErrorKind::kVersion);
  EXPECT_EQ(kind(Xapian::DatabaseCorruptError("")), ErrorKind::kCorrupt);
  EXPECT_EQ(kind(Xapian::DatabaseOpeningError("")), ErrorKind::kCorrupt);
  EXPECT_EQ(kind(Xapian::DatabaseError("")), ErrorKind::kIo);
  EXPECT_EQ(kind(Xapian::DatabaseClosedError("")), ErrorKind::kIo);
  EXPECT_EQ(kind(Xapian::NetworkError("")), ErrorKind::kIo);
  EXPECT_EQ(kind(Xapian::DatabaseOpeningError("", EACCES)),
            ErrorKind::kPermission);
  EXPECT_EQ(kind(Xapian::DatabaseLockError("", EROFS)), ErrorKind::kPermission);
  EXPECT_EQ(kind(Xapian::DatabaseLockError("lock: Permission denied")),
            ErrorKind::kPermission);
  EXPECT_EQ(kind(Xapian::DatabaseLockError("too many open files")),
            ErrorKind::kIo);
  EXPECT_EQ(kind(Xapian::DatabaseOpeningError("", EMFILE)), ErrorKind::kIo);
  EXPECT_EQ(kind(Xapian::DatabaseOpeningError("", ENOENT)),
            ErrorKind::kCorrupt);
  EXPECT_EQ(kind(Xapian::DatabaseError("", ENOSPC)), ErrorKind::kIo);
  EXPECT_EQ(kind(Xapian::InvalidArgumentError("")), ErrorKind::kInternal);
  EXPECT_EQ(kind(std::runtime_error("")), ErrorKind::kInternal);
  EXPECT_EQ(kind(std::bad_alloc()), ErrorKind::kLimit);
  EXPECT_EQ(kind(Error(ErrorKind::kUsage, "as it is", "h")), ErrorKind::kUsage);
  try {
    xapian_call("cannot open /x", [] { throw Xapian::DatabaseError("why"); });
  } catch (const Error& e) {
    EXPECT_EQ(std::string(e.what()), "cannot open /x: why");
  }
}

}  // namespace
}  // namespace ibid
