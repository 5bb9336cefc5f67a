// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/error.h"
#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

using Strings = std::vector<std::string>;

// What a reader gives, with what the tests ask of it.
struct Reading {
  std::string source;
  Diagnostics diagnostics;
  Article article;

  const Section& section(size_t i) const { return article.sections.at(i); }

  std::string text(const Block& block) const {
    return block.text ? *block.text : std::string(slice(source, block.span));
  }

  Strings texts(size_t section_number) const {
    Strings out;
    for (const Block& block : section(section_number).blocks)
      out.push_back(text(block));
    return out;
  }

  // One line a section: kind, headings or question, texts.
  std::string outline() const {
    std::string out;
    for (size_t i = 0; i < article.sections.size(); ++i) {
      const Section& s = section(i);
      out += "QsF"[static_cast<size_t>(s.kind)];
      for (const std::string& heading : s.headings) out += " <" + heading + ">";
      if (!s.question.empty()) out += " [" + s.question + "]";
      for (const std::string& block : texts(i)) out += " |" + block;
      out += "\n";
    }
    return out;
  }
};

Reading read(std::string source, std::string_view fallback = "fallback") {
  Reading reading;
  reading.source = std::move(source);
  reading.article = read_text(reading.source, fallback, reading.diagnostics);
  return reading;
}

constexpr std::string_view kArticle =
    "What is a kettle used for\n"
    "\n"
    "Last updated: March 2, 2025\n"
    "\n"
    "Quick Answer: It boils water\n"
    "for tea.\n"
    "\n"
    "Key Facts\n"
    "\n"
    "Boiling Water\n"
    "\n"
    "Water boils at 100 degrees.\n"
    "It takes a while.\n"
    "\n"
    "Less on a mountain.\n"
    "\n"
    "Making Tea\n"
    "\n"
    "- green tea\n"
    "- black tea\n"
    "\n"
    "Related Questions\n"
    "\n"
    "Is a kettle a pot?\n"
    "\n"
    "No, it has a spout.\n"
    "\n"
    "More or less\n"
    "\n"
    "Who invented it?\n"
    "\n"
    "Sources:\n"
    "\n"
    "  1. Kettle handbook CC-BY-SA-4.0\n"
    "  2. A poem Public Domain\n"
    "  3. Shop window\n";

TEST(Text, ReadsTheCorpusForm) {
  const Reading r = read(std::string(kArticle));
  EXPECT_EQ(r.article.title, "What is a kettle used for");
  EXPECT_EQ(r.article.updated, "2025-03-02");
  EXPECT_EQ(r.outline(),
            "Q |It boils water\nfor tea.\n"
            "s <Boiling Water> |Water boils at 100 degrees.\nIt takes a while."
            " |Less on a mountain.\n"
            "s <Making Tea> |- green tea\n- black tea\n"
            "F [Is a kettle a pot?] |No, it has a spout. |More or less\n"
            "F [Who invented it?]\n");
  const std::vector<ibid::Source> sources = {
      {"Kettle handbook", "CC-BY-SA-4.0"},
      {"A poem", "Public Domain"},
      {"Shop window", std::nullopt}};
  EXPECT_EQ(r.article.sources, sources);
  EXPECT_TRUE(r.diagnostics.empty());
  EXPECT_EQ(r.article.markup, Markup::kNone);
}

TEST(Text, KnowsTheLineOfEachBlock) {
  const Reading r = read(std::string(kArticle));
  std::vector<uint32_t> lines;
  for (const Section& section : r.article.sections) {
    for (const Block& block : section.blocks) {
      EXPECT_FALSE(block.text.has_value());
      lines.push_back(block.line);
    }
  }
  EXPECT_EQ(lines, (std::vector<uint32_t>{5, 12, 15, 19, 26, 28}));
}

std::string with_ends(std::string_view text, std::string_view end) {
  std::string out;
  for (const char c : text)
    out += c == '\n' ? std::string(end) : std::string(1, c);
  return out;
}

TEST(Text, TakesEveryLineEnding) {
  const Reading unix_ends = read(std::string(kArticle));
  for (const std::string_view end : {"\r\n", "\r"}) {
    const Reading r = read(with_ends(kArticle, end));
    EXPECT_EQ(r.texts(1), (Strings{"Water boils at 100 degrees." +
                                       std::string(end) + "It takes a while.",
                                   "Less on a mountain."}));
    EXPECT_EQ(r.article.sections.size(), unix_ends.article.sections.size());
    EXPECT_EQ(r.article.sources, unix_ends.article.sources);
    EXPECT_EQ(r.section(1).blocks[1].line, 15u);
  }
}

struct Case {
  std::string_view name;
  std::string source;
  std::string title;
  std::string outline;
};

void expect_articles(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const Reading r = read(std::string(c.source));
    EXPECT_EQ(r.article.title, c.title) << c.name;
    EXPECT_EQ(r.outline(), c.outline) << c.name;
  }
}

TEST(Text, TakesPartsInAnyCaseAndOrder) {
  expect_articles({
      {"lower case, no colon", "T\n\nkey facts\n\nText a.\n", "T",
       "s <Key Facts> |Text a.\n"},
      {"upper case with colon", "T\n\nKEY FACTS:\n\nText a.\n", "T",
       "s <Key Facts> |Text a.\n"},
      {"text before and under Key Facts",
       "T\n\nBefore.\n\nKey Facts\n\nUnder.\n\nHead\n\nBelow.\n", "T",
       "s |Before.\ns <Key Facts> |Under.\ns <Head> |Below.\n"},
      {"no blank lines after labels",
       "T\nLast updated: 2026-01-02\nQuick Answer: So.\n\nKey Facts\nText.\n\n"
       "FAQ\nWhy?\nBecause.\n\nSources\n1. A MIT\n",
       "T", "Q |So.\ns <Key Facts> |Text.\nF [Why?] |Because.\n"},
      {"label first, so no title", "Quick Answer: So.\n\nMore text.\n",
       "fallback", "Q |So.\ns |More text.\n"},
      {"answer below its label", "T\n\nQuick Answer:\n\nSo it is.\n\nMore.\n",
       "T", "Q |So it is.\ns |More.\n"},
      {"answer label without colon", "T\n\nQuick Answer\n\nSo it is.\n", "T",
       "Q |So it is.\n"},
      {"answer on the next line", "T\n\nQuick Answer:\n So\n it is.\n", "T",
       "Q |So\n it is.\n"},
      {"answer without text", "T\n\nQuick Answer:\n\nSources\n\n1. A\n", "T",
       ""},
      {"title over two lines", "A long\n  title\n\nKey Facts\n\nText.\n",
       "A long title", "s <Key Facts> |Text.\n"},
      {"text after the sources",
       "T\n\nSources\n\n1. A MIT\n2. B\n\nAppendix\n\nMore text.\n", "T",
       "s <Appendix> |More text.\n"},
      {"question before and after a part",
       "T\n\nWhat is it?\n\nText.\n\nRelated Questions\n\nIntro text.\n\n"
       "Is it?\n\nYes.\n\nKey Facts\n\nWhat now?\n\nText.\n",
       "T",
       "s <What is it?> |Text.\ns |Intro text.\nF [Is it?] |Yes.\n"
       "s <What now?> |Text.\n"},
      {"indented or listed questions are answers",
       "T\n\nFAQ\n\nIs it?\n\n  Or not?\n\n- Or so?\n", "T",
       "F [Is it?] |  Or not? |- Or so?\n"},
  });
}

TEST(Text, ReadsDatesOnce) {
  Reading r =
      read("T\n\nLast updated: soon\n\nLast updated: 2026-04-01\n\nX.\n");
  EXPECT_EQ(r.article.updated, "2026-04-01");
  ASSERT_EQ(r.diagnostics.size(), 1u);
  EXPECT_EQ(r.diagnostics[0].line, 3u);
  r = read("T\n\nLast updated: 2026-04-01\n\nLast updated: 2020-01-01\n\nX.\n");
  EXPECT_EQ(r.article.updated, "2026-04-01");
  EXPECT_TRUE(r.diagnostics.empty());
}

TEST(Text, TellsHeadingsFromOtherLines) {
  const std::string long_line(100, 'h');
  const std::vector<std::pair<std::string, bool>> cases = {
      {"A Heading", true},
      {"What is it?", true},
      {"C++ (and C)", true},
      {"Überschrift", true},
      {"2.1 Scope", true},
      {"2026", true},
      {long_line, true},
      {long_line + "h", false},
      {"Ends.", false},
      {"Ends!", false},
      {"Ends:", false},
      {"Ends;", false},
      {"Ends,", false},
      {"- item", false},
      {"* item", false},
      {"+ item", false},
      {"1. item", false},
      {"23) item", false},
      {"\xE2\x80\xA2 item", false},
      {" indented", false},
      {"\tindented", false},
      {"-----", false},
      {"| a | b |", false},
      {"a    b    c", false},
      {"好。", false},
      {"好", true},
  };
  for (const auto& [line, is_heading] : cases) {
    const Reading r = read("T\n\nKey Facts\n\n" + line + "\n\nText below.\n");
    EXPECT_EQ(r.outline(), is_heading
                               ? "s <" + line + "> |Text below.\n"
                               : "s <Key Facts> |" + line + " |Text below.\n");
  }
}

TEST(Text, LosesNoLineThatHeadsNothing) {
  expect_articles({
      {"two in a row are a path", "T\n\nPart\n\nChapter\n\nText.\n", "T",
       "s <Part> <Chapter> |Text.\n"},
      {"so are three", "T\n\nA\n\nB\n\nC\n\nText.\n\nD\n\nText.\n", "T",
       "s <A> <B> <C> |Text.\ns <D> |Text.\n"},
      {"four are a list", "T\n\nA\n\nB\n\nC\n\nD\n\nText.\n", "T",
       "s |A |B |C\ns <D> |Text.\n"},
      {"nothing below", "T\n\nText.\n\nThe End\n", "T", "s |Text. |The End\n"},
      {"a label below", "T\n\nOne line\n\nSources\n\n1. A\n", "T",
       "s |One line\n"},
  });
}

TEST(Text, ReadsOtherText) {
  const std::string long_title(120, 't');
  const std::string too_long(121, 't');
  expect_articles({
      {"title and text", "A title\n\nSome text.\n", "A title",
       "s |Some text.\n"},
      {"longest title", long_title + "\n\nText.", long_title, "s |Text.\n"},
      {"too long a title", too_long + "\n\nText.", "fallback",
       "s |" + too_long + " |Text.\n"},
      {"no blank line after the first", "One\ntwo\n\nthree.\n", "fallback",
       "s |One\ntwo |three.\n"},
      {"a single line", "just this", "fallback", "s |just this\n"},
      {"blank lines first", "\n \n\nTitle\n\nText.\n\n\n", "Title",
       "s |Text.\n"},
      {"no words for a title", "-----\n\nText.\n", "fallback",
       "s |----- |Text.\n"},
      {"underlined", "Title\n=====\nText.\n\n1. Part\n-------\n\nMore.\n",
       "Title", "s |Text.\ns <1. Part> |More.\n"},
      {"man page",
       "X(1)\n\nNAME\n       x - does\n\nFLAGS\n       -a  all\n\n"
       "           more.\n",
       "X(1)",
       "s <NAME> |       x - does\ns <FLAGS> |       -a  all"
       " |           more.\n"},
      {"a heading of one line over a list in an article",
       "T\n\nKey Facts\n\nThese are\n  - a\n  - b\n", "T",
       "s <Key Facts> |These are\n  - a\n  - b\n"},
      {"form feeds", "T\n\nText.\n\f\nMore.\n", "T", "s |Text. |More.\n"},
  });
}

TEST(Text, MarksCodeAndRecords) {
  const Reading r = read(
      "T\n\nRun this text:\n\n    make\n    make install\n\nThen go on.\n\n"
      "Some more text.\n\nAnd this, too.\n\n"
      "Jan 1 10:00 a\nJan 1 10:01 b\nJan 1 10:02 c\nJan 1 10:03 d\n");
  std::vector<bool> code;
  for (const Block& block : r.section(0).blocks) code.push_back(block.code);
  EXPECT_EQ(code, (std::vector<bool>{false, true, false, false, false, true}));
  EXPECT_EQ(r.texts(0)[1], "    make\n    make install");
  // Where all is indented, indentation says nothing.
  const Reading man = read("T\n\nNAME\n       one\n\nWHAT\n       two\n");
  EXPECT_FALSE(man.section(0).blocks[0].code);
}

TEST(Text, ReadsSourcesOfEveryShape) {
  const Reading r = read(
      "T\n\nText.\n\nSources\n\n1. First\n   goes on MIT\n10) Tenth (CC0)\n\n"
      "- Listed ISC\n\n[4] Bracketed GPL-3.0-or-later\n\n"
      "Unmarked CC-BY-4.0\nAnother MIT\n\nThese words are no source at all.\n");
  const std::vector<ibid::Source> sources = {
      {"First goes on", "MIT"},  {"Tenth", "CC0"},
      {"Listed", "ISC"},         {"Bracketed", "GPL-3.0-or-later"},
      {"Unmarked", "CC-BY-4.0"}, {"Another", "MIT"}};
  EXPECT_EQ(r.article.sources, sources);
  EXPECT_EQ(r.outline(), "s |Text.\ns |These words are no source at all.\n");
}

TEST(Text, WarnsOfAnEmptyFile) {
  for (const std::string_view source :
       {"", "\n", " \t\r\n\f", "\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"}) {
    const Reading r = read(std::string(source), "my file");
    EXPECT_EQ(r.article.title, "my file");
    EXPECT_TRUE(r.article.sections.empty());
    ASSERT_EQ(r.diagnostics.size(), 1u);
    EXPECT_EQ(r.diagnostics[0].severity, Diagnostic::Severity::kWarning);
    EXPECT_EQ(r.diagnostics[0].reason, "the file is empty");
  }
  EXPECT_EQ(read("", "").article.title, "Untitled");
  EXPECT_EQ(read("T\n\nSources\n\n1. A\n").diagnostics.size(), 1u);
}

TEST(Text, SkipsAByteOrderMarkButCountsIt) {
  const Reading r = read("\xEF\xBB\xBFTitle\n\nText.\n");
  EXPECT_EQ(r.article.title, "Title");
  EXPECT_EQ(r.section(0).blocks[0].span, (Span{10, 15}));
}

TEST(Text, KeepsBytesThatAreNoText) {
  const Reading r =
      read(std::string("T\xFF\n\nHead\xC3\n\na\0b \xE4\xB8 c.\n", 21));
  EXPECT_EQ(r.article.title, "T\xEF\xBF\xBD");
  EXPECT_EQ(r.section(0).headings, Strings{"Head\xEF\xBF\xBD"});
  EXPECT_EQ(r.texts(0), Strings{std::string("a\0b \xE4\xB8 c.", 9)});
  EXPECT_FALSE(r.section(0).blocks[0].text.has_value());
}

std::string utf16(std::u16string_view text, bool big) {
  std::string out;
  for (const char16_t c : text) {
    const auto high = static_cast<char>(c >> 8);
    const auto low = static_cast<char>(c & 0xFF);
    out += big ? high : low;
    out += big ? low : high;
  }
  return out;
}

TEST(Text, ConvertsUtf16) {
  for (const bool big : {false, true}) {
    const Reading r =
        read(utf16(u"\uFEFFTitle\r\n\r\nCaf\u00E9 \U0001F600.\r\n", big));
    EXPECT_EQ(r.article.title, "Title");
    EXPECT_EQ(r.texts(0), Strings{"Caf\xC3\xA9 \xF0\x9F\x98\x80."});
    EXPECT_EQ(r.section(0).blocks[0].span, (Span{0, r.source.size()}));
    EXPECT_EQ(r.section(0).blocks[0].line, 3u);
  }
  // Half a character at the end, and half a pair.
  EXPECT_NO_THROW(read(utf16(u"\uFEFFab", false) + "x"));
  const Reading half =
      read(utf16(std::u16string(u"\uFEFFab") + char16_t(0xD800), true));
  EXPECT_TRUE(is_valid_utf8(half.texts(0).at(0)));
}

TEST(Text, RefusesMoreThanItsLimit) {
  Diagnostics diagnostics;
  const std::string big(kMaxArticleBytes + 1, 'a');
  EXPECT_THROW(read_text(big, "f", diagnostics), Error);
}

}  // namespace
}  // namespace ibid
