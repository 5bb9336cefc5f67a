// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/searcher/web/markup_check.h"

namespace ibid {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Form, IsFilledInAsTheSearchWas) {
  const std::string html = search_form({{{"q", "a \"b\""},
                                         {"kind", "question"},
                                         {"after", "2026"},
                                         {"before", "2026-02"},
                                         {"path", "*.md"},
                                         {"sort", "date"},
                                         {"tag", "x"},
                                         {"n", "5"},
                                         {"offset", "10"}},
                                        {"one"},
                                        false});
  check_markup(html);
  for (const char* part :
       {"value=\"a &quot;b&quot;\"", "value=\"question\" checked",
        "name=\"after\" value=\"2026-01-01\"",
        "name=\"before\" value=\"2026-02-28\"", "name=\"path\" value=\"*.md\"",
        "value=\"date\" selected", "type=\"hidden\" name=\"tag\" value=\"x\"",
        "type=\"hidden\" name=\"n\" value=\"5\"",
        "<details class=\"filters\" open", "<span class=\"count\">5<"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  EXPECT_THAT(html, Not(HasSubstr("offset")));
  EXPECT_THAT(html, Not(HasSubstr("autofocus")));
}

TEST(Form, IsEmptyAndClosedWhereNothingWasAsked) {
  const std::string html = search_form({{}, {"one"}, true});
  check_markup(html);
  EXPECT_THAT(html, HasSubstr("<details class=\"filters\">"));
  EXPECT_THAT(html, HasSubstr("value=\"\" checked"));
  EXPECT_THAT(html, HasSubstr(" autofocus>"));
  EXPECT_THAT(html, Not(HasSubstr("hidden\"")));
}

TEST(Form, LetsOneOfSeveralDatabasesBeChosen) {
  EXPECT_THAT(search_form({{}, {"one"}, false}), Not(HasSubstr("name=\"db\"")));
  const std::string html =
      search_form({{{"db", "two"}}, {"one", "two"}, false});
  EXPECT_THAT(html, HasSubstr("<option value=\"\">one</option>"));
  EXPECT_THAT(html, HasSubstr("<option value=\"two\" selected>two</option>"));
  // Where it is not known which there are, the choice is kept.
  EXPECT_THAT(search_form({{{"db", "two"}}, {}, false}),
              HasSubstr("type=\"hidden\" name=\"db\" value=\"two\""));
}

TEST(Form, BearsWhateverStandsInIt) {
  const std::string hostile(kHostile);
  Parameters all = {{hostile, hostile}};
  for (const char* name : {"q", "kind", "after", "before", "path", "sort", "db",
                           "tag", "lang", "like", "n"}) {
    all.push_back({name, hostile});
  }
  const std::string html = search_form({all, {hostile, hostile}, true});
  check_markup(html);
  // What is not known is not passed on.
  EXPECT_EQ(html.find("name=\"&lt;"), std::string::npos);
}

}  // namespace
}  // namespace ibid
