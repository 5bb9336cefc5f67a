// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/front_matter.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

using Severity = Diagnostic::Severity;

struct Result {
  Article article;
  Diagnostics diagnostics;
  size_t lines = 0;
};

Result read(std::string_view source) {
  Result result;
  result.lines = read_front_matter(source, split_lines(source), result.article,
                                   result.diagnostics);
  return result;
}

// The block of the description in `---\n` + yaml + `---\n`.
Block description(const std::string& source) {
  const Result result = read(source);
  EXPECT_TRUE(result.diagnostics.empty()) << source;
  if (result.article.sections.size() != 1) {
    ADD_FAILURE() << source;
    return {};
  }
  const Section& section = result.article.sections[0];
  EXPECT_EQ(section.kind, PassageKind::kQuickAnswer);
  EXPECT_EQ(section.blocks.size(), 1u);
  return section.blocks[0];
}

TEST(FrontMatter, ReadsEveryFieldThatWeKnow) {
  const Result result = read(
      "---\n"
      "title: What is  JSON\n"
      "Updated: 2026-05-02\n"
      "date: 2020-01-01\n"
      "tags: [json, 'data formats', 3]\n"
      "lang: en-GB\n"
      "url: https://example.org/json\n"
      "layout: {nested: [1, 2]}\n"
      "---\n"
      "text\n");
  EXPECT_EQ(result.lines, 9u);
  EXPECT_TRUE(result.diagnostics.empty());
  EXPECT_EQ(result.article.title, "What is JSON");
  EXPECT_EQ(result.article.updated, "2026-05-02");
  EXPECT_EQ(result.article.language, "en");
  EXPECT_EQ(result.article.url, "https://example.org/json");
  EXPECT_EQ(result.article.tags,
            (std::vector<std::string>{"json", "data formats", "3"}));
  EXPECT_TRUE(result.article.sections.empty());
}

TEST(FrontMatter, TakesOtherNamesOfFields) {
  const Result result = read(
      "---\r\nlast_modified: April 1, 2026\r\nlanguage: de\r\n"
      "canonical_url: http://x\r\ntags: a, b c ,,d\r\n...\r\n");
  EXPECT_EQ(result.lines, 6u);
  EXPECT_EQ(result.article.updated, "2026-04-01");
  EXPECT_EQ(result.article.language, "de");
  EXPECT_EQ(result.article.url, "http://x");
  EXPECT_EQ(result.article.tags, (std::vector<std::string>{"a", "b c", "d"}));
}

TEST(FrontMatter, ReadsTagsAsABlockList) {
  const Result result = read("---\ntags:\n  - a\n  - b\ntitle: t\n---\n");
  EXPECT_EQ(result.article.tags, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(result.article.title, "t");
}

TEST(FrontMatter, GivesTheDescriptionsOwnBytesWhereTheyStandInTheSource) {
  struct Case {
    std::string yaml;
    std::string text;
    uint32_t line;
  };
  const std::vector<Case> cases = {
      {"description: plain text here\n", "plain text here", 2},
      {"description: \"in quotes: yes\"\n", "in quotes: yes", 2},
      {"title: x\ndescription: 'single # one' # note\n", "single # one", 3},
      {"description: |\n  one line of a block\nlang: en\n",
       "one line of a block", 3},
      {"description: >-\n\n  caf\xC3\xA9\n", "caf\xC3\xA9", 4},
      {"a: 1\n\"description\": description\n", "description", 3},
  };
  for (const Case& item : cases) {
    for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
      const std::string source = mark + "---\n" + item.yaml + "---\nbody\n";
      std::vector<Line> lines = split_lines(source);
      lines[0].span.start = mark.size();
      Article article;
      Diagnostics diagnostics;
      EXPECT_GT(read_front_matter(source, lines, article, diagnostics), 0u);
      ASSERT_EQ(article.sections.size(), 1u) << source;
      const Block& block = article.sections[0].blocks[0];
      EXPECT_EQ(block.text, std::nullopt) << source;
      EXPECT_EQ(slice(source, block.span), item.text) << source;
      EXPECT_EQ(block.line, item.line) << source;
    }
  }
}

TEST(FrontMatter, GivesTheLinesOfADescriptionThatIsWrittenOtherwise) {
  struct Case {
    std::string yaml;
    std::string text;
    std::string lines;
  };
  const std::vector<Case> cases = {
      {"description: >\n  two\n  lines\n\ntitle: x\n", "two lines",
       "description: >\n  two\n  lines"},
      {"title: x\ndescription: plain\n  goes on\n# note\n", "plain goes on",
       "description: plain\n  goes on"},
      {"description: \"a \\\"b\\\"\"\n", "a \"b\"",
       "description: \"a \\\"b\\\"\""},
      {"description: 'it''s'\n", "it's", "description: 'it''s'"},
  };
  for (const Case& item : cases) {
    const std::string source = "---\n" + item.yaml + "---\n";
    const Block block = description(source);
    EXPECT_EQ(block.text, item.text) << source;
    EXPECT_EQ(slice(source, block.span), item.lines) << source;
  }
}

TEST(FrontMatter, IsNotThereWithoutBothMarks) {
  const std::vector<std::string> sources = {
      "",
      "---",
      "---\n",
      "---\ntitle: x\n",
      "\n---\ntitle: x\n---\n",
      "text\n---\ntitle: x\n---\n",
      "----\ntitle: x\n---\n",
      " ---\ntitle: x\n---\n",
      "---\n\nA rule, then text.\n\n---\n",
      "---\nOnly prose, \"no key at all\n---\n",
      "---\nJust words\n---\n",
      "---\n- a list\n---\n",
  };
  for (const std::string& source : sources) {
    const Result result = read(source);
    EXPECT_EQ(result.lines, 0u) << source;
    EXPECT_TRUE(result.diagnostics.empty()) << source;
    EXPECT_EQ(result.article.title, "") << source;
  }
}

TEST(FrontMatter, MayBeEmpty) {
  EXPECT_EQ(read("---\n---\ntext\n").lines, 2u);
  EXPECT_EQ(read("---\n# only a note\n--- \n").lines, 3u);
  EXPECT_EQ(read("---\ntitle:\ntags: []\ndescription: ''\n---\n").lines, 5u);
}

TEST(FrontMatter, ReportsBrokenYamlWithItsLineAndIsPassedOver) {
  struct Case {
    std::string source;
    uint32_t line;
  };
  const std::vector<Case> cases = {
      {"---\ntitle: a\nurl: \"open\nx: y\n---\nbody\n", 4},
      {"---\ntitle: a: b\n---\nbody\n", 2},
      {"---\rtitle: a\rb: c: d\r---\rbody\r", 3},
      {"---\r\ntitle: a\r\n\tb: c\r\n---\r\nbody\r\n", 3},
      {"---\ntitle: x\ntags: [a, b\n---\n", 3},
      {"---\n: [\n---\n", 2},
      {"---\na: b\nurl: \"open\n\n \n---\n", 3},
  };
  for (const Case& item : cases) {
    const Result result = read(item.source);
    EXPECT_GT(result.lines, 2u) << item.source;
    EXPECT_EQ(result.article.title, "") << item.source;
    ASSERT_EQ(result.diagnostics.size(), 1u) << item.source;
    const Diagnostic& found = result.diagnostics[0];
    EXPECT_EQ(found.severity, Severity::kError);
    EXPECT_EQ(found.line, item.line) << item.source;
    EXPECT_NE(found.reason.find("not valid YAML"), std::string::npos);
    EXPECT_FALSE(found.hint.empty());
  }
}

TEST(FrontMatter, RefusesAnchorsAndAliases) {
  std::string bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char key = 'b'; key <= 'i'; ++key) {
    const std::string alias = std::string("*") + static_cast<char>(key - 1);
    bomb += std::string(1, key) + ": &" + key + " [" + alias;
    for (int times = 0; times < 8; ++times) bomb += "," + alias;
    bomb += "]\n";
  }
  bomb += "title: t\n---\nbody\n";
  for (const std::string& source :
       {bomb, std::string("---\na: &x b\ntitle: *x\n---\n"),
        std::string("---\na: &x {b: 1}\n---\n"),
        std::string("---\na: &x\n---\n")}) {
    const Result result = read(source);
    EXPECT_GT(result.lines, 2u);
    ASSERT_EQ(result.diagnostics.size(), 1u) << source;
    EXPECT_EQ(result.diagnostics[0].line, 2u) << source;
    EXPECT_NE(result.diagnostics[0].reason.find("anchor"), std::string::npos);
    EXPECT_EQ(result.article.title, "");
  }
}

TEST(FrontMatter, RefusesDeepNesting) {
  for (const size_t depth : {kMaxNesting + 1, size_t{20'000}}) {
    const std::string source = "---\na: " + std::string(depth, '[') +
                               std::string(depth, ']') + "\n---\n";
    const Result result = read(source);
    EXPECT_EQ(result.lines, 3u);
    ASSERT_EQ(result.diagnostics.size(), 1u);
    EXPECT_EQ(result.diagnostics[0].line, 2u);
  }
}

TEST(FrontMatter, RefusesWhatIsTooLong) {
  const std::string long_text(kMaxFrontMatterBytes, 'x');
  const Result result = read("---\ntitle: " + long_text + "\n---\nbody\n");
  EXPECT_EQ(result.lines, 3u);
  ASSERT_EQ(result.diagnostics.size(), 1u);
  EXPECT_EQ(result.diagnostics[0].severity, Severity::kError);
  EXPECT_EQ(result.article.title, "");
  // Prose between two rules is no front matter, however long.
  EXPECT_EQ(read("---\n" + long_text + "\n---\nbody\n").lines, 0u);
}

TEST(FrontMatter, WarnsOfFieldsOfTheWrongShape) {
  const Result result = read(
      "---\ntitle: [a, b]\nurl: {a: b}\nupdated: some day\ntags: [[a], b]\n"
      "lang: en\n---\n");
  EXPECT_EQ(result.article.title, "");
  EXPECT_EQ(result.article.url, "");
  EXPECT_EQ(result.article.updated, "");
  EXPECT_EQ(result.article.language, "en");
  std::vector<uint32_t> lines;
  for (const Diagnostic& found : result.diagnostics) {
    EXPECT_EQ(found.severity, Severity::kWarning);
    lines.push_back(found.line);
  }
  EXPECT_EQ(lines, (std::vector<uint32_t>{2, 3, 4, 5}));
}

TEST(FrontMatter, KeepsKeysApartWhereOneIsNoScalar) {
  const Result result =
      read("---\n? [title, b]\n: no\n? {c: d}\n: [e]\ntitle: yes it is\n---\n");
  EXPECT_TRUE(result.diagnostics.empty());
  EXPECT_EQ(result.article.title, "yes it is");
}

TEST(FrontMatter, ReplacesBytesThatAreNoUtf8) {
  const Result result =
      read(std::string("---\ntitle: a\xFF"
                       "b\nurl: c\0d\n---\n",
                       28));
  EXPECT_EQ(result.article.title,
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_TRUE(is_valid_utf8(result.article.url));
  const std::string source =
      "---\ndescription: a\xFF"
      "b\n---\n";
  const Block block = description(source);
  EXPECT_EQ(block.text,
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(slice(source, block.span),
            "description: a\xFF"
            "b");
}

}  // namespace
}  // namespace ibid
