// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that a signal ends between two commits, at a place that
// update_property_test.cc seldom comes to.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>

#include "index/database.h"
#include "index/error.h"
#include "indexer/indexer.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

class ARunCutShort : public ::testing::Test {
 protected:
  // A run with a commit for each article; stops at so many looks at files.
  void run(const std::string& path, int looks) {
    IndexerOptions options;
    options.db = db_;
    options.quiet = true;
    options.batch_bytes = 1;
    options.prune_all = true;
    options.paths = {temp_.path_of(path)};
    std::atomic<bool> stop{false};
    FileTimes times;
    times.now_ns = [] { return kLongAgoNs + 60'000'000'000; };
    times.of = [&](const std::string&, FileStat stat) {
      if (--looks == 0) stop = true;
      stat.mtime_ns = stat.ctime_ns = kLongAgoNs;
      return stat;
    };
    try {
      run_indexer(options, stop, times);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kInterrupted);
    }
    EXPECT_EQ(stop.load(), looks <= 0);
  }

  std::set<std::string> ids() const {
    std::set<std::string> ids;
    Database::open(db_).each_record(
        [&](std::string_view, std::string_view data) {
          ids.insert(decode_place(data).id);
        });
    return ids;
  }

  static constexpr int64_t kLongAgoNs = 1'700'000'000'000'000'000;
  static constexpr int kToTheEnd = 1 << 30;
  const TempDir temp_;
  const std::string db_ = temp_.path_of("db");
};

TEST_F(ARunCutShort, LeavesTheLinesToComeToTheNext) {
  temp_.write_file("d/a.jsonl",
                   "{\"_id\":\"1\",\"text\":\"One.\"}\n"
                   "{\"_id\":\"2\",\"text\":\"Two.\"}\n"
                   "{\"_id\":\"3\",\"text\":\"Three.\"}\n");
  run("d", 2);  // found, then committed amid its lines
  EXPECT_EQ(ids(), (std::set<std::string>{"1"}));
  run("d", kToTheEnd);
  EXPECT_EQ(ids(), (std::set<std::string>{"1", "2", "3"}));
}

TEST_F(ARunCutShort, LeavesNoFolderTheArticlesThatMovedOutOfIt) {
  temp_.write_file("d/sub/a.txt", "One\n\nIt moves.\n");
  temp_.write_file("d/z.txt", "Two\n\nIt stays.\n");
  run("d", kToTheEnd);
  std::filesystem::rename(temp_.path_of("d/sub/a.txt"),
                          temp_.path_of("d/a.txt"));
  run("d", 3);  // both found, then a.txt committed
  run("d/sub", kToTheEnd);
  run("d", kToTheEnd);
  EXPECT_EQ(ids(), (std::set<std::string>{"a.txt", "z.txt"}));
}

}  // namespace
}  // namespace ibid
