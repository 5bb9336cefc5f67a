// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/html.h"

#include <gtest/gtest.h>

namespace ibid {
namespace {

TEST(Html, HasNoMarkupThatTextBrings) {
  const struct {
    std::string_view text;
    std::string_view html;
  } cases[] = {
      {"plain", "plain"},
      {"", ""},
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"\" onload='x'", "&quot; onload=&#39;x&#39;"},
      {"a & b &amp; c", "a &amp; b &amp;amp; c"},
      {"naïve ‹日本›", "naïve ‹日本›"},
      // What would steer the text around it, or is no text.
      {"a\u202Eb", "a\uFFFDb"},
      {std::string_view("a\0b", 3), "a\uFFFDb"},
      {"a\x1b[1mb\xff", "a\uFFFD[1mb\uFFFD"},
  };
  for (const auto& c : cases) EXPECT_EQ(html_text(c.text), c.html);
}

TEST(Html, MarksSpans) {
  EXPECT_EQ(html_marked("a <b> c", {{2, 5}}), "a <mark>&lt;b&gt;</mark> c");
  EXPECT_EQ(html_marked("ab", {{0, 1}, {1, 2}}),
            "<mark>a</mark><mark>b</mark>");
  EXPECT_EQ(html_marked("ab", {}), "ab");
}

TEST(Html, WritesDatesForPeople) {
  EXPECT_EQ(html_date("2026-04-01"),
            "<time datetime=\"2026-04-01\">1 April 2026</time>");
  EXPECT_EQ(html_date("2026-13-01"), "2026-13-01");
  EXPECT_EQ(html_date("<soon>"), "&lt;soon&gt;");
}

TEST(Html, GroupsDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
}

}  // namespace
}  // namespace ibid
