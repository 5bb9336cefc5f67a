// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/parts.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "indexer/formats/licences.h"

namespace ibid {
namespace {

TEST(Parts, KnowsTheLabels) {
  struct Case {
    std::string_view text;
    std::optional<Label> expected;
  };
  const Case cases[] = {
      {"Key Facts", Label::kKeyFacts},
      {"KEY FACTS:", Label::kKeyFacts},
      {" key \t facts : ", Label::kKeyFacts},
      {"Related Questions", Label::kRelatedQuestions},
      {"related questions:", Label::kRelatedQuestions},
      {"FAQ", Label::kRelatedQuestions},
      {"Frequently Asked Questions", Label::kRelatedQuestions},
      {"Sources", Label::kSources},
      {"sources:\r\n", Label::kSources},
      {"References", Label::kSources},
      {"Source", std::nullopt},
      {"Sources of energy", std::nullopt},
      {"The Key Facts", std::nullopt},
      {"Key Facts::", std::nullopt},
      {"Key Facts.", std::nullopt},
      {"KeyFacts", std::nullopt},
      {":", std::nullopt},
      {"", std::nullopt},
  };
  for (const Case& c : cases) EXPECT_EQ(parse_label(c.text), c.expected);
}

TEST(Parts, FindsTheTextAfterALabel) {
  struct Case {
    std::string_view text;
    std::optional<std::string_view> updated;
    std::optional<std::string_view> answer;
  };
  const Case cases[] = {
      {"Last updated: April 1, 2026", "April 1, 2026", std::nullopt},
      {"LAST UPDATED :2026-04-01\r", "2026-04-01", std::nullopt},
      {"  last \t updated:", "", std::nullopt},
      {"Quick Answer: It is so.", std::nullopt, "It is so."},
      {"quick answer:It is", std::nullopt, "It is"},
      {"Quick Answer :\n It\nis ", std::nullopt, "It\nis"},
      {"Last updated April", std::nullopt, std::nullopt},
      {"Lastupdated: x", std::nullopt, std::nullopt},
      {"Not Last updated: x", std::nullopt, std::nullopt},
      {"Quick Answers: x", std::nullopt, std::nullopt},
      {"Quick", std::nullopt, std::nullopt},
      {"Quick Answer", std::nullopt, std::nullopt},
      {"", std::nullopt, std::nullopt},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(after_last_updated(c.text), c.updated) << c.text;
    EXPECT_EQ(after_quick_answer(c.text), c.answer) << c.text;
  }
}

TEST(Parts, PointsIntoTheLineItself) {
  const std::string line = "Quick Answer:  text ";
  const std::string_view rest = *after_quick_answer(line);
  EXPECT_EQ(rest.data(), line.data() + 15);
  EXPECT_EQ(rest.size(), 4u);
}

TEST(Parts, SplitsASourceIntoNameAndLicence) {
  struct Case {
    std::string_view text;
    std::string_view name;
    std::string_view licence;  // empty: none
  };
  constexpr Case kCases[] = {
      {"1. The Book (by A and B) MIT", "The Book (by A and B)", "MIT"},
      {"  2. Wikipedia - Rust CC-BY-SA-4.0", "Wikipedia - Rust",
       "CC-BY-SA-4.0"},
      {"12) Kernel docs GPL-2.0-only", "Kernel docs", "GPL-2.0-only"},
      {"[3] Notes gpl-3.0-or-later", "Notes", "gpl-3.0-or-later"},
      {"- RFC 9110 All rights reserved", "RFC 9110", "All rights reserved"},
      {"* Memo (Public Domain)", "Memo", "Public Domain"},
      {"• Notes - public domain.", "Notes", "public domain"},
      {"Photo, CC BY-SA 4.0", "Photo", "CC BY-SA 4.0"},
      {"Photo — CC BY 4.0 International", "Photo", "CC BY 4.0 International"},
      {"Map Creative Commons Attribution-ShareAlike 4.0 International License",
       "Map",
       "Creative Commons Attribution-ShareAlike 4.0 International "
       "License"},
      {"Server docs Apache License, Version 2.0", "Server docs",
       "Apache License, Version 2.0"},
      {"Tool MIT License", "Tool", "MIT License"},
      {"Crate MIT OR Apache-2.0", "Crate", "MIT OR Apache-2.0"},
      {"Crate (MIT OR Apache-2.0)", "Crate", "MIT OR Apache-2.0"},
      {"Crate MIT/Apache-2.0", "Crate", "MIT/Apache-2.0"},
      {"JDK GPL-2.0-only WITH Classpath-exception-2.0", "JDK",
       "GPL-2.0-only WITH Classpath-exception-2.0"},
      {"GCC manual GFDL-1.3-or-later", "GCC manual", "GFDL-1.3-or-later"},
      {"BSD history BSD 3-Clause License", "BSD history",
       "BSD 3-Clause License"},
      {"PostgreSQL documentation PostgreSQL", "PostgreSQL documentation",
       "PostgreSQL"},
      {"The Unicode Standard Unicode-3.0", "The Unicode Standard",
       "Unicode-3.0"},
      {"Python docs  PSF-2.0", "Python docs", "PSF-2.0"},
      {"A novel Fair use", "A novel", "Fair use"},
      {"Handbook Proprietary", "Handbook", "Proprietary"},
      {"Ruby manual Ruby License", "Ruby manual", "Ruby License"},
      {"Data CC0", "Data", "CC0"},
      // No licence: unknown, or all there is, or a name that looks like one.
      {"Wikipedia - PostgreSQL", "Wikipedia - PostgreSQL", ""},
      {"The Book of Ruby", "The Book of Ruby", ""},
      {"HTML 5.2, W3C", "HTML 5.2, W3C", ""},
      {"1. MIT", "MIT", ""},
      {"Plain name", "Plain name", ""},
      {"Summit", "Summit", ""},
      {"A (see MIT)", "A (see MIT)", ""},
      {"3.14 and more", "3.14 and more", ""},
      {"The MIT story", "The MIT story", ""},
      {"", "", ""},
      {"1.", "", ""},
      {" - MIT", "MIT", ""},
  };
  for (const Case& c : kCases) {
    const ibid::Source source = parse_source(c.text);
    EXPECT_EQ(source.name, c.name) << c.text;
    EXPECT_EQ(source.licence.value_or(""), c.licence) << c.text;
    EXPECT_EQ(source.licence.has_value(), !c.licence.empty()) << c.text;
  }
}

TEST(Parts, TakesHostileSources) {
  EXPECT_EQ(parse_source("a\xff\xfe MIT").name, "a\xEF\xBF\xBD\xEF\xBF\xBD");
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string_view unit :
       {"MIT ", "a", " ", "- ", "(", "1. ", "MIT OR ", "/", "\xff"}) {
    std::string text;
    while (text.size() < (1u << 20)) text += unit;
    parse_source(text);
    parse_source(text + " MIT");
    parse_label(text);
    after_last_updated(text);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(Parts, SetsADateOrWarns) {
  Article article;
  Diagnostics diagnostics;
  set_updated(article, " April 1, 2026 ", 3, diagnostics);
  EXPECT_EQ(article.updated, "2026-04-01");
  EXPECT_TRUE(diagnostics.empty());

  set_updated(article, "some day", 7, diagnostics);
  EXPECT_EQ(article.updated, "2026-04-01");
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].severity, Diagnostic::Severity::kWarning);
  EXPECT_EQ(diagnostics[0].line, 7u);
  EXPECT_EQ(diagnostics[0].reason, "cannot read the date \"some day\"");
  EXPECT_NE(diagnostics[0].hint, "");

  set_updated(article, std::string(100000, 'x'), 8, diagnostics);
  EXPECT_LT(diagnostics.back().reason.size(), 200u);
}

TEST(Licences, KnowsEverySpellingOfACommonOne) {
  for (const std::string_view text : {"MIT",
                                      "mit",
                                      "ISC",
                                      "Zlib",
                                      "0BSD",
                                      "BSD-2-Clause",
                                      "bsd 3 clause",
                                      "Apache-2.0",
                                      "Apache 2.0",
                                      "Apache License v2.0",
                                      "MPL-2.0",
                                      "Mozilla Public License 2.0",
                                      "EPL-2.0",
                                      "EUPL-1.2",
                                      "OFL-1.1",
                                      "SIL Open Font License 1.1",
                                      "W3C",
                                      "PSF-2.0",
                                      "Python-2.0",
                                      "PostgreSQL",
                                      "Unicode-3.0",
                                      "Unicode-DFS-2016",
                                      "GPLv2+",
                                      "GPL-2.0",
                                      "GNU GPL v3",
                                      "GNU General Public License, version 3",
                                      "LGPL-2.1-only",
                                      "AGPL-3.0-or-later",
                                      "GFDL-1.2",
                                      "GNU Free Documentation Licence 1.3",
                                      "CC-BY-4.0",
                                      "CC BY-NC-SA 3.0",
                                      "CC BY-ND 4.0 International",
                                      "Creative Commons Zero",
                                      "CC0 1.0 Universal",
                                      "Unlicense",
                                      "ODbL-1.0",
                                      "OGL-UK-3.0",
                                      "Open Government Licence v3.0",
                                      "BSL-1.0",
                                      "Artistic-2.0",
                                      "WTFPL",
                                      "Public domain",
                                      "all rights reserved",
                                      "PROPRIETARY",
                                      "fair use"}) {
    EXPECT_TRUE(is_licence(text)) << text;
  }
  for (const std::string_view text :
       {"", " ", "-", "License", "The", "The MIT", "M I", "MITX", "CC",
        "rights reserved", "Domain", "2.0", "v", "only", "GPL-9.9"})
    EXPECT_FALSE(is_licence(text)) << text;
}

}  // namespace
}  // namespace ibid
