// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/target.h"

#include <gtest/gtest.h>

#include "index/error.h"

namespace ibid {
namespace {

std::string told(std::string_view text) {
  const Target target = parse_target(text);
  std::string all = target.path;
  for (const auto& [name, value] : target.parameters) {
    all += "|" + name + "=" + value;
  }
  return all;
}

TEST(Target, IsTakenApart) {
  const std::vector<std::pair<std::string_view, std::string>> cases = {
      {"/", "/"},
      {"/search", "/search"},
      {"/search?", "/search"},
      {"/search?q=a", "/search|q=a"},
      {"/search?q=a+b%20c%2B", "/search|q=a b c+"},
      {"/search?q=a&n=5", "/search|q=a|n=5"},
      {"/search?&&q=a&", "/search|q=a"},
      {"/search?q", "/search|q="},
      {"/search?q=a=b?c", "/search|q=a=b?c"},
      {"/search?q=%E7%B4%A2", "/search|q=\xe7\xb4\xa2"},
      {"/a%2Fb+c/../d", "/a%2Fb+c/../d"},
      {"/search?%71=a", "/search|q=a"},
      {"//search", "//search"}};
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(told(text), expected) << text;
  }
}

TEST(Target, ThrowsWhereItIsBroken) {
  for (const std::string_view text :
       {"", "search", "*", "http://localhost/search", "/%", "/%4", "/%4g",
        "/%-1", "/%+1", "/%00", "/%ff", "/\xff", "/s?q=%", "/s?q=%c3",
        "/s?q=%00", "/s?q=%ed%a0%80", "/s?q=a&q=b", "/s?q=a&%71=b",
        "/s?%ff=a"}) {
    EXPECT_THROW(parse_target(text), Error) << text;
  }
}

}  // namespace
}  // namespace ibid
