// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/roots.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "index/error.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// The working folder, changed for the length of a test.
class WorkingFolder {
 public:
  explicit WorkingFolder(const fs::path& path) : before_(fs::current_path()) {
    fs::current_path(path);
  }
  ~WorkingFolder() { fs::current_path(before_); }
  WorkingFolder(const WorkingFolder&) = delete;
  WorkingFolder& operator=(const WorkingFolder&) = delete;

 private:
  fs::path before_;
};

TEST(AbsolutePath, IsInItsNormalForm) {
  struct Case {
    std::string path;
    std::string expected;
  };
  const Case cases[] = {
      {"/a/b", "/a/b"},
      {"/", "/"},
      {"//", "/"},
      {"/a//b///c", "/a/b/c"},
      {"/a/./b/.", "/a/b"},
      {"/a/b/", "/a/b"},
      {"/a/b/..", "/a"},
      {"/a/b/../c", "/a/c"},
      {"/..", "/"},
      {"/../../a", "/a"},
      {"/a/..", "/"},
      {"/a/.../b", "/a/.../b"},
      {"/a/..b/c", "/a/..b/c"},
      {"/a/\xFF/b", "/a/\xFF/b"},
      {"/a b", "/a b"},
  };
  for (const Case& c : cases) EXPECT_EQ(absolute_path(c.path), c.expected);
}

TEST(AbsolutePath, BeginsAtTheWorkingFolder) {
  const TempDir dir;
  fs::create_directory(dir.path() / "sub");
  const std::string base = dir.path().string();
  const WorkingFolder here(dir.path() / "sub");
  EXPECT_EQ(absolute_path("a.txt"), base + "/sub/a.txt");
  EXPECT_EQ(absolute_path("."), base + "/sub");
  EXPECT_EQ(absolute_path(""), base + "/sub");
  EXPECT_EQ(absolute_path("../b"), base + "/b");
}

TEST(AbsolutePath, KeepsLinksButGoesUpFromWhereTheyLead) {
  const TempDir dir;
  const std::string base = dir.path().string();
  fs::create_directories(dir.path() / "real/deep");
  fs::create_directory_symlink(dir.path() / "real/deep", dir.path() / "link");
  fs::create_symlink("nowhere", dir.path() / "dangling");
  EXPECT_EQ(absolute_path(base + "/link/a"), base + "/link/a");
  EXPECT_EQ(absolute_path(base + "/link/../a"), base + "/real/a");
  EXPECT_EQ(absolute_path(base + "/dangling/../a"), base + "/a");
}

TEST(AbsolutePath, FailsWhereTheWorkingFolderIsGone) {
  const TempDir dir;
  fs::create_directory(dir.path() / "gone");
  const WorkingFolder here(dir.path() / "gone");
  fs::remove(dir.path() / "gone");
  try {
    absolute_path("a.txt");
    FAIL() << "no Error";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kNotFound);
    EXPECT_NE(e.hint(), "");
  }
  EXPECT_EQ(absolute_path("/a"), "/a");
}

TEST(Roots, GivesAFolderAFileAndAJsonlFileTheirRoot) {
  Roots roots({});
  EXPECT_EQ(roots.root_for("/docs", true), 0);
  EXPECT_EQ(roots.root_for("/notes/a.txt", false), 1);
  EXPECT_EQ(roots.root_for("/data/all.jsonl", true), 2);
  EXPECT_EQ(roots.root_for("/a.txt", false), 3);
  const std::vector<Root> expected = {
      {"", "/docs"}, {"", "/notes"}, {"", "/data/all.jsonl"}, {"", "/"}};
  EXPECT_EQ(roots.list(), expected);
}

TEST(Roots, PutsAPathBelowTheLongestKnownRoot) {
  Roots roots(std::vector<Root>{
      {"", "/docs"}, {"x", "/docs/a"}, {"", "/docs/f.jsonl"}});
  EXPECT_EQ(roots.root_for("/docs", true), 0);
  EXPECT_EQ(roots.root_for("/docs/b/c.txt", false), 0);
  EXPECT_EQ(roots.root_for("/docs/b", true), 0);
  EXPECT_EQ(roots.root_for("/docs/a/b/c.txt", false), 1);
  EXPECT_EQ(roots.root_for("/docs/ab/c.txt", false), 0);
  EXPECT_EQ(roots.root_for("/docs/f.jsonl", true), 2);
  EXPECT_EQ(roots.list().size(), 3u);
  EXPECT_EQ(roots.root_for("/docs-new/c.txt", false), 3);
}

TEST(Roots, KnowsTheRootOfTheFileSystem) {
  Roots roots(std::vector<Root>{{"", "/"}});
  EXPECT_EQ(roots.root_for("/a/b.txt", false), 0);
  EXPECT_EQ(roots.relative(0, "/a/b.txt"), "a/b.txt");
  EXPECT_EQ(roots.absolute(0, "a/b.txt"), "/a/b.txt");
}

TEST(Roots, FindsOnlyARootItself) {
  const Roots roots(std::vector<Root>{{"", "/docs"}});
  EXPECT_EQ(roots.find("/docs"), 0);
  EXPECT_EQ(roots.find("/docs/a"), std::nullopt);
  EXPECT_EQ(roots.find("/"), std::nullopt);
}

TEST(Roots, MakesIdsOfNameAndRelativePath) {
  const Roots roots(std::vector<Root>{
      {"", "/docs"}, {"rust", "/doc/rust"}, {"", "/d/f.jsonl"}});
  EXPECT_EQ(roots.relative(0, "/docs/a/b.txt"), "a/b.txt");
  EXPECT_EQ(roots.relative(0, "/docs"), "");
  EXPECT_EQ(roots.id(0, "a/b.txt"), "a/b.txt");
  EXPECT_EQ(roots.id(1, "a/b.txt"), "rust/a/b.txt");
  EXPECT_EQ(roots.id(2, ""), "f.jsonl");
  EXPECT_EQ(roots.prefix(0), "");
  EXPECT_EQ(roots.prefix(1), "rust/");
}

TEST(Roots, LeadsBackToThePathOfARecord) {
  const Roots roots(std::vector<Root>{{"", "/docs"}, {"", "/d/f.jsonl"}});
  EXPECT_EQ(roots.absolute(0, "a/b.txt"), "/docs/a/b.txt");
  EXPECT_EQ(roots.absolute(1, ""), "/d/f.jsonl");
  EXPECT_EQ(roots.absolute(-1, ""), "");
  EXPECT_EQ(roots.absolute(7, "a"), "");
}

TEST(Roots, MovesADeclaredNameToItsNewFolder) {
  Roots roots(std::vector<Root>{{"", "/docs"}});
  roots.declare("rust", "/old");
  roots.declare("rust", "/old");
  EXPECT_EQ(roots.root_for("/old/a.txt", false), 1);
  roots.declare("rust", "/new");
  EXPECT_EQ(roots.root_for("/new/a.txt", false), 1);
  const std::vector<Root> expected = {{"", "/docs"}, {"rust", "/new"}};
  EXPECT_EQ(roots.list(), expected);
  EXPECT_EQ(roots.root_for("/old/a.txt", false), 2);
}

TEST(Roots, RefusesToRenameARoot) {
  Roots roots(std::vector<Root>{{"", "/docs"}, {"a", "/named"}});
  const std::vector<Root> before = roots.list();
  for (const auto& [name, folder] :
       {std::pair{"b", "/named"}, {"b", "/docs"}, {"a", "/docs"}, {"", "/x"}}) {
    try {
      roots.declare(name, folder);
      ADD_FAILURE() << name << "=" << folder << " was taken";
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUsage);
      EXPECT_NE(e.hint(), "");
    }
  }
  EXPECT_EQ(roots.list(), before);
}

}  // namespace
}  // namespace ibid
