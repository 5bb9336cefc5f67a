// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/database_options.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

#include "index/error.h"
#include "searcher/deadline.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

using std::chrono::milliseconds;

// A user without a config file, whose environment names a database.
class DatabaseOptions : public testing::Test {
 protected:
  DatabaseOptions() {
    ::setenv("XDG_CONFIG_HOME", home_.path_of("config").c_str(), 1);
    ::setenv("IBID_DB", "/of/environment", 1);
  }
  ~DatabaseOptions() override { ::unsetenv("IBID_DB"); }

  const TempDir home_;
};

TEST_F(DatabaseOptions, NameEachDatabaseOrElseTheUsualOne) {
  const struct {
    std::vector<std::string> given;
    std::vector<std::string> locations;
  } cases[] = {{{"a"}, {"a"}},
               {{"a", "tcp:h:1", "a.stub"}, {"a", "tcp:h:1", "a.stub"}},
               {{"", "a"}, {"a"}},
               {{}, {"/of/environment"}},
               {{""}, {"/of/environment"}}};
  for (const auto& c : cases) {
    const DatabaseSource source = database_source(c.given, 7);
    EXPECT_EQ(source.locations, c.locations);
    EXPECT_EQ(source.timeout, milliseconds(7));
  }
}

TEST_F(DatabaseOptions, BoundTheTimeOfAShard) {
  EXPECT_EQ(shard_timeout(1), milliseconds(1));
  EXPECT_EQ(shard_timeout(60000), kMaxTimeLimit);
  for (const size_t wrong : {size_t{0}, size_t{60001}, SIZE_MAX}) {
    try {
      shard_timeout(wrong);
      ADD_FAILURE() << wrong;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUsage);
    }
  }
}

}  // namespace
}  // namespace ibid
