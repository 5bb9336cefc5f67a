// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/negotiate.h"

#include <gtest/gtest.h>

namespace ibid {
namespace {

struct Case {
  std::string_view list;
  bool expected;
};

TEST(Negotiate, TakesTheMostExactEntryOfAList) {
  constexpr std::string_view kJson = "application/json";
  for (const auto& [list, expected] :
       std::vector<Case>{{"application/json", true},
                         {"Application/JSON; charset=utf-8", true},
                         {"text/html, application/json;q=0.1", true},
                         {"*/*", true},
                         {"application/*", true},
                         {"text/html, */*;q=0.1", true},
                         {"text/html", false},
                         {"application/json;q=0", false},
                         {"application/json;q=0.000", false},
                         {"application/json;q=0.001", true},
                         {"*/*, application/json;q=0", false},
                         {"application/json;q=0, */*", false},
                         {"application/*;q=0, */*", false},
                         {"application/jsonx", false},
                         {"", false},
                         {",,;;,", false}}) {
    EXPECT_EQ(accepts(list, kJson), expected) << list;
  }
  for (const auto& [list, expected] :
       std::vector<Case>{{"gzip", true},
                         {"deflate, gzip;q=1.0, *;q=0.5", true},
                         {"*;q=0", false},
                         {"identity", false},
                         {"gzip;q=0, *", false}}) {
    EXPECT_EQ(accepts(list, "gzip"), expected) << list;
  }
}

TEST(Negotiate, ComparesTagsByWhatTheyHold) {
  for (const auto& [list, expected] :
       std::vector<Case>{{"W/\"a\"", true},
                         {"\"a\"", true},
                         {"\"b\", W/\"a\"", true},
                         {"*", true},
                         {"\"b\"", false},
                         {"a", false},
                         {"", false}}) {
    EXPECT_EQ(names_tag(list, "W/\"a\""), expected) << list;
  }
}

TEST(Negotiate, TagsABodyWithoutItsTime) {
  const std::string tag = body_tag("{\"a\":1,\"took_ms\":1.5}\n");
  EXPECT_EQ(tag, body_tag("{\"a\":1,\"took_ms\":2}\n"));
  EXPECT_NE(tag, body_tag("{\"a\":2,\"took_ms\":1.5}\n"));
  // In a string its quotes are escaped.
  EXPECT_NE(body_tag(R"({"q":",\"took_ms\":1"})"),
            body_tag(R"({"q":",\"took_ms\":2"})"));
  EXPECT_TRUE(tag.starts_with("W/\"") && tag.ends_with('"'));
}

}  // namespace
}  // namespace ibid
