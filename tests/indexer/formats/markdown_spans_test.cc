// SPDX-License-Identifier: GPL-3.0-or-later
// The promises of read_markdown that hold for any bytes: what spans are, and
// that time and memory stay linear.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

std::string repeat(std::string_view piece, size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (size_t at = 0; at < times; ++at) text += piece;
  return text;
}

std::string text_of(std::string_view source, const Block& block) {
  return block.text.value_or(std::string(slice(source, block.span)));
}

// All that DESIGN.md says of spans, for articles without quick answers: blocks
// are whole lines of the source, go upward and do not overlap.
void check_spans(std::string_view source) {
  Diagnostics diagnostics;
  const Article article = read_markdown(source, "fallback", diagnostics);
  const std::vector<Line> lines = split_lines(source);
  size_t previous_end = 0;
  for (const Section& section : article.sections) {
    for (const Block& block : section.blocks) {
      ASSERT_LT(block.span.start, block.span.end) << source;
      ASSERT_LE(block.span.end, source.size()) << source;
      EXPECT_GE(block.span.start, previous_end) << source;
      previous_end = block.span.end;
      ASSERT_GE(block.line, 1u) << source;
      ASSERT_LE(block.line, lines.size()) << source;
      EXPECT_EQ(block.span.start, lines[block.line - 1].span.start) << source;
      size_t last = block.line - 1;
      while (lines[last].span.end < block.span.end) ++last;
      EXPECT_EQ(block.span.end, lines[last].span.end) << source;
      EXPECT_FALSE(trim(slice(source, lines[last].span)).empty()) << source;
      const bool valid = is_valid_utf8(slice(source, block.span));
      EXPECT_EQ(block.text.has_value(), !valid) << source;
    }
  }
}

// What the reader gives, with LF for every line end.
std::string summary(std::string_view source) {
  Diagnostics diagnostics;
  const Article article = read_markdown(source, "f", diagnostics);
  std::string all = article.title;
  for (const Section& section : article.sections) {
    all += "\n#";
    for (const std::string& heading : section.headings) all += " " + heading;
    for (const Block& block : section.blocks) {
      all += "\n" + std::to_string(block.line) + ":";
      const std::string text = text_of(source, block);
      for (const Line& line : split_lines(text)) {
        all += "\n" + std::string(slice(text, line.span));
      }
    }
  }
  return all;
}

TEST(MarkdownSpans, GivesSpansOfWholeLinesThatGoUpward) {
  const std::vector<std::string> samples = {
      "# T\n\na\nb\n\n\n## B\n\nc",
      "T\n===\n\na\n\nB\n---\nb\n[x]: y\n\nc\n",
      "[x]: y\nT\n===\na\n",
      "- a\n\n\tb\n\n- c\n\t- d\n\n\t\tcode\n- e\n\n\n1) f\n2) g\n+ h\n",
      "- - - deep\n    - more\n\n      text\n\nlazy\n- x\nlazy\n\n- y\n",
      "* a\n***\n* b\n\n- - -\n_ _ _\n",
      "para\nmore\n| a | b |\n|---|---|\n| 1 | 2 |\nafter\n\nend\n",
      "| a |\n|---|\n---\n> q\n> | b |\n> |---|\nlazy\n",
      "```\na\n\n\nb\n```\nc\n~~~ x\n\n",
      "    code\n\n\n    code\n\n\ntext\n\tcode?\n",
      "<div>\na\n</div>\n\n<!-- x -->\n<pre>\n\n</pre>\nb\n<b>c</b>\n",
      "> a\n\n> b\nc\n\n> ```\nd\n",
      "a\xFF\n\n- \xC3\n- \xE4\xB8\n\n# \xFF\n\nok\n",
      std::string("a\0b\n\n\0\n\n- \0\n", 12),
      "\f\n\na\f\n\n\f\n\v\nb\n",
      "a  \n\n   b   \n\n  # C  #  \n \n  d\n",
  };
  for (const std::string& sample : samples) {
    std::string crlf;
    std::string cr;
    for (const char c : sample) {
      crlf += c == '\n' ? "\r\n" : std::string(1, c);
      cr += c == '\n' ? '\r' : c;
    }
    check_spans(sample);
    check_spans(crlf);
    check_spans(cr);
    EXPECT_EQ(summary(crlf), summary(sample)) << sample;
    EXPECT_EQ(summary(cr), summary(sample)) << sample;
  }
}

TEST(MarkdownSpans, LeavesNoLineOut) {
  const std::string source =
      "a\n\nb\n- c\n- d\n\n> e\n\n```\nf\n```\n| g |\n|---|\n| h |\n\n"
      "<p>i</p>\n\n    j\n";
  Diagnostics diagnostics;
  const Article article = read_markdown(source, "f", diagnostics);
  std::string all;
  for (const Block& block : article.sections.at(0).blocks) {
    all += text_of(source, block) + "\n";
  }
  std::string expected;
  for (const Line& line : split_lines(source)) {
    if (!line.span.empty()) {
      expected += std::string(slice(source, line.span)) + "\n";
    }
  }
  EXPECT_EQ(all, expected);
}

// Each of these costs cmark, or a simple reader, more than linear time or far
// more memory than the text has bytes.
TEST(MarkdownSpans, ReadsHostileTextInLinearTime) {
  constexpr size_t kBytes = 400'000;
  std::vector<std::string> sources;
  for (const std::string_view piece : {"> ",
                                       "- ",
                                       "1. ",
                                       "[",
                                       "![",
                                       "*a _",
                                       "[a](",
                                       "<a b=\"",
                                       "<!--",
                                       "- a\n",
                                       "a\n",
                                       "a\n\n",
                                       "\n",
                                       "[a]: b\n\n",
                                       "# a\n",
                                       "a\n=\n",
                                       "|a|\n|-|\n",
                                       "Last updated: x\n",
                                       "Quick Answer: x\n\n",
                                       "`",
                                       "a",
                                       "&lt;",
                                       "# &lt;\n"}) {
    sources.push_back(repeat(piece, kBytes / piece.size()));
  }
  sources.push_back(repeat("- ", 1000) + "a\n" + repeat("\n", kBytes));
  sources.push_back(repeat("|a", 5000) + "\n" + repeat("|-", 5000) + "\n" +
                    repeat("|\n", kBytes / 2));
  std::string stairs;
  for (size_t depth = 0; stairs.size() < kBytes; ++depth) {
    stairs += std::string(2 * depth, ' ') + "- a\n\n";
  }
  sources.push_back(stairs + repeat("\n", kBytes));
  for (const std::string& source : sources) {
    Diagnostics diagnostics;
    read_markdown(source, "f", diagnostics);
    EXPECT_LE(diagnostics.size(), 1u) << source.substr(0, 40);
  }
}

TEST(MarkdownSpans, EndsALongCommentWhereItEnds) {
  const std::string filler(5000, 'x');
  const std::string source = "<!-- " + filler + " --> " + filler +
                             "\n\ntext\n\n```" + filler + "`\nno code\n";
  Diagnostics diagnostics;
  const Article article = read_markdown(source, "f", diagnostics);
  ASSERT_EQ(article.sections.size(), 1u);
  EXPECT_EQ(article.sections[0].blocks.size(), 3u);
  EXPECT_FALSE(article.sections[0].blocks.back().code);
}

}  // namespace
}  // namespace ibid
