// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/article_page.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/searcher/web/markup_check.h"

namespace ibid {
namespace {

using testing::HasSubstr;
using testing::Not;

void add(FullArticle& article, PassageKind kind,
         std::vector<std::string> headings, const std::string& text,
         const std::string& question = "") {
  LocatedPassage passage;
  passage.article_id = article.id;
  passage.id = fmt::format("{}#{}", article.id, article.passages.size() + 1);
  passage.passage.kind = kind;
  passage.passage.headings = std::move(headings);
  passage.passage.text = text;
  passage.passage.question = question;
  article.passages.push_back(std::move(passage));
  article.passage_count = article.passages.size();
}

FullArticle sample() {
  FullArticle article;
  article.id = "a/rust.txt";
  article.path = "/abs/a/rust.txt";
  article.title = "Rust";
  article.updated = "2026-04-01";
  article.language = "en";
  article.tags = {"systems"};
  article.sources = {{"The Rust Book", "MIT"}, {"A talk", std::nullopt}};
  add(article, PassageKind::kQuickAnswer, {}, "A language.");
  add(article, PassageKind::kSection, {"Uses"}, "Many.");
  add(article, PassageKind::kSection, {"Uses"}, "More.");
  add(article, PassageKind::kSection, {"Uses", "Kernels"}, "Linux.");
  add(article, PassageKind::kQuestion, {}, "In 2015.", "When?");
  add(article, PassageKind::kQuestion, {}, "At Mozilla.", "Where?");
  return article;
}

std::string shown(const FullArticle& article, size_t first = 1,
                  std::optional<PassageMark> mark = std::nullopt) {
  std::string html = article_page(article, first, mark, {{}, {"one"}, false});
  check_markup(html);
  return html;
}

// The levels of the headings, in order.
std::string levels(const std::string& html) {
  std::string found;
  for (size_t at = html.find("<h"); at != std::string::npos;
       at = html.find("<h", at + 1)) {
    if (html[at + 2] >= '1' && html[at + 2] <= '6') found += html[at + 2];
  }
  return found;
}

TEST(ArticlePage, HasItsPartsUnderTheirHeadings) {
  const std::string html = shown(sample());
  for (const char* part :
       {"<title>Rust – ibid</title>", "<h1 dir=\"auto\">Rust</h1>",
        "<article class=\"reading\" lang=\"en\">", "1 April 2026</time>",
        "/abs/a/rust.txt</span>", ">systems</span>", "Quick answer</h2>",
        "<h2 dir=\"auto\">Uses</h2>", "<h3 dir=\"auto\">Kernels</h3>",
        "Related questions</h2>", "<h3 dir=\"auto\">When?</h3>",
        "<div id=\"p4\"", "href=\"/?like=a%2Frust.txt%234\"",
        "The Rust Book <span class=\"licence\">MIT</span></li>",
        "A talk</li>"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  EXPECT_EQ(levels(html),
            "122323"
            "3"
            "2");
  EXPECT_THAT(html, Not(HasSubstr("<nav")));
}

TEST(ArticlePage, LeavesNoLevelOfHeadingsOut) {
  FullArticle article = sample();
  article.passages.clear();
  add(article, PassageKind::kSection, {"a", "b", "c", "d", "e", "f", "g"}, "x");
  add(article, PassageKind::kSection, {"a", "q"}, "x");
  add(article, PassageKind::kQuestion, {"r", "s"}, "x", "t?");
  EXPECT_EQ(levels(shown(article)),
            "1"
            "2345666"
            "3"
            "2345"
            "2");
}

TEST(ArticlePage, MarksAStretchOfOnePassage) {
  const FullArticle article = sample();
  EXPECT_THAT(shown(article, 1, PassageMark{4, {0, 5}}),
              HasSubstr("<mark>Linux</mark>."));
  EXPECT_THAT(shown(article, 1, PassageMark{4, {100, 500}}),
              Not(HasSubstr("<mark>")));
  EXPECT_THAT(shown(article, 1, PassageMark{40, {0, 5}}),
              Not(HasSubstr("<mark>")));
}

TEST(ArticlePage, LeadsToTheOtherPartsOfALongArticle) {
  FullArticle article = sample();
  article.passage_count = 200;
  std::string html = shown(article);
  EXPECT_THAT(html, HasSubstr("Passages 1 to 6 of 200"));
  EXPECT_THAT(html, HasSubstr("href=\"/read/a/rust.txt?first=7\">Next part"));
  EXPECT_THAT(html, Not(HasSubstr("Earlier part")));
  html = shown(article, 121);
  EXPECT_THAT(html, HasSubstr("href=\"/read/a/rust.txt?first=61\">Earlier"));
  article.passage_count = 126;
  EXPECT_THAT(shown(article, 121), Not(HasSubstr("Next part")));
}

TEST(ArticlePage, TellsThatTheFileHasChanged) {
  FullArticle article = sample();
  EXPECT_THAT(shown(article), Not(HasSubstr("Changed since")));
  article.stale = true;
  EXPECT_THAT(shown(article), HasSubstr("Changed since it was indexed"));
}

TEST(ArticlePage, BearsWhateverStandsInIt) {
  const std::string hostile(kHostile);
  FullArticle article;
  article.id = article.title = article.updated = article.language = hostile;
  article.path = hostile;
  article.url = "http://" + hostile;
  article.tags = {hostile};
  article.sources = {{hostile, hostile}};
  add(article, PassageKind::kQuickAnswer, {hostile}, hostile);
  add(article, PassageKind::kQuestion, {hostile}, hostile, hostile);
  article.passage_count = 500;
  shown(article, 61, PassageMark{1, {3, 9}});
  EXPECT_THAT(shown({}), HasSubstr("<h1"));
}

}  // namespace
}  // namespace ibid
