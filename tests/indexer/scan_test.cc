// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/scan.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

// A temporary folder, and what scanning paths in it gives.
class ScanTest : public ::testing::Test {
 protected:
  std::string at(const std::string& name) const {
    return name.empty() ? dir_.path().string() : dir_.path_of(name);
  }

  void write(const Strings& names) const {
    for (const std::string& name : names) dir_.write_file(name, "text");
  }

  void link(const std::string& name, const std::string& target) const {
    fs::create_symlink(target, at(name));
  }

  void run(const Strings& names, const ScanOptions& options = {}) {
    Strings paths;
    for (const std::string& name : names) paths.push_back(at(name));
    result_ = scan(paths, options, roots_);
  }

  // Paths below the temporary folder.
  Strings found() const {
    Strings out;
    for (const FoundFile& file : result_.files) {
      out.push_back(file.path.substr(at("").size() + 1));
    }
    return out;
  }

  Strings ids() const {
    Strings out;
    for (const FoundFile& file : result_.files) {
      out.push_back(roots_.id(file.root, file.relative));
    }
    return out;
  }

  // "path below the folder: reason" of each error; each must have a hint.
  Strings errors() const {
    Strings out;
    for (const Diagnostic& d : result_.diagnostics) {
      EXPECT_NE(d.hint, "") << d.reason;
      if (d.severity != Diagnostic::Severity::kError) continue;
      const std::string shown =
          d.file.size() > at("").size() ? d.file.substr(at("").size() + 1) : "";
      out.push_back(shown + ": " + d.reason);
    }
    return out;
  }

  TempDir dir_;
  Roots roots_{{}};
  ScanResult result_;
};

// Runs as a user for whom permissions count, where tests run as root.
class AsNobody {
 public:
  AsNobody() : before_(geteuid()) {
    if (before_ == 0 && seteuid(65534) != 0) ADD_FAILURE() << "seteuid";
  }
  ~AsNobody() {
    if (before_ == 0 && seteuid(0) != 0) ADD_FAILURE() << "seteuid";
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  uid_t before_;
};

TEST_F(ScanTest, FindsTheFilesOfAFolderInOrderOfTheirPaths) {
  write({"b.txt", "a/z.txt", "a.txt", "a-b/c.txt", "a/b/c/d.md", "\xFF.txt"});
  run({""});
  EXPECT_EQ(found(), (Strings{"a-b/c.txt", "a.txt", "a/b/c/d.md", "a/z.txt",
                              "b.txt", "\xFF.txt"}));
  EXPECT_EQ(ids(), found());
  EXPECT_EQ(result_.skipped, 0u);
  EXPECT_TRUE(result_.diagnostics.empty());
  EXPECT_FALSE(result_.files[0].named);
}

TEST_F(ScanTest, FindsOnlyWhatIsAskedFor) {
  write({"d/a.txt", "d/b.txt", "d/in/a.txt", "d/in/b.txt", "d/in/deep/c.txt",
         "d/inner/a.txt", "d/out/a.txt", "d/.gitignore", "e/a.txt"});
  dir_.write_file("d/.gitignore", "out\n");
  const struct {
    Strings only;
    Strings found;
    Strings others;
  } kCases[] = {
      {{}, {}, {}},
      {{"d/a.txt"}, {"d/a.txt"}, {"d/b.txt"}},
      {{"d/in/a.txt"}, {"d/in/a.txt"}, {"d/a.txt", "d/in/b.txt"}},
      {{"d/gone.txt", "e/gone.txt"}, {}, {"d/a.txt", "e/a.txt"}},
      {{"d/in"}, {"d/in/a.txt", "d/in/b.txt", "d/in/deep/c.txt"}, {"d/a.txt"}},
      {{"d/out/a.txt"}, {}, {"d/a.txt"}},
      {{"f/a.txt"}, {}, {}},
  };
  for (const auto& c : kCases) {
    Strings only;
    for (const std::string& name : c.only) only.push_back(at(name));
    ScanOptions options;
    options.only = &only;
    run({"d", "e"}, options);
    EXPECT_EQ(found(), c.found);
    Strings others;
    for (const std::string& name : c.others) others.push_back(at(name));
    EXPECT_EQ(result_.others, others);
  }
}

TEST_F(ScanTest, CountsTheLinksThatItMeets) {
  write({"d/a.txt"});
  run({"d"});
  EXPECT_EQ(result_.links, 0U);
  link("d/link", "a.txt");
  link("d/.hidden", "a.txt");
  link("to-d", "d");
  run({"to-d"});
  EXPECT_EQ(result_.links, 2U);
}

TEST_F(ScanTest, TellsWhatTheDiskSaysOfAFile) {
  dir_.write_file("a.txt", "12345");
  const timespec times[2] = {{1, 0}, {1'700'000'000, 123'456'789}};
  ASSERT_EQ(utimensat(AT_FDCWD, at("a.txt").c_str(), times, 0), 0);
  struct stat expected {};
  ASSERT_EQ(stat(at("a.txt").c_str(), &expected), 0);
  run({""});
  ASSERT_EQ(result_.files.size(), 1u);
  EXPECT_EQ(result_.files[0].stat.size, 5u);
  EXPECT_EQ(result_.files[0].stat.mtime_ns, 1'700'000'000'123'456'789);
  EXPECT_EQ(result_.files[0].stat.inode, expected.st_ino);
}

TEST_F(ScanTest, FindsNothingInAnEmptyFolder) {
  fs::create_directory(at("empty"));
  run({"empty"});
  EXPECT_TRUE(result_.files.empty());
  EXPECT_TRUE(result_.diagnostics.empty());
  EXPECT_EQ(roots_.list().size(), 1u);
}

TEST_F(ScanTest, TakesANamedFileWhateverItsName) {
  write({".hidden", "x/a.o", "x/b.o"});
  dir_.write_file("x/.gitignore", "*.o");
  run({".hidden", "x/a.o"}, {.include = {}, .exclude = Strings{"*"}});
  EXPECT_EQ(found(), (Strings{".hidden", "x/a.o"}));
  EXPECT_TRUE(result_.files[0].named);
}

TEST_F(ScanTest, MakesTheFolderOfANamedFileItsRoot) {
  write({"x/a.txt", "y/data.jsonl"});
  run({"x/a.txt", "y/data.jsonl"});
  EXPECT_EQ(ids(), (Strings{"a.txt", "data.jsonl"}));
  ASSERT_EQ(roots_.list().size(), 2u);
  EXPECT_EQ(roots_.list()[0].path, at("x"));
  EXPECT_EQ(roots_.list()[1].path, at("y/data.jsonl"));
  EXPECT_EQ(result_.files[1].relative, "");
}

TEST_F(ScanTest, GivesTheSameIdsInWhateverOrderPathsAreNamed) {
  write({"a/b/x.txt", "a/c/y.txt"});
  run({"a/b/x.txt", "a/c", "a"});
  EXPECT_EQ(ids(), (Strings{"b/x.txt", "c/y.txt"}));
  const std::vector<Root> expected = {{"", at("a")}};
  EXPECT_EQ(roots_.list(), expected);
}

TEST_F(ScanTest, KeepsTheIdsOfRootsThatAreKnownAlready) {
  write({"a/b/x.txt", "a/c.txt", "a/d.jsonl"});
  roots_ = Roots({{"", at("a/b")}, {"", at("a/d.jsonl")}});
  run({"a"});
  EXPECT_EQ(ids(), (Strings{"x.txt", "c.txt", "d.jsonl"}));
  EXPECT_EQ(result_.files[0].root, 0);
  EXPECT_EQ(result_.files[1].root, 2);
  EXPECT_EQ(result_.files[2].root, 1);
}

TEST_F(ScanTest, PrefixesTheIdsBelowADeclaredRoot) {
  write({"a/x.txt"});
  roots_.declare("docs", at("a"));
  run({"a"});
  EXPECT_EQ(ids(), (Strings{"docs/x.txt"}));
}

TEST_F(ScanTest, TakesEachFileOnceHoweverOftenItIsNamed) {
  write({"a/x.txt", "a/b/y.txt", "a/b/c/z.txt", "a/b/.hidden"});
  run({"a", "a/b", "a/", "a/./b/../b", "a/b/c/z.txt", "a/b/c/z.txt"});
  EXPECT_EQ(found(), (Strings{"a/b/c/z.txt", "a/b/y.txt", "a/x.txt"}));
  EXPECT_TRUE(result_.files[0].named);
  EXPECT_FALSE(result_.files[1].named);
  EXPECT_EQ(result_.skipped, 1u);
}

TEST_F(ScanTest, LeavesOutHiddenEntriesThatAreNotNamed) {
  write({"a.txt", ".b.txt", ".git/config", ".c/d.txt", ".c/.e/f.txt"});
  run({""});
  EXPECT_EQ(found(), (Strings{"a.txt"}));
  EXPECT_EQ(result_.skipped, 3u);
  run({"", ".c"});
  EXPECT_EQ(found(), (Strings{".c/d.txt", "a.txt"}));
}

TEST_F(ScanTest, LeavesOutWhatGitignoreFilesSay) {
  dir_.write_file("x/.gitignore", "*.log\nbuild/\n/top.txt\n");
  dir_.write_file("x/sub/.gitignore", "!keep.log\n/top.txt\n");
  write({"x/a.txt", "x/a.log", "x/top.txt", "x/build/b.txt", "x/sub/c.log",
         "x/sub/keep.log", "x/sub/top.txt", "x/sub/deep/top.txt",
         "x/sub/deep/keep.log"});
  run({"x"});
  EXPECT_EQ(found(), (Strings{"x/a.txt", "x/sub/deep/keep.log",
                              "x/sub/deep/top.txt", "x/sub/keep.log"}));
  EXPECT_EQ(result_.skipped, 7u);  // two of them the .gitignore files
}

TEST_F(ScanTest, AsksNoGitignoreFileAboveTheNamedFolder) {
  dir_.write_file("x/.gitignore", "*.log\nsub\n");
  write({"x/a.txt", "x/sub/a.log"});
  run({"x/sub"});
  EXPECT_EQ(found(), (Strings{"x/sub/a.log"}));
  run({"x", "x/sub"});
  EXPECT_EQ(found(), (Strings{"x/a.txt", "x/sub/a.log"}));
}

TEST_F(ScanTest, WarnsOfAGitignoreFileThatIsTooLarge) {
  dir_.write_file(".gitignore", "a.txt\n" + std::string(300 << 10, '#'));
  write({"a.txt"});
  run({""});
  EXPECT_EQ(found(), (Strings{"a.txt"}));
  ASSERT_EQ(result_.diagnostics.size(), 1u);
  EXPECT_EQ(result_.diagnostics[0].file, at(".gitignore"));
  EXPECT_EQ(result_.diagnostics[0].severity, Diagnostic::Severity::kWarning);
}

TEST_F(ScanTest, IncludesAndExcludes) {
  write({"a.txt", "b.md", "sub/c.txt", "sub/d.md", "out/e.md", "out/f/g.md"});
  struct Case {
    Strings include;
    Strings exclude;
    Strings expected;
    uint64_t skipped;
  };
  const Case cases[] = {
      {{"*.md"}, {}, {"b.md", "out/e.md", "out/f/g.md", "sub/d.md"}, 2},
      {{"sub/**"}, {}, {"sub/c.txt", "sub/d.md"}, 4},
      {{"*.md", "a.*"}, {"out"}, {"a.txt", "b.md", "sub/d.md"}, 2},
      {{}, {"out/f", "*.txt"}, {"b.md", "out/e.md", "sub/d.md"}, 3},
      {{}, {"*"}, {}, 4},
  };
  for (const Case& c : cases) {
    run({""}, {c.include, c.exclude});
    EXPECT_EQ(found(), c.expected);
    EXPECT_EQ(result_.skipped, c.skipped);
  }
}

TEST_F(ScanTest, ReportsNamedPathsThatAreNotThere) {
  write({"a.txt"});
  run({"nope.txt", "a.txt", "a.txt/b"});
  EXPECT_EQ(found(), (Strings{"a.txt"}));
  EXPECT_EQ(errors(), (Strings{"a.txt/b: no such file or folder",
                               "nope.txt: no such file or folder"}));
  EXPECT_EQ(roots_.list().size(), 1u);
}

TEST_F(ScanTest, ReportsPathsThatNoFileCanHave) {
  result_ = scan({"", std::string("a\0b", 3)}, {}, roots_);
  EXPECT_EQ(errors().size(), 2u);
  run({std::string(5000, 'x')});
  ASSERT_EQ(errors().size(), 1u);
  EXPECT_NE(errors()[0].find("cannot look at it"), std::string::npos);
}

TEST_F(ScanTest, GoesOnAfterAFolderThatItMayNotRead) {
  write({"a/x.txt", "b/y.txt", "c/z.txt", "d/u.txt", "d/v.txt"});
  fs::permissions(at(""), fs::perms(0755));
  fs::permissions(at("b"), fs::perms(0));
  fs::permissions(at("d"), fs::perms(0444));
  {
    const AsNobody nobody;
    run({"", "b/y.txt"});
  }
  fs::permissions(at("b"), fs::perms(0755));
  fs::permissions(at("d"), fs::perms(0755));
  EXPECT_EQ(found(), (Strings{"a/x.txt", "c/z.txt"}));
  EXPECT_EQ(errors(),
            (Strings{"b: cannot read the folder: Permission denied",
                     "d: cannot look at the files in the folder: Permission "
                     "denied",
                     "b/y.txt: cannot look at it: Permission denied"}));
}

TEST_F(ScanTest, NeverOpensWhatIsNoRegularFile) {
  write({"a.txt"});
  ASSERT_EQ(mkfifo(at("pipe").c_str(), 0600), 0);
  ASSERT_EQ(mkfifo(at(".gitignore").c_str(), 0600), 0);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  at("socket").copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  close(fd);
  run({""});
  EXPECT_EQ(found(), (Strings{"a.txt"}));
  EXPECT_EQ(result_.skipped, 3u);
  EXPECT_TRUE(result_.diagnostics.empty());
  run({"pipe", "socket"});
  EXPECT_EQ(errors(), (Strings{"pipe: not a regular file",
                               "socket: not a regular file"}));
  result_ = scan({"/dev/null"}, {}, roots_);
  EXPECT_EQ(errors().size(), 1u);
}

TEST_F(ScanTest, FollowsLinksToPlacesInsideTheRoot) {
  write({"in/.store/a.txt", "in/.store/deep/b.txt", "in/.c.txt"});
  link("in/shown", ".store");
  link("in/c.txt", at("in/.c.txt"));
  run({"in"});
  EXPECT_EQ(found(),
            (Strings{"in/c.txt", "in/shown/a.txt", "in/shown/deep/b.txt"}));
  EXPECT_EQ(ids(), (Strings{"c.txt", "shown/a.txt", "shown/deep/b.txt"}));
  EXPECT_EQ(result_.files[0].stat.size, 4u);
}

TEST_F(ScanTest, PrefersAPathWithoutLinksToOneWithThem) {
  write({"z/a.txt", "z/y/b.txt"});
  link("a-link", "z");
  link("b-link.txt", "z/a.txt");
  link("z/y/c-link", "../y");
  run({""});
  EXPECT_EQ(found(), (Strings{"z/a.txt", "z/y/b.txt"}));
}

TEST_F(ScanTest, TakesAFileOnceByAllLinksToIt) {
  write({".store/a.txt", ".b.txt"});
  link("a.txt", ".store/a.txt");
  link("shown", ".store");
  link("b1.txt", ".b.txt");
  link("b2.txt", ".b.txt");
  run({""});
  EXPECT_EQ(found(), (Strings{"b1.txt", "shown/a.txt"}));
}

TEST_F(ScanTest, SkipsLinksOutOfTheRoot) {
  write({"in/a.txt", "in-side/b.txt", "out/c.txt"});
  link("in/file", "../out/c.txt");
  link("in/folder", at("out"));
  link("in/up", "..");
  link("in/sibling", "../in-side");
  link("in/null", "/dev/null");
  link("in/dangling", "nowhere");
  link("in/itself", "itself");
  run({"in"});
  EXPECT_EQ(found(), (Strings{"in/a.txt"}));
  EXPECT_EQ(result_.skipped, 7u);
  EXPECT_TRUE(result_.diagnostics.empty());
}

TEST_F(ScanTest, EndsLoopsOfLinks) {
  write({"a/x.txt", ".b/y.txt"});
  link("a/top", "..");
  link("a/self", ".");
  link("to-b", ".b");
  link(".b/to-b-again", "../.b");
  link(".b/to-a", "../a");
  run({""});
  EXPECT_EQ(found(), (Strings{"a/x.txt", "to-b/y.txt"}));
}

TEST_F(ScanTest, AppliesRulesToTheNamesOfLinks) {
  dir_.write_file(".gitignore", "/no\n*.o\n");
  write({".s/a.txt", ".s/b.o", ".t/c.txt"});
  link("yes", ".s");
  link("no", ".t");
  link("out", ".t");
  run({""}, {.include = {}, .exclude = Strings{"out"}});
  EXPECT_EQ(found(), (Strings{"yes/a.txt"}));
}

TEST_F(ScanTest, FollowsANamedLinkWhereverItLeads) {
  write({"out/a.txt", "out/b.txt"});
  fs::create_directory(at("in"));
  link("in/folder", at("out"));
  link("in/file.txt", at("out/a.txt"));
  run({"in/folder", "in/file.txt"});
  EXPECT_EQ(found(),
            (Strings{"in/file.txt", "in/folder/a.txt", "in/folder/b.txt"}));
  EXPECT_TRUE(errors().empty());
}

TEST_F(ScanTest, EntersAFolderOnceUnderAllItsNames) {
  write({"real/a.txt"});
  link("alias", "real");
  run({"alias", "real"});
  EXPECT_EQ(found(), (Strings{"real/a.txt"}));
  EXPECT_EQ(roots_.list().size(), 1u);
  write({"real/sub/b.txt"});
  run({"alias/sub", "real"});
  EXPECT_EQ(found(), (Strings{"alias/sub/b.txt", "real/a.txt"}));
}

TEST_F(ScanTest, ReportsANamedLinkThatLeadsNowhere) {
  link("dangling", "nowhere");
  link("itself", "itself");
  run({"dangling", "itself"});
  ASSERT_EQ(errors().size(), 2u);
  EXPECT_EQ(errors()[0],
            "dangling: no such file or folder: the symbolic link leads "
            "nowhere");
}

TEST_F(ScanTest, NeverEntersADatabase) {
  write({"a.txt", "index/iamglass", "index/postlist.glass", "index/b.txt"});
  run({""});
  EXPECT_EQ(found(), (Strings{"a.txt"}));
  EXPECT_EQ(result_.skipped, 1u);
  EXPECT_TRUE(result_.diagnostics.empty());
  run({"index"});
  EXPECT_TRUE(result_.files.empty());
  EXPECT_EQ(result_.skipped, 1u);
  EXPECT_EQ(result_.diagnostics.size(), 1u);
}

// 2,500 folders, one in the other: too deep for any path. Removed from its
// end; a removal from the top would run out of open files.
class DeepFolder {
 public:
  explicit DeepFolder(const std::string& top)
      : end_(open(top.c_str(), O_RDONLY | O_DIRECTORY)) {
    for (int i = 0; i < kDepth; ++i) {
      EXPECT_EQ(mkdirat(end_, "d", 0755), 0);
      move_to("d");
    }
  }
  ~DeepFolder() {
    for (int i = 0; i < kDepth; ++i) {
      move_to("..");
      EXPECT_EQ(unlinkat(end_, "d", AT_REMOVEDIR), 0);
    }
    close(end_);
  }
  DeepFolder(const DeepFolder&) = delete;
  DeepFolder& operator=(const DeepFolder&) = delete;

 private:
  static constexpr int kDepth = 2'500;

  void move_to(const char* name) {
    const int next = openat(end_, name, O_RDONLY | O_DIRECTORY);
    close(end_);
    end_ = next;
  }

  int end_;
};

TEST_F(ScanTest, ReportsATreeThatIsTooDeepForPaths) {
  write({"d/d/a.txt", "e/b.txt"});
  fs::create_directory(at("deep"));
  const DeepFolder deep(at("deep"));
  run({""});
  EXPECT_EQ(found(), (Strings{"d/d/a.txt", "e/b.txt"}));
  ASSERT_EQ(errors().size(), 1u);
  EXPECT_NE(errors()[0].find("paths have more than 4095 bytes: 1"),
            std::string::npos);
}

TEST_F(ScanTest, AddsUpManyFiles) {
  constexpr int kFolders = 100;
  for (int i = 0; i < kFolders; ++i) {
    write({std::to_string(i) + "/a.txt", std::to_string(i) + "/b/c.txt"});
  }
  run({""});
  EXPECT_EQ(result_.files.size(), 2u * kFolders);
  EXPECT_TRUE(std::ranges::is_sorted(found()));
}

// What a scan says beforehand: "name/" of folders, "name" of other paths.
class Announced : public ScanObserver {
 public:
  explicit Announced(size_t prefix) : prefix_(prefix) {}
  void on_folder(const std::string& path) override {
    places.push_back(path.substr(prefix_) + "/");
  }
  void on_path(const std::string& path) override {
    places.push_back(path.substr(prefix_));
  }
  Strings places;

 private:
  size_t prefix_;
};

TEST_F(ScanTest, SaysWhereItLooks) {
  write({"d/a.txt", "d/sub/b.txt", "d/.git/x", "d/out/x", "d/far/x",
         "d/db/iamglass", "d/db/x", "e/named.txt", "d/.hid/behind.txt"});
  dir_.write_file("d/.gitignore", "out/\n");
  link("d/link.txt", at("d/.hid/behind.txt"));
  link("d/other.txt", at("d/a.txt"));
  Announced announced(at("").size() + 1);
  run({"d", "e/named.txt", "missing"}, {{}, Strings{"far"}, &announced});
  EXPECT_EQ(announced.places, (Strings{"d", "d/", "d/sub/", "e/named.txt",
                                       "missing", "d/link.txt"}));
}

}  // namespace
}  // namespace ibid
