// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/partial.h"

#include <gtest/gtest.h>

#include "index/error.h"

namespace ibid {
namespace {

std::vector<MissingShard> missing(size_t count) {
  std::vector<MissingShard> all;
  for (size_t i = 1; i <= count; ++i) {
    all.push_back({"tcp:host" + std::to_string(i) + ":1", "silent"});
  }
  return all;
}

TEST(Partial, NamesEachShardAndWhyItIsAway) {
  EXPECT_EQ(partial_text({}), "");
  EXPECT_EQ(partial_text(missing(1)),
            "Partial: tcp:host1:1 was not searched (silent)");
  EXPECT_EQ(partial_text(missing(2)),
            "Partial: tcp:host1:1 was not searched (silent); tcp:host2:1 was "
            "not searched (silent)");
}

TEST(Partial, CountsWhatWouldBeTooManyNames) {
  const struct {
    size_t missing;
    size_t texts;
    std::string last;
  } cases[] = {{5, 5, "tcp:host5:1 was not searched (silent)"},
               {6, 6, "1 more shard was not searched"},
               {1000, 6, "995 more shards were not searched"}};
  for (const auto& c : cases) {
    const std::vector<std::string> texts = missing_texts(missing(c.missing));
    EXPECT_EQ(texts.size(), c.texts);
    EXPECT_EQ(texts.back(), c.last);
  }
}

TEST(Partial, IsAnErrorWhereAllIsRequired) {
  EXPECT_NO_THROW(require_whole({}));
  const struct {
    size_t missing;
    std::string message;
  } cases[] = {{1, "cannot ask tcp:host1:1: silent"},
               {3, "cannot ask tcp:host1:1: silent (and 2 more)"}};
  for (const auto& c : cases) {
    try {
      require_whole(missing(c.missing));
      ADD_FAILURE() << c.message;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUnavailable);
      EXPECT_EQ(e.what(), c.message);
      EXPECT_NE(e.hint(), "");
    }
  }
}

}  // namespace
}  // namespace ibid
