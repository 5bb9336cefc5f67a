// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/path_keys.h"

#include <gtest/gtest.h>

#include "searcher/interpret.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

class PathKeysTest : public testing::Test {
 protected:
  void SetUp() override {
    DatabaseWriter writer = DatabaseWriter::open(path_);
    writer.begin();
    put(writer, "1", 0, "a.md");
    put(writer, "2", 0, "docs/b.md");
    put(writer, "3", 1, "b.html");
    put(writer, "4", 1, "");
    put(writer, "5", -1, "stdin");
    writer.commit();
  }

  static void put(DatabaseWriter& writer, const std::string& key, int32_t root,
                  const std::string& path) {
    ArticleRecord record;
    record.id = "id of " + key;
    record.root = root;
    record.path = path;
    writer.put_record(key, record);
  }

  PathKeys keys_of(std::string_view query) const {
    const std::vector<Root> roots = {{"", "/home/notes"}, {"web", "/srv/web"}};
    return path_keys(interpret(query, {}).root, Database::open(path_), roots);
  }

  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
};

using Keys = std::vector<std::string>;

TEST_F(PathKeysTest, FitTheRelativeOrTheAbsolutePath) {
  const struct {
    std::string glob;
    Keys expected;
  } cases[] = {
      {"*.md", {"1", "2"}},
      {"docs", {"2"}},
      {"**", {"1", "2", "3", "4", "5"}},
      {"/srv/web", {"3", "4"}},
      {"notes/*.md", {"1"}},
      {"web/b.html", {"3"}},
      {"stdin", {"5"}},
      {"nowhere", {}},
      {"B.HTML", {}},
  };
  for (const auto& [glob, expected] : cases) {
    const PathKeys keys = keys_of("path:" + glob);
    ASSERT_TRUE(keys.contains(glob)) << glob;
    EXPECT_EQ(keys.find(glob)->second, expected) << glob;
  }
}

TEST_F(PathKeysTest, AreFoundForAllGlobsAtOnce) {
  const PathKeys keys =
      keys_of("x (path:docs OR (a AND path:*.html)) -(path:stdin OR y)");
  const PathKeys expected = {
      {"docs", {"2"}}, {"*.html", {"3"}}, {"stdin", {"5"}}};
  EXPECT_EQ(keys, expected);
}

TEST_F(PathKeysTest, AreNotSoughtForWhatIsExcluded) {
  EXPECT_EQ(keys_of("x -path:docs"), PathKeys());
  EXPECT_EQ(keys_of("docs \"path docs\""), PathKeys());
}

}  // namespace
}  // namespace ibid
