// SPDX-License-Identifier: GPL-3.0-or-later
// Places that hold no database of ours, or one that is damaged, not ours to
// read, or on a full disk: each gives the Error that tells what to do, and none
// is written to.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <functional>
#include <string>
#include <vector>

#include "index/database.h"
#include "index/schema.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

// The kind of the Error that call throws; every one must carry a hint.
ErrorKind kind_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& e) {
    EXPECT_NE(e.hint(), "") << e.what();
    return e.kind();
  }
  ADD_FAILURE() << "no error";
  return ErrorKind::kInternal;
}

class DatabaseFault : public testing::Test {
 protected:
  ErrorKind read_kind() const {
    return kind_of([&] { Database::open(path_); });
  }
  ErrorKind write_kind() const {
    return kind_of([&] { DatabaseWriter::open(path_); });
  }

  // A database with one document and one record.
  void make() const {
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    Xapian::Document doc;
    doc.add_boolean_term("Qa");
    doc.set_data("data");
    writer.add_document(doc);
    writer.put_record("a", {});
    writer.put_roots({{"", "/x"}});
    writer.commit();
  }

  void set_metadata(const std::string& key, const std::string& value) const {
    Xapian::WritableDatabase db(path_, Xapian::DB_OPEN);
    db.set_metadata(key, value);
    db.commit();
  }

  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
};

TEST_F(DatabaseFault, IsNotThere) {
  EXPECT_EQ(read_kind(), ErrorKind::kNotFound);
  EXPECT_EQ(kind_of([] { Database::open(""); }), ErrorKind::kNotFound);
  EXPECT_EQ(kind_of([] { Database::open("/dev/null/db"); }),
            ErrorKind::kNotFound);
  std::filesystem::create_directory(path_);
  EXPECT_EQ(read_kind(), ErrorKind::kNotFound);
  folder_.write_file("db/notes.txt", "mine");
  EXPECT_EQ(read_kind(), ErrorKind::kNotFound);
}

TEST_F(DatabaseFault, CannotBeMadeThere) {
  EXPECT_EQ(kind_of([] { DatabaseWriter::open(""); }), ErrorKind::kIo);
  EXPECT_EQ(kind_of([] { DatabaseWriter::open("/dev/null/db"); }),
            ErrorKind::kIo);
}

TEST_F(DatabaseFault, IsAFile) {
  folder_.write_file("db", "mine");
  EXPECT_EQ(read_kind(), ErrorKind::kCorrupt);
  EXPECT_EQ(write_kind(), ErrorKind::kCorrupt);
  EXPECT_EQ(folder_.read_file("db"), "mine");
  folder_.write_file("db", "");
  EXPECT_EQ(read_kind(), ErrorKind::kCorrupt);
  EXPECT_EQ(write_kind(), ErrorKind::kCorrupt);
  EXPECT_EQ(folder_.read_file("db"), "");
}

TEST_F(DatabaseFault, IsAFolderOfOthers) {
  folder_.write_file("db/notes.txt", "mine");
  EXPECT_EQ(write_kind(), ErrorKind::kUsage);
  size_t entries = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(path_)) {
    ++entries;
  }
  EXPECT_EQ(entries, 1u);
  EXPECT_EQ(folder_.read_file("db/notes.txt"), "mine");
}

TEST_F(DatabaseFault, IsAReplica) {
  make();
  const std::string replica = folder_.path_of("replica");
  folder_.write_file("replica/XAPIANDB", "auto replica_0\n");
  std::filesystem::rename(path_, replica + "/replica_0");
  for (const std::string inside : {"", "/", "/replica_0", "/replica_0/"}) {
    const std::string path = replica + inside;
    EXPECT_EQ(kind_of([&] { DatabaseWriter::open(path); }), ErrorKind::kUsage)
        << path;
  }
  EXPECT_EQ(Database::open(replica + "/replica_0").passage_count(), 1u);
  // Away from there it is a database like others.
  std::filesystem::rename(replica + "/replica_0", path_);
  EXPECT_EQ(DatabaseWriter::open(path_).passage_count(), 1u);
}

TEST_F(DatabaseFault, IsADatabaseOfOthers) {
  {
    Xapian::WritableDatabase db(path_, Xapian::DB_CREATE);
    db.add_document(Xapian::Document());
    db.commit();
  }
  EXPECT_EQ(read_kind(), ErrorKind::kUsage);
  EXPECT_EQ(write_kind(), ErrorKind::kUsage);
  set_metadata("omega", "mine");
  EXPECT_EQ(write_kind(), ErrorKind::kUsage);
  EXPECT_EQ(Xapian::Database(path_).get_metadata("ibid:format"), "");
}

// A crash between the two steps of making a database.
TEST_F(DatabaseFault, WasLeftBlank) {
  Xapian::WritableDatabase(path_, Xapian::DB_CREATE).commit();
  EXPECT_EQ(read_kind(), ErrorKind::kUsage);
  make();
  EXPECT_EQ(Database::open(path_).passage_count(), 1u);
}

// A crash before that: Xapian has not renamed its version file yet.
TEST_F(DatabaseFault, WasLeftUnfinished) {
  for (const std::string file :
       {"flintlock", "v.tmp", "termlist.glass", "postlist.glass"}) {
    folder_.write_file("db/" + file, "");
    EXPECT_EQ(read_kind(), ErrorKind::kNotFound) << file;
  }
  make();
  EXPECT_EQ(Database::open(path_).passage_count(), 1u);
}

TEST_F(DatabaseFault, HasAnotherVersion) {
  make();
  const std::string settings =
      Xapian::Database(path_).get_metadata("ibid:settings");
  for (const char* format :
       {"0", "3", "5", "99999999999999999999", "x", " 1", ""}) {
    set_metadata("ibid:format", format);
    EXPECT_EQ(read_kind(), ErrorKind::kVersion) << format;
    EXPECT_EQ(write_kind(), ErrorKind::kVersion) << format;
  }
  set_metadata("ibid:format", std::to_string(kFormatVersion));
  for (const char* other :
       {"", "{}", "[]", "null", "{\"analysis\":0}", "{\"analysis\":2}",
        "{\"analysis\":\"1\"}", "{\"analysis\":[1]}", "{\"analysis\":1.5}",
        "{\"analysis\":1", "\xff"}) {
    set_metadata("ibid:settings", other);
    EXPECT_EQ(read_kind(), ErrorKind::kVersion) << other;
    EXPECT_EQ(write_kind(), ErrorKind::kVersion) << other;
  }
  set_metadata("ibid:settings", settings);
  EXPECT_NO_THROW(Database::open(path_));
}

TEST_F(DatabaseFault, NamesRebuildWhereTheVersionIsAnother) {
  make();
  set_metadata("ibid:format", "7");
  try {
    Database::open(path_);
    ADD_FAILURE() << "opened";
  } catch (const Error& e) {
    EXPECT_NE(e.hint().find("--rebuild"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("format 7"), std::string::npos);
  }
}

TEST_F(DatabaseFault, HasADamagedVersionFile) {
  make();
  const std::string bytes = folder_.read_file("db/iamglass");
  ASSERT_GT(bytes.size(), 80u);
  std::vector<std::string> damaged = {"garbage", std::string(4096, '\0'),
                                      std::string(100, '\xff'), "x" + bytes};
  // At the end stand statistics that Xapian can do without.
  for (size_t size = 0; size + 10 < bytes.size(); ++size) {
    damaged.push_back(bytes.substr(0, size));
  }
  for (const std::string& other : damaged) {
    folder_.write_file("db/iamglass", other);
    for (const ErrorKind kind : {read_kind(), write_kind()}) {
      EXPECT_TRUE(kind == ErrorKind::kCorrupt || kind == ErrorKind::kVersion)
          << error_kind_name(kind) << " with " << other.size() << " bytes";
    }
  }
  folder_.write_file("db/iamglass", bytes);
  EXPECT_EQ(Database::open(path_).passage_count(), 1u);
}

TEST_F(DatabaseFault, LostATable) {
  make();
  const std::string bytes = folder_.read_file("db/postlist.glass");
  for (const size_t size : {size_t{0}, size_t{1}, bytes.size() / 2}) {
    folder_.write_file("db/postlist.glass", bytes.substr(0, size));
    EXPECT_EQ(read_kind(), ErrorKind::kCorrupt) << size;
  }
  std::filesystem::remove(path_ + "/postlist.glass");
  EXPECT_EQ(read_kind(), ErrorKind::kCorrupt);
}

TEST_F(DatabaseFault, LostItsVersionFile) {
  make();
  std::filesystem::remove(path_ + "/iamglass");
  EXPECT_EQ(read_kind(), ErrorKind::kCorrupt);
  EXPECT_EQ(write_kind(), ErrorKind::kCorrupt);
}

TEST_F(DatabaseFault, HasDamagedMetadata) {
  make();
  set_metadata(record_key("a"), "no record");
  const Database db = Database::open(path_);
  EXPECT_EQ(kind_of([&] { db.record("a"); }), ErrorKind::kCorrupt);
  for (const char* roots :
       {"[", "{}x", "[1]", "[{}]", "[{\"name\":1,\"path\":\"/x\"}]",
        "[{\"name\":\"\"}]", "null,", "\xff"}) {
    set_metadata("ibid:roots", roots);
    EXPECT_EQ(kind_of([&] { Database::open(path_).roots(); }),
              ErrorKind::kCorrupt)
        << roots;
    EXPECT_EQ(kind_of([&] { DatabaseWriter::open(path_).roots(); }),
              ErrorKind::kCorrupt)
        << roots;
  }
}

TEST_F(DatabaseFault, BelongsToOthers) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  make();
  const std::string version_file = path_ + "/iamglass";
  ::chmod(version_file.c_str(), 0);
  EXPECT_EQ(read_kind(), ErrorKind::kPermission);
  EXPECT_EQ(write_kind(), ErrorKind::kPermission);
  ::chmod(version_file.c_str(), 0600);
  ::chmod((path_ + "/postlist.glass").c_str(), 0);
  EXPECT_EQ(read_kind(), ErrorKind::kPermission);
  EXPECT_EQ(write_kind(), ErrorKind::kPermission);
  ::chmod((path_ + "/postlist.glass").c_str(), 0600);
  ::chmod((path_ + "/flintlock").c_str(), 0);
  EXPECT_NO_THROW(Database::open(path_));
  EXPECT_EQ(write_kind(), ErrorKind::kPermission);
  ::chmod((path_ + "/flintlock").c_str(), 0600);
  ::chmod(path_.c_str(), 0);
  EXPECT_EQ(read_kind(), ErrorKind::kPermission);
  EXPECT_EQ(write_kind(), ErrorKind::kPermission);
  EXPECT_EQ(kind_of([&] { DatabaseWriter::open(path_ + "/below"); }),
            ErrorKind::kPermission);
  ::chmod(path_.c_str(), 0700);
}

// Lowers a limit of this process while it lives.
class LowerLimit {
 public:
  LowerLimit(__rlimit_resource resource, rlim_t limit) : resource_(resource) {
    ::getrlimit(resource, &before_);
    rlimit lower = before_;
    lower.rlim_cur = limit;
    ::setrlimit(resource, &lower);
  }
  ~LowerLimit() { ::setrlimit(resource_, &before_); }
  LowerLimit(const LowerLimit&) = delete;
  LowerLimit& operator=(const LowerLimit&) = delete;

 private:
  __rlimit_resource resource_;
  rlimit before_ = {};
};

TEST_F(DatabaseFault, MeetsTooManyOpenFiles) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan's check of objects needs open files itself";
#endif
  make();
  const int next = ::open("/dev/null", O_RDONLY);
  ::close(next);
  for (int more = 0; more < 2; ++more) {
    const LowerLimit files(RLIMIT_NOFILE, static_cast<rlim_t>(next + more));
    EXPECT_EQ(read_kind(), ErrorKind::kIo) << more;
    EXPECT_EQ(write_kind(), ErrorKind::kIo) << more;
  }
  EXPECT_NO_THROW(Database::open(path_));
}

TEST_F(DatabaseFault, KeepsItsLastRevisionOnAFullDisk) {
  make();
  DatabaseWriter writer = DatabaseWriter::open(path_);
  ::signal(SIGXFSZ, SIG_IGN);
  EXPECT_EQ(kind_of([&] {
              const LowerLimit size(RLIMIT_FSIZE, 64 << 10);
              writer.begin();
              for (int i = 0; i < 3000; ++i) {
                Xapian::Document doc;
                doc.add_boolean_term("Qfull" + std::to_string(i));
                doc.set_data(std::string(1000, static_cast<char>(i)));
                writer.add_document(doc);
              }
              writer.commit();
            }),
            ErrorKind::kIo);
  EXPECT_EQ(Database::open(path_).passage_count(), 1u);
  { const DatabaseWriter gone = std::move(writer); }
  EXPECT_EQ(Database::open(path_).passage_count(), 1u);
  DatabaseWriter again = DatabaseWriter::open(path_);
  again.begin();
  again.put_record("b", {});
  again.commit();
  EXPECT_TRUE(Database::open(path_).record("b").has_value());
}

// A writer that is killed in the middle of a transaction.
TEST_F(DatabaseFault, LosesNothingWhenAWriterIsKilled) {
  make();
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    writer.put_record("b", {});
    writer.delete_document("Qa");
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  const DatabaseWriter writer = DatabaseWriter::open(path_);
  EXPECT_EQ(writer.passage_count(), 1u);
  EXPECT_EQ(writer.record("b"), std::nullopt);
}

}  // namespace
}  // namespace ibid
