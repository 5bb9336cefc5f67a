// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/html_tame.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ibid {
namespace {

using namespace std::string_literals;

std::string attributes(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += " a" + std::to_string(i) + "=1";
  return text;
}

TEST(HtmlTame, LeavesOrdinaryPagesAlone) {
  for (const std::string& page :
       {""s, "text"s, "<p class=\"a > b\">text</p>"s, "<p"s, "<"s, "< p"s,
        "<!-- open"s, "<script>if (a<b) x='"s,
        "<p" + attributes(kMaxAttributes - 1) + ">x"}) {
    EXPECT_EQ(tame_html(page), std::nullopt) << page;
  }
}

TEST(HtmlTame, MakesSpacesOfNulBytes) {
  EXPECT_EQ(tame_html("a\0<p>\0"s), "a <p> ");
}

TEST(HtmlTame, CutsEndlessAttributesAndMovesNothing) {
  const std::string page = "<p" + attributes(1000) + ">text<b x='y'>";
  const auto tamed = tame_html(page);
  ASSERT_TRUE(tamed.has_value());
  EXPECT_EQ(tamed->size(), page.size());
  EXPECT_TRUE(tamed->ends_with("  >text<b x='y'>"));
  EXPECT_NE(tamed->find(" a200=1"), std::string::npos);
  EXPECT_EQ(tamed->find(" a300=1"), std::string::npos);
}

TEST(HtmlTame, IsNotMisledAboutWhereATagBegins) {
  const std::string tag = "<p" + attributes(1000) + ">";
  for (const std::string& before :
       {"<script>a<b x=\"</script>"s, "<!-- <a b=' -->"s, "<a b=c=\">"s,
        "<style>x<y z='</style>"s, "<a b='x'"s, "<scripted>"s}) {
    const auto tamed = tame_html(before + tag);
    ASSERT_TRUE(tamed.has_value()) << before;
    EXPECT_EQ(tamed->find(" a900=1"), std::string::npos) << before;
  }
}

TEST(HtmlTame, CountsAttributesThatNoSpaceParts) {
  std::string page = "<p ";
  for (size_t i = 0; i < 1000; ++i) page += "a" + std::to_string(i) + "='1'";
  const auto tamed = tame_html(page + ">");
  ASSERT_TRUE(tamed.has_value());
  EXPECT_EQ(tamed->find("a900="), std::string::npos);
}

}  // namespace
}  // namespace ibid
