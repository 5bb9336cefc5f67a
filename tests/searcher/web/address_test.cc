// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/address.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "index/error.h"

namespace ibid {
namespace {

LocatedPassage passage_of(const std::string& article, size_t number) {
  LocatedPassage passage;
  passage.article_id = article;
  passage.id = fmt::format("{}#{}", article, number);
  return passage;
}

TEST(Address, EscapesWhatIsSearchedFor) {
  EXPECT_EQ(search_address({}), "/");
  EXPECT_EQ(search_address({{"q", "C++ & \"x\" 日"}, {"kind", "question"}}),
            "/?q=C%2B%2B%20%26%20%22x%22%20%E6%97%A5&kind=question");
}

TEST(Address, ChangesOneParameterAndGoesBackToTheFirstPage) {
  const Parameters asked = {{"q", "x"}, {"kind", "section"}, {"offset", "10"}};
  EXPECT_EQ(search_address(with(asked, "q", "y")), "/?kind=section&q=y");
  EXPECT_EQ(search_address(with(asked, "kind", "")), "/?q=x");
  EXPECT_EQ(search_address(with(asked, "offset", "20")),
            "/?q=x&kind=section&offset=20");
}

TEST(Address, LeadsToAPassageWithinItsArticle) {
  const struct {
    std::string article;
    size_t number;
    std::string address;
  } cases[] = {
      {"rust.txt", 4, "/read/rust.txt#p4"},
      {"a/b c.md", 1, "/read/a/b%20c.md#p1"},
      {"100%?#x", 2, "/read/100%25%3F%23x#p2"},
      {"\"><script>", 1, "/read/%22%3E%3Cscript%3E#p1"},
      // Browsers would leave these parts out.
      {"a/../b", 1, "/read/a%2F..%2Fb#p1"},
      {"//b", 1, "/read/%2F%2Fb#p1"},
      // Of a long article the page that has it.
      {"x", 60, "/read/x#p60"},
      {"x", 61, "/read/x?first=61#p61"},
      {"x", 300, "/read/x?first=241#p300"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(read_address(passage_of(c.article, c.number), ""), c.address);
  }
  EXPECT_EQ(read_address(passage_of("x", 3), "notes", Span{5, 9}),
            "/read/x?db=notes&mark=3%3A5-9#p3");
  EXPECT_EQ(read_address("x", 61, "notes"), "/read/x?first=61&db=notes");
}

TEST(Address, ReadsMarks) {
  const PassageMark mark = parse_mark("3:5-9");
  EXPECT_EQ(mark.passage, 3U);
  EXPECT_EQ(mark.span, (Span{5, 9}));
  for (const char* wrong :
       {"", "3", "3:", "3:5", "3:5-", "3:9-5", "3:5-9 ", "x:5-9", "3:5-5",
        "-1:5-9", "3:5-9-9", "3:5-99999999999999999999999"}) {
    EXPECT_THROW(parse_mark(wrong), Error) << wrong;
  }
}

}  // namespace
}  // namespace ibid
