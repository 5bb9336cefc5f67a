// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/searcher/sample_answer.h"
#include "tests/searcher/web/markup_check.h"

namespace ibid {
namespace {

using testing::HasSubstr;
using testing::Not;

Search search_for(const Answer& answer) {
  return {{{"q", answer.query}}, 10, 0, 1000, std::nullopt};
}

Answer answered() {
  Answer answer = sample_answer();
  answer.outcome = Outcome::kAnswered;
  answer.answer = AnswerSpan{"since 6.1.", 0, {1228, 1238}};
  return answer;
}

TEST(Results, PutTheAnswerFirstWithItsSentenceMarked) {
  const Answer answer = answered();
  const std::string html = results(answer, search_for(answer));
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("*Rust* code\n<mark>since 6.1.</mark></p>"));
  EXPECT_THAT(html, HasSubstr("Does Linux use Rust?</p>"));
  EXPECT_THAT(html, HasSubstr("/read/rust.txt?mark=4%3A28-38#p4"));
  EXPECT_THAT(html, HasSubstr("What is Rust used for</span>"));
  EXPECT_THAT(html, HasSubstr(", <span>updated <time datetime=\"2026-04-01\">"
                              "1 April 2026</time></span>"));
  // It is not told twice.
  EXPECT_EQ(html.find("id=\"h1\""), std::string::npos);
  EXPECT_LT(html.find("id=\"answer\""), html.find("id=\"h2\""));
}

TEST(Results, HaveNoCardWhereIbidDoesNotStandByIt) {
  Answer answer = answered();
  answer.outcome = Outcome::kRelated;
  const std::string html = results(answer, search_for(answer));
  EXPECT_THAT(html, Not(HasSubstr("id=\"answer\"")));
  EXPECT_THAT(html, HasSubstr("id=\"h1\""));
}

TEST(Results, FindTheAnswerWhereItsBytesAreNotThoseOfTheFile) {
  Answer answer = answered();
  answer.hits[0].exact = false;
  answer.answer->span = answer.hits[0].span;
  EXPECT_THAT(results(answer, search_for(answer)),
              HasSubstr("<mark>since 6.1.</mark>"));
  answer.answer->text = "not there";
  const std::string html = results(answer, search_for(answer));
  EXPECT_THAT(html, HasSubstr("id=\"answer\""));
  EXPECT_THAT(html, HasSubstr("href=\"/read/rust.txt#p4\""));
}

TEST(Results, ShowEachPassageWithItsKindPlaceDateAndHighlights) {
  const Answer answer = sample_answer();
  const std::string html = results(answer, search_for(answer));
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("data-status=\"2 of about 57 passages\""));
  EXPECT_THAT(html, HasSubstr("<span class=\"kind question\">Question</span>"));
  EXPECT_THAT(html, HasSubstr("title=\"/abs/rust.txt\">rust.txt:31</span>"));
  EXPECT_THAT(html, HasSubstr("<mark>Linux</mark> has taken <mark>Rust"));
  EXPECT_THAT(html, HasSubstr("href=\"https://example.org/rust\""));
  EXPECT_THAT(html, HasSubstr("/?like=rust.txt%234\">Similar passages"));
  EXPECT_THAT(html, Not(HasSubstr("Changed since")));
}

TEST(Results, SayWhatCouldNotBeAsked) {
  Answer answer = sample_answer();
  answer.missing = {"mongolia"};
  EXPECT_THAT(results(answer, search_for(answer)),
              Not(HasSubstr("class=\"partial\"")));
  answer.missing_shards = {{"tcp:a:1", "<gone>"}};
  const std::string html = results(answer, search_for(answer));
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("<div class=\"partial\" role=\"status\">"));
  EXPECT_THAT(html, HasSubstr("tcp:a:1 was not searched (&lt;gone&gt;)</li>"));
  EXPECT_LT(html.find("class=\"partial\""), html.find("id=\"h1\""));
  EXPECT_THAT(html, HasSubstr("data-status=\"2 of about 57 passages in what "
                              "could be searched\""));
  EXPECT_THAT(html, HasSubstr("No passage in what could be searched has: "));
}

TEST(Results, ClaimNothingOfWhatCouldNotBeAsked) {
  Answer answer;
  answer.query = "x";
  answer.missing_shards = {{"tcp:a:1", "gone"}};
  const std::string html = results(answer, search_for(answer));
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("tcp:a:1 was not searched (gone)"));
  EXPECT_THAT(html,
              HasSubstr("<h2>Nothing found in what could be searched</h2>"));
}

TEST(Results, SayWhatIsStaleAndWhatIsLeftOut) {
  Answer answer = sample_answer();
  answer.hits[0].stale = true;
  answer.hits[0].similar = 1;
  const std::string html = results(answer, search_for(answer));
  EXPECT_THAT(html, HasSubstr("Changed since it was indexed"));
  EXPECT_THAT(html, HasSubstr("1 more says nearly the same"));
}

TEST(Results, SayHowTheQueryWasTaken) {
  Answer answer = sample_answer();
  answer.missing = {"mongolia", "garbge"};
  answer.widened = {{"garbge", {"garbage"}, "spelling"},
                    {"car", {"auto"}, "synonym"}};
  answer.unchecked = 20000;
  const std::string html = results(answer, search_for(answer));
  EXPECT_THAT(html,
              HasSubstr("No passage has: <b dir=\"auto\">mongolia</b></p>"));
  EXPECT_THAT(html,
              HasSubstr(">garbage</b> instead of <b dir=\"auto\">garbge<"));
  EXPECT_THAT(html, HasSubstr("about 20,000 more passages"));
  EXPECT_THAT(html, Not(HasSubstr("auto</b> instead")));
}

TEST(Results, AskWhetherSomethingElseWasMeant) {
  Answer answer = sample_answer();
  answer.suggestion = "does <linux> use rust";
  const std::string html = results(answer, search_for(answer));
  EXPECT_THAT(html,
              HasSubstr("Did you mean <a href=\"/?q=does%20%3Clinux%3E%20"
                        "use%20rust\" class=\"meant\">does &lt;linux&gt;"));
}

TEST(Results, AreClearWhereNothingIsFound) {
  Answer answer;
  answer.query = "xylophone";
  answer.missing = {"xylophone"};
  Search search = search_for(answer);
  std::string html = results(answer, search);
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("<h2>Nothing found</h2>"));
  EXPECT_THAT(html, HasSubstr("No passage has: <b"));
  EXPECT_THAT(html, Not(HasSubstr("without the filters")));
  search.parameters.push_back({"kind", "section"});
  search.parameters.push_back({"after", "2026"});
  html = results(answer, search);
  EXPECT_THAT(html, HasSubstr("<a href=\"/?q=xylophone\">Search without the"));
}

TEST(Results, LeadToOtherPagesOfThem) {
  Answer answer = sample_answer();
  Search search = search_for(answer);
  const auto html = [&](size_t count, size_t offset, uint64_t total) {
    search.count = count;
    search.offset = offset;
    answer.total = total;
    return results(answer, search);
  };
  const auto has = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_FALSE(has(html(10, 0, 57), "<nav"));  // fewer hits than asked for
  EXPECT_FALSE(has(html(2, 0, 2), "<nav"));
  EXPECT_TRUE(has(html(2, 0, 57), "&amp;offset=2\" rel=\"next\""));
  EXPECT_FALSE(has(html(2, 0, 57), "rel=\"prev\""));
  EXPECT_TRUE(has(html(2, 4, 57), "&amp;offset=2\" rel=\"prev\""));
  EXPECT_TRUE(has(html(2, 4, 57), "&amp;offset=6\" rel=\"next\""));
  EXPECT_TRUE(
      has(html(10, 3, 57), "/?q=does%20linux%20use%20rust\" rel=\"prev"));
  EXPECT_FALSE(has(html(2, 1000, 5000), "rel=\"next\""));
}

TEST(Results, NameWhatOthersAreLike) {
  Answer answer = sample_answer();
  answer.query.clear();
  Search search = {{{"like", "rust.txt#4"}}, 10, 0, 1000, std::nullopt};
  EXPECT_EQ(search_title(search), "Similar to rust.txt#4");
  search.like = full_hit();
  EXPECT_EQ(
      search_title(search),
      "Similar to What is Rust used for › Kernels › Does Linux use Rust?");
  const std::string html = results(answer, search);
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("</small> What is Rust used for › Kernels"));
}

TEST(Results, BearWhateverStandsInThem) {
  const std::string hostile(kHostile);
  Answer answer = answered();
  answer.query = hostile;
  answer.suggestion = hostile;
  answer.missing = {hostile};
  answer.widened = {{hostile, {hostile}, "prefix"}};
  answer.answer->text = hostile;
  for (Hit& hit : answer.hits) {
    hit.passage.title = hit.passage.question = hit.passage.text = hostile;
    hit.passage.headings = {hostile, hostile};
    hit.article_id = hit.updated = hostile;
    hit.id = hostile + "#1";
    hit.path = hit.url = "https://" + hostile;
    hit.snippet = {hostile, {{0, 8}, {20, 28}}};
    hit.stale = true;
  }
  for (const Markup markup : {Markup::kNone, Markup::kMarkdown}) {
    answer.hits[0].passage.markup = markup;
    Search search = search_for(answer);
    check_markup(results(answer, search));
    search.parameters = {{"like", hostile}, {hostile, hostile}};
    search.like = answer.hits[0];
    check_markup(results(answer, search));
    answer.hits.clear();
    check_markup(results(answer, search));
    answer = answered();
  }
  check_markup(failed_results(Error(ErrorKind::kIo, hostile, hostile),
                              {{"q", hostile}}));
}

TEST(Results, LeadBrowsersToNoAddressThatRuns) {
  Answer answer = sample_answer();
  for (const char* url : {"javascript:alert(1)", "JAVASCRIPT:alert(1)",
                          "data:text/html,x", " https://x", "//evil.example"}) {
    answer.hits[0].url = url;
    const std::string html = results(answer, search_for(answer));
    EXPECT_THAT(html, Not(HasSubstr("noreferrer"))) << url;
  }
}

TEST(Results, TellErrorsWithTheirHints) {
  std::string html = failed_results(
      Error(ErrorKind::kUsage, "after takes a date", "as 2026"), {{"q", "x"}});
  EXPECT_THAT(html, HasSubstr("after takes a date</p>"));
  EXPECT_THAT(html, HasSubstr("as 2026</p>"));
  EXPECT_THAT(html, Not(HasSubstr("Try again")));
  html = failed_results(Error(ErrorKind::kLimit, "too long"), {{"q", "x"}});
  EXPECT_THAT(html, HasSubstr("<a href=\"/?q=x\">Try again</a>"));
  html = failed_results(Error(ErrorKind::kLimit, "too long"), {{"db", "x"}});
  EXPECT_THAT(html, Not(HasSubstr("Try again")));
}

}  // namespace
}  // namespace ibid
