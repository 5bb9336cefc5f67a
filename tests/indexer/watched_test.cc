// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/watched.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// Watches the folder "d" as a root, and the file "e/named.txt".
class WatchedTest : public ::testing::Test {
 protected:
  WatchedTest() {
    dir_.write_file("d/a.txt", "text");
    dir_.write_file("e/named.txt", "text");
    look();
  }

  void look() {
    watched_.begin();
    watched_.on_path(at("d"));
    watched_.on_folder(at("d"));
    watched_.on_path(at("e/named.txt"));
    watched_.end();
    watched_.changed_within({});
  }

  std::string at(const std::string& name) const { return dir_.path_of(name); }

  // Events are there as soon as the call that causes them is done.
  bool notices(const std::function<void()>& change) {
    change();
    return watched_.changed_within({});
  }

  TempDir dir_;
  Watched watched_;
};

TEST_F(WatchedTest, NoticesWhatAnUpdateWouldSee) {
  const struct {
    const char* what;
    std::function<void()> change;
    bool noticed;
  } kCases[] = {
      {"nothing", [] {}, false},
      {"a new file", [&] { dir_.write_file("d/b.txt", "text"); }, true},
      {"a rename", [&] { fs::rename(at("d/b.txt"), at("d/a.txt")); }, true},
      {"a new folder", [&] { fs::create_directory(at("d/sub")); }, true},
      {"in a folder not looked at yet",
       [&] { dir_.write_file("d/sub/b.txt", "text"); }, false},
      {"a link", [&] { fs::create_symlink("a.txt", at("d/link.txt")); }, true},
      {"permissions",
       [&] { fs::permissions(at("d/a.txt"), fs::perms::owner_read); }, true},
      {"a hidden file", [&] { dir_.write_file("d/.a.swp", "text"); }, false},
      {".gitignore", [&] { dir_.write_file("d/.gitignore", "x"); }, true},
      {"reading", [&] { dir_.read_file("d/a.txt"); }, false},
      {"the named file", [&] { dir_.write_file("e/named.txt", "new"); }, true},
      {"a file beside it", [&] { dir_.write_file("e/other.txt", "x"); }, false},
      {"removal", [&] { fs::remove(at("d/a.txt")); }, true},
      {"the root's move", [&] { fs::rename(at("d"), at("away")); }, true},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(notices(c.change), c.noticed) << c.what;
  }
}

TEST_F(WatchedTest, NamesTheFilesThatChanged) {
  using Paths = std::vector<std::string>;
  const struct {
    const char* what;
    std::function<void()> change;
    std::optional<Paths> changed;
  } kCases[] = {
      {"nothing", [] {}, Paths{}},
      {"a new file", [&] { dir_.write_file("d/b.txt", "text"); },
       Paths{at("d/b.txt")}},
      {"a rename", [&] { fs::rename(at("d/b.txt"), at("d/c.txt")); },
       Paths{at("d/b.txt"), at("d/c.txt")}},
      {"removal", [&] { fs::remove(at("d/c.txt")); }, Paths{at("d/c.txt")}},
      {"hidden files", [&] { dir_.write_file("d/.a.swp", "x"); }, Paths{}},
      {"rules", [&] { dir_.write_file("d/.gitignore", "x"); }, std::nullopt},
      {"what was named", [&] { dir_.write_file("e/named.txt", "new"); },
       std::nullopt},
      {"a new folder", [&] { fs::create_directory(at("d/sub")); },
       std::nullopt},
      {"a folder that moved", [&] { fs::rename(at("d/sub"), at("d/new")); },
       std::nullopt},
      {"permissions of the root",
       [&] { fs::permissions(at("d"), fs::perms::owner_all); }, std::nullopt},
  };
  for (const auto& c : kCases) {
    notices(c.change);
    EXPECT_EQ(watched_.take_changed(), c.changed) << c.what;
    EXPECT_EQ(watched_.take_changed(), Paths{}) << c.what;
  }
}

TEST_F(WatchedTest, NamesNoFilesWhereTooManyChanged) {
  for (size_t i = 0; i < Watched::kMaxChanged; ++i) {
    dir_.write_file("d/f" + std::to_string(i), "text");
  }
  watched_.changed_within({});
  EXPECT_EQ(watched_.take_changed()->size(), Watched::kMaxChanged);
  for (size_t i = 0; i <= Watched::kMaxChanged; ++i) {
    dir_.write_file("d/f" + std::to_string(i), "text");
  }
  watched_.changed_within({});
  EXPECT_EQ(watched_.take_changed(), std::nullopt);
}

TEST_F(WatchedTest, NamesFilesByTheFolderThatWasWalked) {
  fs::create_directory_symlink("d", at("link"));
  watched_.begin();
  watched_.on_path(at("link/no.txt"));
  watched_.on_folder(at("d"));
  watched_.end();
  EXPECT_TRUE(notices([&] { dir_.write_file("d/b.txt", "text"); }));
  EXPECT_EQ(watched_.take_changed(), std::vector<std::string>{at("d/b.txt")});
}

TEST_F(WatchedTest, ForgetsWhatAnUpdateDoesNotLookAtAnyMore) {
  fs::create_directory(at("d/sub"));
  watched_.begin();
  watched_.on_folder(at("d"));
  watched_.on_folder(at("d/sub"));
  watched_.end();
  EXPECT_EQ(watched_.watch_count(), 2);
  watched_.begin();
  watched_.on_folder(at("d"));
  watched_.end();
  EXPECT_EQ(watched_.watch_count(), 1);
  watched_.changed_within({});
  EXPECT_FALSE(notices([&] { dir_.write_file("d/sub/b.txt", "text"); }));
  EXPECT_TRUE(notices([&] { dir_.write_file("d/b.txt", "text"); }));
}

TEST_F(WatchedTest, KeepsAllWatchesWhereAnUpdateFails) {
  watched_.begin();
  EXPECT_TRUE(notices([&] { dir_.write_file("d/b.txt", "text"); }));
}

TEST_F(WatchedTest, WatchesAFolderOnceWhateverItsNames) {
  fs::create_directory_symlink("d", at("link"));
  const size_t before = watched_.watch_count();
  watched_.on_folder(at("link"));
  EXPECT_EQ(watched_.watch_count(), before);
}

TEST_F(WatchedTest, NoticesAPathWhoseFolderIsMissingToo) {
  watched_.begin();
  watched_.on_path(at("no/such/folder"));
  watched_.end();
  EXPECT_FALSE(watched_.changed_within({}));
  fs::create_directories(at("no/such/folder"));
  bool noticed = false;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!noticed && std::chrono::steady_clock::now() < end) {
    noticed = watched_.changed_within(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(noticed);
}

TEST_F(WatchedTest, SeesTheFileBehindANamedLink) {
  dir_.write_file("f/real.txt", "text");
  fs::create_symlink(at("f/real.txt"), at("e/link.txt"));
  watched_.on_path(at("e/link.txt"));
  watched_.changed_within({});
  EXPECT_TRUE(notices([&] { dir_.write_file("f/real.txt", "new"); }));
  EXPECT_FALSE(notices([&] { dir_.write_file("f/other.txt", "new"); }));
}

}  // namespace
}  // namespace ibid
