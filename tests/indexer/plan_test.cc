// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/plan.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ibid {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
const FileStat kStat = {10, 100 * kSecond, 100 * kSecond, 7};

FileRecord known(const std::string& path) {
  FileRecord record;
  record.root = 0;
  record.path = path;
  record.stat = kStat;
  record.seen_ns = 200 * kSecond;
  record.settled = true;
  record.settings_hash = hash128("\nen\n");
  record.articles = {path};
  return record;
}

TEST(IsUnchanged, TrustsOnlyWhatIsTheSameAndLongAgo) {
  const Hash128 settings = hash128("\nen\n");
  const FileRecord before = known("a");
  EXPECT_TRUE(is_unchanged(before, kStat, settings));
  EXPECT_FALSE(is_unchanged(before, kStat, hash128("other")));
  const FileStat others[] = {{11, 100 * kSecond, 100 * kSecond, 7},
                             {10, 100 * kSecond + 1, 100 * kSecond, 7},
                             {10, 100 * kSecond, 100 * kSecond + 1, 7},
                             {10, 100 * kSecond, 100 * kSecond, 8}};
  for (const FileStat& other : others) {
    EXPECT_FALSE(is_unchanged(before, other, settings));
  }
  FileRecord unsettled = before;
  unsettled.settled = false;
  EXPECT_FALSE(is_unchanged(unsettled, kStat, settings));
}

TEST(IsUnchanged, TrustsNoTimesNearTheMomentOrAfterIt) {
  const struct {
    int64_t mtime_s;
    int64_t ctime_s;
    bool expected;
  } cases[] = {{197, 197, true},  {198, 100, false}, {100, 198, false},
               {200, 200, false}, {300, 100, false}, {100, 300, false},
               {100, 197, true},  {-5, 100, true}};
  for (const auto& c : cases) {
    FileRecord record = known("a");
    record.stat.mtime_ns = c.mtime_s * kSecond;
    record.stat.ctime_ns = c.ctime_s * kSecond;
    EXPECT_EQ(is_unchanged(record, record.stat, record.settings_hash),
              c.expected)
        << c.mtime_s << " " << c.ctime_s;
  }
}

// Below the root /r.
class PlanTest : public testing::Test {
 protected:
  PlanTest() {
    scan_.walked = {"/r"};
    options_.language = "en";
  }

  void find(const std::string& path) {
    FoundFile file;
    file.path = "/r/" + path;
    file.root = 0;
    file.relative = path;
    file.stat = kStat;
    scan_.files.push_back(file);
  }

  // "path" of files to read, "=path" of unchanged ones, "-path" of those gone.
  std::vector<std::string> planned() {
    plan_ = plan(known_, scan_, roots_, options_);
    std::vector<std::string> out;
    for (const FileTask& task : plan_.tasks) {
      out.push_back((task.unchanged ? "=" : "") + task.file.relative);
    }
    for (const FileRecord* gone : plan_.gone) out.push_back("-" + gone->path);
    return out;
  }

  using Strings = std::vector<std::string>;

  std::vector<FileRecord> known_ = {known("a"), known("sub/b"), known("c")};
  ScanResult scan_;
  Roots roots_{std::vector<Root>{{"", "/r", true, {}}}};
  PlanOptions options_;
  Plan plan_;
};

TEST_F(PlanTest, KeepsReadsAndRemoves) {
  find("a");
  find("new");
  EXPECT_EQ(planned(), (Strings{"=a", "new", "-c", "-sub/b"}));
  EXPECT_TRUE(plan_.diagnostics.empty());
}

TEST_F(PlanTest, ReadsAllWhereNoTimesAreTrusted) {
  find("a");
  find("c");
  options_.rehash = true;
  EXPECT_EQ(planned(), (Strings{"a", "c", "-sub/b"}));
}

TEST_F(PlanTest, LeavesAloneWhatWasNotLookedAt) {
  scan_.walked = {"/r/sub"};
  find("sub/d");
  EXPECT_EQ(planned(), (Strings{"sub/d", "-sub/b"}));
  scan_.walked = {};
  EXPECT_EQ(planned(), (Strings{"sub/d"}));
}

TEST_F(PlanTest, LeavesAloneWhatCouldNotBeLookedAt) {
  find("a");
  scan_.unread = {"/r/sub"};
  EXPECT_EQ(planned(), (Strings{"=a", "-c"}));
  scan_.unread = {"/r/c"};
  EXPECT_EQ(planned(), (Strings{"=a", "-sub/b"}));
}

TEST_F(PlanTest, RefusesToRemoveAllThereIs) {
  EXPECT_EQ(planned(), Strings());
  ASSERT_EQ(plan_.diagnostics.size(), 1u);
  EXPECT_EQ(plan_.diagnostics[0].file, "/r");
  EXPECT_NE(plan_.diagnostics[0].hint.find("--prune-all"), std::string::npos);
  options_.prune_all = true;
  EXPECT_EQ(planned(), (Strings{"-a", "-c", "-sub/b"}));
  EXPECT_TRUE(plan_.diagnostics.empty());
}

TEST_F(PlanTest, RefusesToRemoveAllOfAFolderThatWasNamedBesides) {
  scan_.walked = {"/r", "/r/sub"};
  find("a");
  EXPECT_EQ(planned(), (Strings{"=a", "-c"}));
  EXPECT_EQ(plan_.diagnostics.size(), 1u);
}

TEST_F(PlanTest, RemovesNothingOfWhatIsMissing) {
  scan_.walked = {};
  scan_.missing = {"/r"};
  scan_.diagnostics = {
      {Diagnostic::Severity::kError, "/r", 0, "no such file or folder", ""}};
  EXPECT_EQ(planned(), Strings());
  ASSERT_EQ(plan_.diagnostics.size(), 1u);
  EXPECT_NE(plan_.diagnostics[0].hint.find("--remove"), std::string::npos);
  options_.prune_all = true;
  EXPECT_EQ(planned(), (Strings{"-a", "-c", "-sub/b"}));
  EXPECT_TRUE(plan_.diagnostics.empty());
  EXPECT_EQ(plan_.pruned, Strings{"/r"});
}

TEST_F(PlanTest, GoesByRootAndPathNotByTheWholePath) {
  find("sub/b");
  scan_.files[0].root = 1;
  scan_.files[0].relative = "b";
  roots_ = Roots({{"", "/r", true, {}}, {"s", "/r/sub", true, {}}});
  EXPECT_EQ(planned(), (Strings{"b", "-a", "-c", "-sub/b"}));
}

TEST_F(PlanTest, ReadsAnewWhereOptionsDiffer) {
  find("a");
  scan_.walked = {};
  options_.given.language = "de";
  EXPECT_EQ(planned(), (Strings{"a"}));
  EXPECT_EQ(plan_.tasks[0].language, "de");
  options_.given = {};
  roots_ = Roots(std::vector<Root>{{"", "/r", true, {{}, {}, "markdown", ""}}});
  EXPECT_EQ(planned(), (Strings{"a"}));
  EXPECT_EQ(plan_.tasks[0].format, "markdown");
}

TEST_F(PlanTest, TakesWhatWasSaidOfAFileWhereItsRootIsNone) {
  known_[0].language = "fr";
  known_[0].settings_hash = hash128("\nfr\n");
  roots_ = Roots(std::vector<Root>{{"", "/r"}});
  scan_.walked = {};
  find("a");
  EXPECT_EQ(planned(), (Strings{"=a"}));
  EXPECT_EQ(plan_.tasks[0].language, "fr");
}

}  // namespace
}  // namespace ibid
