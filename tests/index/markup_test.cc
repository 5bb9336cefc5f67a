// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/markup.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "index/text.h"

namespace ibid {
namespace {

// What is visible of source, with a dot for each byte that was hidden (but for
// spaces, which look the same).
std::string marked(std::string_view source) {
  std::string visible = visible_text(source, Markup::kMarkdown);
  EXPECT_EQ(visible.size(), source.size()) << source;
  if (visible.size() != source.size()) return visible;
  for (size_t at = 0; at < source.size(); ++at) {
    if (visible[at] != source[at]) {
      EXPECT_EQ(visible[at], ' ') << source;
      visible[at] = '.';
    }
  }
  return visible;
}

struct Case {
  std::string source;
  std::string expected;
};

void check(const std::vector<Case>& cases) {
  for (const Case& item : cases) {
    EXPECT_EQ(marked(item.source), item.expected) << item.source;
  }
}

std::string repeat(std::string_view piece, size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (size_t at = 0; at < times; ++at) text += piece;
  return text;
}

TEST(Markup, LeavesTextWithoutMarkupAlone) {
  const std::string text = "# not *a* mark <b>\n";
  EXPECT_EQ(visible_text(text, Markup::kNone), text);
  EXPECT_EQ(visible_text("", Markup::kMarkdown), "");
}

TEST(Markup, HidesMarksOfEmphasis) {
  check({
      {"*a* **b** ***c***", ".a. ..b.. ...c..."},
      {"_a_ __b__", ".a. ..b.."},
      {"~~gone~~ ~x~ ~~~y~~~", "..gone.. .x. ~~~y~~~"},
      {"**bold *both***", "..bold .both..."},
      {"*a **b** c*", ".a ..b.. c."},
      {"two *lines\nof* it", "two .lines\nof. it"},
      {"hard\\\nbreak", "hard.\nbreak"},
      {"a * b * c", "a * b * c"},
      {"snake_case_name", "snake_case_name"},
      {"5 * 3 and 2*", "5 * 3 and 2*"},
      {"**open", "**open"},
      {"*a\n\nb*", "*a\n\nb*"},
      {"«*a*» and “*b*”", "«.a.» and “.b.”"},
  });
}

TEST(Markup, KeepsCodeAsItIs) {
  check({
      {"use `a*b*c` here", "use .a*b*c. here"},
      {"`` a`b ``", ".. a`b .."},
      {"`open *a*", "`open .a."},
      {"`<b>` and `[x](y)`", ".<b>. and .[x](y)."},
      {"```cpp\n*a* # b <c>\n```\n*d*", "......\n*a* # b <c>\n...\n.d."},
      {"~~~\n```\n*a*\n~~~\n", "...\n```\n*a*\n...\n"},
      {"text\n\n    *code*\n\n*a*", "text\n\n    *code*\n\n.a."},
      {"- a\n\n  ```\n  *b*\n  ```\n  *c*\n",
       "- a\n\n  ...\n  *b*\n  ...\n  .c.\n"},
      {"- a\n```\n*b*\n```\n", "- a\n...\n*b*\n...\n"},
      {"> ```\n> *b*\n*c*\n", ". ...\n. *b*\n.c.\n"},
  });
}

TEST(Markup, TakesALoneFenceAtTheEndForTheEndOfCode) {
  check({
      {"x = *a* * *b*\n# note\n```\n", "x = *a* * *b*\n# note\n...\n"},
      {"*a*\n\n```\ncode\n```\n", ".a.\n\n...\ncode\n...\n"},
  });
}

TEST(Markup, HidesTargetsOfLinksAndImages) {
  check({
      {"[a *b*](http://x/(y) \"t t\").", ".a .b............... .. ...."},
      {"![alt](<a b>)", "..alt.... ..."},
      {"[a][ref] [a][]", ".a...... .a..."},
      {"see [1] and a[i][j]", "see [1] and a[i][j]"},
      {"[![img](i.png)](t)", "...img............"},
      {"[a](no end", "[a](no end"},
      {"[a] (b)", "[a] (b)"},
      {"<https://a.b/c> <me@a.b>", ".https://a.b/c. .me@a.b."},
      {"https://a.b/c_d_e", "https://a.b/c_d_e"},
      {"[a]: http://x \"t\"\ntext", ".... ........ ...\ntext"},
      {"[^1]: a note", "[^1]: a note"},
  });
}

TEST(Markup, HidesHtmlButNotItsText) {
  check({
      {"a <b class=\"x\">c</b><br/>", "a .. ..........c........."},
      {"1 < 2 and <3 and a<b", "1 < 2 and <3 and a<b"},
      {"std::vector<int> x", "std::vector..... x"},
      {"<!-- c *d*\n\ne --> f *g*", ".... . ...\n\n. ... f .g."},
      {"a <!-- b --> c", "a .... . ... c"},
      {"<!-- open\n*a*", ".... open\n.a."},
      {"<div\n class='a>b'>c", "....\n ............c"},
  });
}

TEST(Markup, HidesMarksOfBlocks) {
  check({
      {"## A *b* ##\n", ".. A .b. ..\n"},
      {"# F#\n#no\n####### no", ". F#\n#no\n####### no"},
      {"Title\n===\n\nTwo\n---\n", "Title\n...\n\nTwo\n...\n"},
      {"a\n\n***\n\n- - -\n", "a\n\n...\n\n. . .\n"},
      {"> a\n> > *b*\nlazy", ". a\n. . .b.\nlazy"},
      {"| a | *b* |\n|---|:-:|\n| c | d |\n",
       "| a | .b. |\n.........\n| c | d |\n"},
      {"* a *b*\n+ c\n1. *d*\n", "* a .b.\n+ c\n1. .d.\n"},
      {"- > *a*\n  > b\n", "- . .a.\n  . b\n"},
      {"a = b\n= c", "a = b\n= c"},
      {"\\*a\\* \\_ c:\\dir\\\n", ".*a.* ._ c:\\dir\\\n"},
  });
}

TEST(Markup, KeepsEveryKindOfLineEnd) {
  check({
      {"# a\r\n*b*\r# c\n", ". a\r\n.b.\r. c\n"},
      {"```\r\na\r\n```\r\n", "...\r\na\r\n...\r\n"},
  });
}

TEST(Markup, KeepsBytesThatAreNoUtf8) {
  check({{"*\xFF\xC3* \xE4", ".\xFF\xC3. \xE4"},
         {std::string("*a\0b*", 5), std::string(".a\0b.", 5)}});
}

// Each of these took a naive scanner time that grows with the square.
TEST(Markup, TakesLinearTimeOnHostileText) {
  const std::vector<std::string_view> pieces = {
      "[",    "![",    "[a](", "[a](<b", "[a](b \"", "](",
      "*a ",  "*a _b", "a**b", "`a``b",  "<a b=\"",  "<!--",
      "<?a",  "<!A",   "> ",   "- ",     "\\",       "[a][",
      "~~a ", "_*",    "|-",   "# ",     "```\n",    "<!--\n\n"};
  for (const std::string_view piece : pieces) {
    const std::string text = repeat(piece, 300'000);
    EXPECT_EQ(visible_text(text, Markup::kMarkdown).size(), text.size());
  }
  std::string ticks;
  for (size_t length = 1; length < 1500; ++length) {
    ticks += std::string(length, '`') + "a";
  }
  EXPECT_EQ(visible_text(ticks, Markup::kMarkdown), ticks);
}

}  // namespace
}  // namespace ibid
