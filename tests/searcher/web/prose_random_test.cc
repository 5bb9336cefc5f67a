// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a passage holds, its prose is sound HTML that has each of its words.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "searcher/web/prose.h"
#include "tests/searcher/web/markup_check.h"

namespace ibid {
namespace {

constexpr std::array<std::string_view, 36> kParts = {
    "\n", "\n\n", "\n",   "- ",      "* ", "1. ",   "> ",   "    ", "\t",
    "`",  "``",   "```",  "~~~",     "|",  "|---|", "\\",   "[",    "](",
    ")",  "<b>",  "</b>", "<script", ">",  "&amp;", "\"",   "'",    "**",
    "_",  "#",    ";",    "{",       "}",  "ä",     "日本", " ",    "=",
};

std::string random_text(std::mt19937& random) {
  std::string text;
  for (size_t i = random() % 40; i > 0; --i) {
    text += kParts[random() % kParts.size()];
    text += "w" + std::to_string(random() % 10);
  }
  return text;
}

TEST(Prose, IsSoundWhateverThePassage) {
  std::mt19937 random(7);  // the same texts each time
  for (int round = 0; round < 3000; ++round) {
    StoredPassage passage;
    passage.text = random_text(random);
    passage.markup = round % 2 == 0 ? Markup::kNone : Markup::kMarkdown;
    const size_t start = random() % (passage.text.size() + 3);
    const std::string html = prose(passage, Span{start, start + random() % 40});
    SCOPED_TRACE(passage.text);
    check_markup(html);
    if (passage.markup == Markup::kNone) {
      EXPECT_EQ(std::count(html.begin(), html.end(), 'w'),
                std::count(passage.text.begin(), passage.text.end(), 'w'));
    }
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace ibid
