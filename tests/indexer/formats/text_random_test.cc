// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text that nobody wrote by hand: random articles, random bytes, and
// sizes that would show quadratic work.
#include <gtest/gtest.h>

#include <chrono>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

using Strings = std::vector<std::string>;

Article read(std::string_view source) {
  Diagnostics diagnostics;
  return read_text(source, "fallback", diagnostics);
}

// Writes an article and remembers what is to come out.
struct Written {
  std::string source;
  std::string title;
  Strings blocks;
};

class Writer {
 public:
  explicit Writer(uint32_t seed) : random_(seed) {}

  Written write() {
    constexpr std::string_view kEnds[] = {"\n", "\r\n", "\r"};
    end_ = kEnds[pick(3)];
    if (pick(4) == 0) out_.source = "\xEF\xBB\xBF";
    out_.title = words(1 + pick(8));
    out_.source += out_.title;
    blank();
    if (pick(2)) {
      out_.source += "Last updated: 2026-04-01";
      blank();
    }
    if (pick(2)) {
      out_.source += "Quick Answer:" + std::string(1 + pick(3), ' ');
      paragraph();
    }
    out_.source += "Key Facts";
    blank();
    for (size_t i = pick(4); i > 0; --i) section(words(1 + pick(4)));
    if (pick(2)) {
      out_.source += "Related Questions:";
      blank();
      for (size_t i = 1 + pick(3); i > 0; --i) section(words(3) + "?");
    }
    if (pick(2)) {
      out_.source += "SOURCES";
      blank();
      out_.source += "  1. A book MIT" + std::string(pick(2) ? end_ : "");
    }
    return std::move(out_);
  }

 private:
  size_t pick(size_t below) { return random_() % below; }

  std::string words(size_t count) {
    constexpr std::string_view kWords[] = {
        "a",   "word", "Rust", "na\xC3\xAFve", "\xE4\xB8\xAD\xE6\x96\x87",
        "C++", "3.14", "it's", "(so)",         "\xF0\x9F\xA6\x80"};
    std::string out;
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) out += ' ';
      out += kWords[pick(std::size(kWords))];
    }
    return out;
  }

  void blank() {
    out_.source += end_;
    for (size_t i = 1 + pick(3); i > 0; --i) {
      out_.source += std::string(pick(3), pick(2) ? ' ' : '\t');
      out_.source += end_;
    }
  }

  // Text that no rule takes for anything else: it ends in a full stop.
  void paragraph() {
    std::string text;
    for (size_t i = pick(4); i > 0; --i) {
      if (pick(3) == 0) text += text.empty() ? "- " : "  - ";
      text += words(1 + pick(12)) + std::string(end_);
    }
    text += words(1 + pick(12)) + ".";
    out_.blocks.push_back(text);
    out_.source += text;
    out_.source += std::string(pick(3), ' ');
    blank();
  }

  void section(const std::string& heading) {
    out_.source += heading;
    blank();
    for (size_t i = 1 + pick(3); i > 0; --i) paragraph();
  }

  std::mt19937 random_;
  std::string_view end_;
  Written out_;
};

TEST(TextRandom, SpansAreTheParagraphsThatWereWritten) {
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    const Written written = Writer(seed).write();
    const Article article = read(written.source);
    Strings blocks;
    for (const Section& section : article.sections) {
      for (const Block& block : section.blocks) {
        ASSERT_FALSE(block.text.has_value());
        blocks.emplace_back(slice(written.source, block.span));
        const std::string_view before =
            std::string_view(written.source).substr(0, block.span.start);
        ASSERT_EQ(block.line, split_lines(std::string(before) + "x").size())
            << "seed " << seed;
      }
    }
    ASSERT_EQ(blocks, written.blocks) << "seed " << seed << "\n"
                                      << written.source;
    ASSERT_EQ(article.title, written.title) << "seed " << seed;
  }
}

TEST(TextRandom, TakesAnyBytes) {
  constexpr std::string_view kPieces[] = {"\n",
                                          "\n\n",
                                          "\r",
                                          "\r\n",
                                          " ",
                                          "\t",
                                          "Key Facts",
                                          "sources:",
                                          "FAQ",
                                          "?",
                                          ".",
                                          "a",
                                          "- ",
                                          "1. ",
                                          "====",
                                          "---",
                                          "MIT",
                                          "\xff",
                                          "\xc3",
                                          "\f",
                                          "Last updated:",
                                          "Quick Answer:",
                                          "Quick Answer",
                                          "2026-04-01",
                                          "\xEF\xBB\xBF",
                                          "Head"};
  for (uint32_t seed = 0; seed < 5000; ++seed) {
    std::mt19937 random(seed);
    std::string source;
    for (size_t i = random() % 40; i > 0; --i)
      source += kPieces[random() % std::size(kPieces)];
    const Article article = read(source);
    EXPECT_FALSE(article.title.empty());
    size_t last = 0;
    for (const Section& section : article.sections) {
      for (const Block& block : section.blocks) {
        ASSERT_LE(last, block.span.start) << "seed " << seed;
        ASSERT_LT(block.span.start, block.span.end) << "seed " << seed;
        ASSERT_LE(block.span.end, source.size()) << "seed " << seed;
        last = block.span.end;
      }
    }
  }
}

// A single line of the largest size, and what else would show quadratic work.
TEST(TextRandom, IsLinear) {
  const auto begin = std::chrono::steady_clock::now();
  const Article line = read(std::string(60 << 20, 'a'));
  EXPECT_EQ(line.sections.at(0).blocks.at(0).span.size(), size_t{60} << 20);
  for (const std::string_view unit :
       {" ", "\n", "a\n", "A\n\n", "a.\n\n", "- a\n", "1. a MIT\n", "Head?\n\n",
        "Sources\n", "Sources\n\na MIT\n\n", "Last updated: x\n",
        "Quick Answer:\n", "FAQ\nWhy?\n", "Key Facts\n\n", "A\n---\n", "\r",
        "N\n  x\n\n", "\xff", "Sources\n\nA\n\n- b\n\n"}) {
    std::string source = "T\n\nSources\n\n";
    while (source.size() < (1u << 18)) source += unit;
    read(source);
    read(std::string_view(source).substr(3));
  }
  const auto taken = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(taken, std::chrono::seconds(60));
}

}  // namespace
}  // namespace ibid
