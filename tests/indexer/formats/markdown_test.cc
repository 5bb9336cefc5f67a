// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/error.h"
#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

using Strings = std::vector<std::string>;

Article read(std::string_view source) {
  Diagnostics diagnostics;
  Article article = read_markdown(source, "fallback", diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << source << diagnostics[0].reason;
  EXPECT_EQ(article.markup, Markup::kMarkdown);
  return article;
}

std::string text_of(std::string_view source, const Block& block) {
  return block.text.value_or(std::string(slice(source, block.span)));
}

// A section as "kind Path > Path #anchor", its question, and the text of its
// blocks, each behind its line and marks: c for code, i for list items.
Strings outline(std::string_view source, const Article& article) {
  Strings rows;
  for (const Section& section : article.sections) {
    std::string row(section.kind == PassageKind::kSection       ? "section"
                    : section.kind == PassageKind::kQuickAnswer ? "answer"
                                                                : "question");
    for (const std::string& heading : section.headings) row += " > " + heading;
    if (!section.question.empty()) row += " ? " + section.question;
    if (!section.anchor.empty()) row += " #" + section.anchor;
    rows.push_back(row);
    for (const Block& block : section.blocks) {
      rows.push_back(std::to_string(block.line) + (block.code ? "c" : "") +
                     (block.list_item ? "i" : "") + ": " +
                     text_of(source, block));
    }
  }
  return rows;
}

Strings outline(std::string_view source) {
  return outline(source, read(source));
}

TEST(Markdown, ReadsTheFormOfTheCorpus) {
  const std::string source =
      "---\n"
      "title: What is X\n"
      "updated: 2026-05-02\n"
      "description: X is a thing.\n"
      "---\n"
      "\n"
      "# What is X\n"
      "\n"
      "Before all.\n"
      "\n"
      "## Use\n"
      "\n"
      "One.\n"
      "Two.\n"
      "\n"
      "### Code\n"
      "\n"
      "```c\n"
      "int x;\n"
      "```\n"
      "\n"
      "## Related Questions\n"
      "\n"
      "### Is it `X`?\n"
      "\n"
      "Yes.\n"
      "\n"
      "## Sources\n"
      "\n"
      "1. [json.org](https://json.org) - Introducing All rights reserved\n"
      "2. Wikipedia - X CC-BY-SA-4.0\n";
  const Article article = read(source);
  EXPECT_EQ(article.title, "What is X");
  EXPECT_EQ(article.updated, "2026-05-02");
  EXPECT_EQ(outline(source, article),
            (Strings{"answer", "4: X is a thing.", "section #what-is-x",
                     "9: Before all.", "section > Use #use", "13: One.\nTwo.",
                     "section > Use > Code #code", "18c: ```c\nint x;\n```",
                     "question ? Is it X? #is-it-x", "26: Yes."}));
  EXPECT_EQ(
      article.sources,
      (std::vector<Source>{{"json.org - Introducing", "All rights reserved"},
                           {"Wikipedia - X", "CC-BY-SA-4.0"}}));
}

TEST(Markdown, TakesItsTitleFromFrontMatterTheFirstH1OrTheCaller) {
  struct Case {
    std::string source;
    std::string title;
    Strings rows;
  };
  const std::vector<Case> cases = {
      {"a\n", "fallback", {"section", "1: a"}},
      {"", "fallback", {}},
      {"\xEF\xBB\xBF", "fallback", {}},
      {"\xEF\xBB\xBF# T\na\n", "T", {"section #t", "2: a"}},
      {"# *T* `c` [l](u)\n\na", "T c l", {"section #t-c-l", "3: a"}},
      {"T\n===\na\n", "T", {"section #t", "3: a"}},
      {"## A\na\n# T\nb\n## B\nc\n",
       "T",
       {"section > A #a", "2: a", "section #t", "4: b", "section > B #b",
        "6: c"}},
      {"# T\n# U\na\n## V\nb\n",
       "T",
       {"section > U #u", "3: a", "section > U > V #v", "5: b"}},
      {"---\ntitle: F\n---\n# f\na\n", "F", {"section #f", "5: a"}},
      {"---\ntitle: F\n---\n# G\na\n", "F", {"section > G #g", "5: a"}},
      {"# FAQ\n## Why?\nSo.\n", "FAQ", {"question ? Why? #why", "3: So."}},
      {"#\n\n# T &lt;b&gt; &amp;x &c;\n", "T <b> &x &c;", {}},
  };
  for (const Case& item : cases) {
    const Article article = read(item.source);
    EXPECT_EQ(article.title, item.title) << item.source;
    EXPECT_EQ(outline(item.source, article), item.rows) << item.source;
  }
}

TEST(Markdown, NestsHeadingsByTheirLevels) {
  EXPECT_EQ(
      outline("# T\n## A\n#### B\nb\n### C\nc\n## D ##\nd\n\nE\n---\ne\n"),
      (Strings{"section > A > B #b", "4: b", "section > A > C #c", "6: c",
               "section > D #d", "8: d", "section > E #e", "12: e"}));
}

TEST(Markdown, MakesAnchorsAsGithubDoes) {
  EXPECT_EQ(outline("# T\n## C++ & Go_1.2 - *Ünï*\na\n## A\na\n## a\na\n"),
            (Strings{"section > C++ & Go_1.2 - Ünï #c--go_12---ünï", "3: a",
                     "section > A #a", "5: a", "section > a #a-1", "7: a"}));
}

TEST(Markdown, MakesABlockOfEachOutermostItem) {
  const std::string words = "word " + std::string(200, 'x');
  const std::string source = "- " + words +
                             "\n  - nested\n\n  more\n\n- two\n" +
                             "  ```\n  code\n  ```\n* other list\n\nend\n";
  EXPECT_EQ(outline(source),
            (Strings{"section", "1i: - " + words + "\n  - nested\n\n  more",
                     "6i: - two\n  ```\n  code\n  ```", "10i: * other list",
                     "12: end"}));
}

TEST(Markdown, KeepsAShortListWhole) {
  EXPECT_EQ(
      outline("a\n\n1. one\n2. two\n\n\n3. three\n\nb\n"),
      (Strings{"section", "1: a", "3i: 1. one\n2. two\n\n\n3. three", "9: b"}));
}

TEST(Markdown, MakesOneBlockOfATableAndOfCode) {
  EXPECT_EQ(outline("| a | b |\n|---|---|\n| c | d |\n\n    in\n\n    dent\n\n"
                    "~~~\n# no heading\n\n- no item\n"),
            (Strings{"section", "1: | a | b |\n|---|---|\n| c | d |",
                     "5c:     in\n\n    dent",
                     "9c: ~~~\n# no heading\n\n- no item"}));
}

TEST(Markdown, LeavesOutBlocksWithNothingToRead) {
  EXPECT_EQ(outline("<!-- a\n\nb -->\n\n---\n\n<a name=\"x\"></a>\n\n"
                    "[a]: http://x\n[b]: http://y 'z'\n\n![](i.png)\n\n"
                    "<p>text</p>\n\n[a]: b\nc\n"),
            (Strings{"section", "14: <p>text</p>", "16: [a]: b\nc"}));
}

TEST(Markdown, KeepsTheLastLineOfHtmlThatEndsOnIt) {
  EXPECT_EQ(outline("<pre>\n\na</pre>\nb\n"),
            (Strings{"section", "1: <pre>\n\na</pre>", "4: b"}));
}

TEST(Markdown, ReadsKeyFactsAsASectionOfItsOwnNameOnly) {
  EXPECT_EQ(outline("# T\n## key facts:\na\n### B\nb\n## C\nc\n"),
            (Strings{"section > Key Facts #key-facts", "3: a", "section > B #b",
                     "5: b", "section > C #c", "7: c"}));
}

TEST(Markdown, ReadsRelatedQuestions) {
  struct Case {
    std::string source;
    Strings rows;
  };
  const std::vector<Case> cases = {
      // Deeper headings belong to the answer, others group the questions.
      {"## FAQ\nintro\n### Money\nm\n#### Is it free?\nYes.\n##### Always\nYes."
       "\n### Why?\n### Next\nn\n## Who asks?\nme\n",
       {"section #faq", "2: intro", "section > Money #money", "4: m",
        "question > Money ? Is it free? #is-it-free", "6: Yes.",
        "7: ##### Always", "8: Yes.", "question ? Why? #why",
        "section > Next #next", "11: n", "section > Who asks? #who-asks",
        "13: me"}},
      // Questions as high as their label.
      {"## FAQ\n## A?\na\n## B?\nb\n## C\nc\n",
       {"question ? A? #a", "3: a", "question ? B? #b", "5: b",
        "section > C #c", "7: c"}},
      // Elsewhere a question is a heading as any other.
      {"## What is it?\na\n", {"section > What is it? #what-is-it", "2: a"}},
  };
  for (const Case& item : cases) {
    EXPECT_EQ(outline(item.source), item.rows) << item.source;
  }
}

TEST(Markdown, ReadsSourcesFromLists) {
  const std::string source =
      "## References\n\n- Books\n  - *A* book\n    of two lines MIT\n\n"
      "    not this\n- [B](http://b) &amp; C\n\nSee also.\n\n### More\n* D\n\n"
      "## After\n- no source\n";
  const Article article = read(source);
  EXPECT_EQ(article.sources,
            (std::vector<Source>{{"Books", std::nullopt},
                                 {"A book of two lines", "MIT"},
                                 {"B & C", std::nullopt},
                                 {"D", std::nullopt}}));
  EXPECT_EQ(outline(source, article),
            (Strings{"section #references", "10: See also.",
                     "section > After #after", "16i: - no source"}));
}

TEST(Markdown, ReadsQuickAnswersInEveryDress) {
  struct Case {
    std::string paragraph;
    std::string answer;  // bytes of the source
    uint32_t line;
  };
  const std::vector<Case> cases = {
      {"Quick Answer: It is *x*.\nMore.", "It is *x*.\nMore.", 3},
      {"**Quick Answer:** It is.", "It is.", 3},
      {"**quick answer**: It is.", "It is.", 3},
      {"__Quick answer:__ **It** is **so**", "**It** is **so**", 3},
      {"**Quick Answer: It is.**", "It is.", 3},
      {"***Quick Answer:*** `x`", "`x`", 3},
      {"**Quick Answer:**\n[x](y) is.", "[x](y) is.", 4},
      {"> **Quick Answer:** quoted", "quoted", 3},
      {"Last updated: 2026-01-02\nQuick Answer: late", "late", 4},
  };
  for (const Case& item : cases) {
    const std::string source = "# T\n\n" + item.paragraph + "\n\nb\n";
    const Article article = read(source);
    ASSERT_EQ(article.sections.size(), 2u) << source;
    const Section& answer = article.sections[0];
    EXPECT_EQ(answer.kind, PassageKind::kQuickAnswer) << source;
    ASSERT_EQ(answer.blocks.size(), 1u) << source;
    EXPECT_EQ(answer.blocks[0].text, std::nullopt) << source;
    EXPECT_EQ(slice(source, answer.blocks[0].span), item.answer) << source;
    EXPECT_EQ(answer.blocks[0].line, item.line) << source;
    EXPECT_EQ(article.sections[1].kind, PassageKind::kSection) << source;
    EXPECT_EQ(article.sections[1].blocks.size(), 1u) << source;
  }
}

TEST(Markdown, GoesOnWithTheSectionAroundAQuickAnswer) {
  EXPECT_EQ(outline("## A\na\n\nQuick Answer: b\n\nc\n\nQuick Answer: d\n"),
            (Strings{"section > A #a", "2: a", "answer", "4: b",
                     "section > A #a", "6: c", "8: Quick Answer: d"}));
  EXPECT_EQ(outline("## Quick Answer\na\n\n- b\n## C\nc\n"),
            (Strings{"answer #quick-answer", "2: a", "4i: - b",
                     "section > C #c", "6: c"}));
}

TEST(Markdown, ReadsTheDateOfALastUpdatedLine) {
  const Article article = read("# T\n\n*Last updated: April 1, 2026*\nText.\n");
  EXPECT_EQ(article.updated, "2026-04-01");
  ASSERT_EQ(article.sections.size(), 1u);
  EXPECT_EQ(article.sections[0].blocks[0].line, 4u);
  // Front matter counts more.
  EXPECT_EQ(
      read("---\ndate: 2025-01-01\n---\nLast updated: 2026-01-01\n").updated,
      "2025-01-01");
}

TEST(Markdown, TellsOfADateThatNobodyCanRead) {
  Diagnostics diagnostics;
  const Article article =
      read_markdown("# T\n\na\n\nLast updated: soon\n", "", diagnostics);
  EXPECT_EQ(article.updated, "");
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].line, 5u);
}

TEST(Markdown, ReadsOnAfterBrokenFrontMatter) {
  const std::string source = "---\ntitle: [\n---\n# T\n\ntext\n";
  Diagnostics diagnostics;
  const Article article = read_markdown(source, "", diagnostics);
  EXPECT_EQ(article.title, "T");
  EXPECT_EQ(outline(source, article), (Strings{"section #t", "6: text"}));
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].line, 2u);
}

TEST(Markdown, ReplacesBytesThatAreNoUtf8InTheirBlockOnly) {
  const std::string source = "# \xFFT\n\na\xFF\n\nb\n";
  const Article article = read(source);
  EXPECT_EQ(article.title, "\xEF\xBF\xBDT");
  ASSERT_EQ(article.sections.size(), 1u);
  EXPECT_EQ(article.sections[0].blocks.at(0).text, "a\xEF\xBF\xBD");
  EXPECT_EQ(article.sections[0].blocks.at(1).text, std::nullopt);
}

TEST(Markdown, RefusesWhatIsLargerThanAnArticleMayBe) {
  const std::string source(kMaxArticleBytes + 1, 'a');
  Diagnostics diagnostics;
  try {
    read_markdown(source, "f", diagnostics);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kLimit);
    EXPECT_FALSE(error.hint().empty());
  }
}

}  // namespace
}  // namespace ibid
