// SPDX-License-Identifier: GPL-3.0-or-later
// When a run may look at changes alone, and when it must not. That what it
// does is right is update_property_test.cc's matter.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "indexer/indexer.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

class ARunForChanges : public ::testing::Test {
 protected:
  ARunForChanges() {
    options_.db = temp_.path_of("db");
    options_.quiet = true;
    options_.paths = {temp_.path_of("d")};
    write("a.txt", "One");
    write("sub/b.txt", "Two");
  }

  void write(const std::string& name, const std::string& title) {
    temp_.write_file("d/" + name, title + "\n\nText of it.\n");
  }

  Report run_whole() { return run_indexer(options_, stop_); }

  std::optional<Report> run_for(const FileStat& left,
                                const std::vector<std::string>& names) {
    Changes changes{{}, left};
    for (const std::string& name : names) {
      changes.paths.push_back(temp_.path_of("d/" + name));
    }
    return run_for_changes(options_, stop_, changes);
  }

  const TempDir temp_;
  IndexerOptions options_;
  const std::atomic<bool> stop_{false};
};

TEST_F(ARunForChanges, LooksAtNothingElse) {
  const Report whole = run_whole();
  write("a.txt", "New");
  write("sub/b.txt", "New too");
  const auto first = run_for(*whole.left, {"a.txt"});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->articles.changed, 1U);
  EXPECT_EQ(first->articles.total, 2U);
  write("c.txt", "Three");
  const auto second = run_for(*first->left, {"c.txt", "sub/b.txt", "no.txt"});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->articles.added, 1U);
  EXPECT_EQ(second->articles.changed, 1U);
}

TEST_F(ARunForChanges, SeesAFileMoveAndGo) {
  const Report whole = run_whole();
  fs::rename(temp_.path_of("d/sub/b.txt"), temp_.path_of("d/b.txt"));
  const auto moved = run_for(*whole.left, {"b.txt", "sub/b.txt"});
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->articles.moved, 1U);
  fs::remove(temp_.path_of("d/b.txt"));
  const auto gone = run_for(*moved->left, {"b.txt"});
  ASSERT_TRUE(gone);
  EXPECT_EQ(gone->articles.removed, 1U);
}

TEST_F(ARunForChanges, IsNotWhereAnotherHasWritten) {
  const Report whole = run_whole();
  write("a.txt", "New");
  run_whole();
  EXPECT_FALSE(run_for(*whole.left, {"a.txt"}));
}

TEST_F(ARunForChanges, IsNotWhereALinkIsMet) {
  const Report before = run_whole();
  fs::create_symlink("sub/b.txt", temp_.path_of("d/link.txt"));
  EXPECT_FALSE(run_for(*before.left, {"link.txt"}));
  EXPECT_FALSE(run_whole().left);
}

TEST_F(ARunForChanges, IsNotWhereAnIdIsThatOfAnotherFile) {
  const Report before = run_whole();
  temp_.write_file("d/rows.jsonl", R"({"_id":"sub/b.txt","text":"Mine."})");
  EXPECT_FALSE(run_for(*before.left, {"rows.jsonl"}));
  const Report whole = run_whole();
  EXPECT_EQ(whole.refused, 1U);
  EXPECT_FALSE(whole.left);
}

TEST_F(ARunForChanges, IsNotWhereAllFilesAreGone) {
  const Report whole = run_whole();
  fs::remove(temp_.path_of("d/a.txt"));
  EXPECT_FALSE(run_for(*whole.left, {"a.txt"}));  // sub was not looked into
  fs::rename(temp_.path_of("d"), temp_.path_of("away"));
  EXPECT_FALSE(run_for(*whole.left, {"a.txt"}));
}

TEST_F(ARunForChanges, WritesNothingWhereItIsNot) {
  const Report before = run_whole();
  write("a.txt", "New");
  temp_.write_file("d/rows.jsonl", R"({"_id":"sub/b.txt","text":"Mine."})");
  EXPECT_FALSE(run_for(*before.left, {"a.txt", "rows.jsonl"}));
  fs::remove(temp_.path_of("d/rows.jsonl"));
  EXPECT_TRUE(run_for(*before.left, {"a.txt"}));
}

}  // namespace
}  // namespace ibid
