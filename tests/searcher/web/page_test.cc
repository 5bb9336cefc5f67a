// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/searcher/web/markup_check.h"

namespace ibid {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Page, TellsWhatIsSearched) {
  const Contents contents = {
      1,
      12345,
      {{"a b.txt", "A & B", "", ""}, {"no-title", "", "", ""}},
      {{"tcp:a:1", "silent"}}};
  const std::string html =
      home_page(contents, {{{"db", "two"}}, {"one", "two"}, true});
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("<title>ibid</title>"));
  EXPECT_THAT(html,
              HasSubstr("<b>12,345</b> passages in <b>1</b> article</p>"));
  EXPECT_THAT(html, HasSubstr("href=\"/read/a%20b.txt?db=two\">A &amp; B</a>"));
  EXPECT_THAT(html, HasSubstr(">no-title</a>"));
  EXPECT_THAT(html, HasSubstr("tcp:a:1 was not searched (silent)"));
}

TEST(Page, HasNoListWhereThereIsNothing) {
  const std::string html = home_page({}, {{}, {"one"}, true});
  check_markup(html);
  EXPECT_THAT(html, Not(HasSubstr("<h2>")));
}

TEST(Page, NamesWhatItIsOf) {
  const std::string hostile(kHostile);
  const std::string html = page({"found", hostile, hostile, "<p>x</p>"},
                                {{{"q", hostile}}, {"one"}, false});
  check_markup(html);
  EXPECT_THAT(html, HasSubstr(" – ibid</title>"));
  EXPECT_THAT(html, HasSubstr("<p>x</p></main>"));
}

TEST(Page, TellsOfAnError) {
  const std::string html = error_page(
      Error(ErrorKind::kNotFound, "there is no <it>", "look"), {{}, {}, false});
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("<title>there is no &lt;it&gt; – ibid</title>"));
  EXPECT_THAT(html, HasSubstr("look</p>"));
}

}  // namespace
}  // namespace ibid
