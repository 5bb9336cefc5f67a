// SPDX-License-Identifier: GPL-3.0-or-later
// Snippets are shown here with [[ and ]] around their highlights.
#include "searcher/snippet.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>

#include "index/text.h"

namespace ibid {
namespace {

using Weights = std::map<std::string, double, std::less<>>;

std::string marked(const Snippet& snippet) {
  std::string out;
  size_t at = 0;
  for (const Span& mark : snippet.highlights) {
    out += snippet.text.substr(at, mark.start - at);
    out += "[[" + std::string(slice(snippet.text, mark)) + "]]";
    at = mark.end;
  }
  return out + snippet.text.substr(at);
}

// weights: of query words as they are written; a token matches by its stem, as
// in a search.
Snippet snippet_of(std::string_view text, const Weights& weights,
                   size_t max_chars = 300, Markup markup = Markup::kNone) {
  const Analyser analyser("en");
  MatchWeights stems;
  for (const auto& [word, weight] : weights) {
    analyser.analyse(word, [&, worth = weight](const Token& token) {
      if (token.role != TokenRole::kChar) stems.set(token.stem, worth);
    });
  }
  StoredPassage passage;
  passage.text = text;
  passage.markup = markup;
  return make_snippet(passage, analyser, stems, max_chars);
}

std::string shown(std::string_view text, const Weights& weights,
                  size_t max_chars = 300, Markup markup = Markup::kNone) {
  return marked(snippet_of(text, weights, max_chars, markup));
}

TEST(Snippet, MarksWhatMatchedInAnalysis) {
  const struct {
    std::string_view text;
    Weights query;
    std::string_view snippet;
  } cases[] = {
      {"Compilers compile code.",
       {{"compiling", 1}},
       ""
       "[[Compilers]] [[compile]] code."},
      {"The café, the CAFÉ.", {{"cafe", 1}}, "The [[café]], the [[CAFÉ]]."},
      {"Cafe\u0301 au lait.", {{"café", 1}}, "[[Cafe\u0301]] au lait."},
      {"Nothing here.", {{"rust", 1}}, "Nothing here."},
      {"rust rust", {{"rust", 1}}, "[[rust]] [[rust]]"},
      {"", {{"rust", 1}}, ""},
      {" \n ", {{"rust", 1}}, ""},
      {"日本語の本", {{"日本語", 1}}, "[[日本語]]の本"},
      {"他说日本。", {{"日本", 1}}, "他说[[日本]]。"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(shown(c.text, c.query), c.snippet) << c.text;
  }
}

TEST(Snippet, MarksACompoundAsOne) {
  const struct {
    std::string_view text;
    Weights query;
    std::string_view snippet;
  } cases[] = {
      {"After COVID-19 came.", {{"covid-19", 1}}, "After [[COVID-19]] came."},
      {"After COVID-19 came.", {{"covid", 1}}, "After [[COVID]]-19 came."},
      {"After COVID-19.", {{"covid", 1}, {"19", 1}}, "After [[COVID-19]]."},
      {"An e-mail came.", {{"email", 1}}, "An [[e-mail]] came."},
      {"Use TCP/IP or IP.", {{"ip", 1}}, "Use TCP/[[IP]] or [[IP]]."},
      {"C++ and C.", {{"c++", 1}}, "[[C++]] and C."},
      {"See node.js.", {{"node.js", 1}}, "See [[node.js]]."},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(shown(c.text, c.query), c.snippet) << c.text;
  }
}

TEST(Snippet, TakesTheSentencesThatCoverMost) {
  const std::string text =
      "Rust is rust and rust. Nothing is here. A borrow in Rust is checked. "
      "Nobody knows more.";
  EXPECT_EQ(shown(text, {{"rust", 1}, {"borrow", 1}}, 40),
            "A [[borrow]] in [[Rust]] is checked.");
  // Three times one word is less than two words, and more than once.
  EXPECT_EQ(shown(text, {{"rust", 1}}, 40),
            "[[Rust]] is [[rust]] and [[rust]]. Nothing is here.");
}

TEST(Snippet, PrefersTheInformativeWord) {
  const std::string text = "The use of it. The owner did. The use and end.";
  EXPECT_EQ(shown(text, {{"use", 0.5}, {"end", 0.5}, {"owner", 3}}, 16),
            "The [[owner]] did.");
}

TEST(Snippet, TakesTheEarlierOfEqualStretches) {
  EXPECT_EQ(shown("No word. Rust one. Rust two. No end.", {{"rust", 1}}, 10),
            "[[Rust]] one.");
}

TEST(Snippet, BeginsAtTheBeginningWithoutAnyMatch) {
  EXPECT_EQ(shown("One here. Two here. Three here.", {{"rust", 1}}, 20),
            "One here. Two here.");
}

TEST(Snippet, CollapsesWhiteSpaceAndKeepsTheMarksInPlace) {
  EXPECT_EQ(shown("  A\n\n  wide \t\u00A0 rust\u3000 land.  ", {{"rust", 1}}),
            "A wide [[rust]] land.");
}

TEST(Snippet, CountsCharactersAndNotBytes) {
  // Each sentence is ten characters and many bytes.
  EXPECT_EQ(shown("Ééééééééé. Ààààààààà. Ôôôôôôôôô.", {}, 21),
            "Ééééééééé. Ààààààààà.");
}

TEST(Snippet, CutsALongSentenceAtWords) {
  const std::string text =
      "one two three four five six seven rust eight nine ten eleven twelve";
  const Weights rust = {{"rust", 1}};
  EXPECT_EQ(shown(text, rust, 30), "…six seven [[rust]] eight nine…");
  // Where the beginning has it all, it begins there.
  EXPECT_EQ(shown(text, {{"two", 1}}, 20), "one [[two]] three four…");
  EXPECT_EQ(shown(text, {{"twelve", 1}}, 24), "…nine ten eleven [[twelve]]");
  EXPECT_EQ(shown(text, {}, 20), "one two three four…");
}

TEST(Snippet, NeverPassesItsLimit) {
  std::string families;  // each one character to people, and seven code points
  for (int i = 0; i < 8; ++i) families += "👩\u200D👩\u200D👧\u200D👦";
  const std::string texts[] = {
      "one two three four five six seven rust eight nine ten eleven twelve",
      "Short. " + std::string(500, 'x') + " rust. Short again.",
      std::string(500, 'x'),
      "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本"
      "語",
      "สวัสดีชาวโลกสวัสดีชาวโลกสวัสดีชาวโลกสวัสดีชาวโลกสวัสดีชาวโลก",
      "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
      families,
  };
  for (const std::string& text : texts) {
    for (const size_t max_chars : {3U, 5U, 10U, 21U, 40U, 100U}) {
      const Snippet snippet =
          snippet_of(text, {{"rust", 1}, {"日本", 2}, {"ชาว", 1}}, max_chars);
      EXPECT_LE(utf8_length(snippet.text), max_chars) << text;
      EXPECT_TRUE(is_valid_utf8(snippet.text)) << text;
      size_t end = 0;
      for (const Span& mark : snippet.highlights) {
        EXPECT_LT(mark.start, mark.end);
        EXPECT_LE(end, mark.start);
        end = mark.end;
      }
      EXPECT_LE(end, snippet.text.size());
    }
  }
}

TEST(Snippet, FindsTheMatchInTextWithoutSpaces) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "天地玄黄";
  text += "日本";
  for (int i = 0; i < 100; ++i) text += "天地玄黄";
  const std::string out = shown(text, {{"日本", 1}}, 30);
  EXPECT_NE(out.find("[[日本]]"), std::string::npos) << out;
  EXPECT_TRUE(out.starts_with("…") && out.ends_with("…")) << out;
}

TEST(Snippet, TakesMarkdownMarksOut) {
  const struct {
    std::string_view text;
    Weights query;
    std::string_view snippet;
  } cases[] = {
      {"A **bold** word, (*soft*).", {{"bold", 1}}, "A [[bold]] word, (soft)."},
      {"See [the book](https://x.org/rust), or not.",
       {{"rust", 1}},
       "See the book, or not."},
      {"See [the book](https://x.org/rust).",
       {{"book", 1}},
       "See the [[book]]."},
      {"Call `free()` **once**!", {{"once", 1}}, "Call free() [[once]]!"},
      {"One.<br>Two.", {}, "One. Two."},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(shown(c.text, c.query, 300, Markup::kMarkdown), c.snippet)
        << c.text;
  }
}

TEST(Snippet, CutsCodeAtLines) {
  const std::string code =
      "def first(x):\n    return x + 1\n\ndef second(y):\n    log(y)\n"
      "    return first(y) * 2\n";
  EXPECT_EQ(shown(code, {{"log", 1}}, 30), "def second(y): [[log]](y)");
  const std::string markdown = "Text.\n\n```python\n" + code + "```\n";
  EXPECT_EQ(shown(markdown, {{"log", 1}}, 30, Markup::kMarkdown),
            "def second(y): [[log]](y)");
  // What fits is shown whole.
  EXPECT_EQ(shown("int main() {\n  return 0;\n}\n", {{"main", 1}}),
            "int [[main]]() { return 0; }");
}

TEST(Snippet, ReadsAnyBytes) {
  std::string text = "rust \xff\xfe \xc3 \xed\xa0\x80 rust ";
  text += '\0';
  text += "\x1b[31m end";
  const Snippet snippet = snippet_of(text, {{"rust", 1}});
  EXPECT_TRUE(is_valid_utf8(snippet.text));
  EXPECT_EQ(snippet.highlights.size(), 2U);
}

TEST(Snippet, TakesTimeLinearInThePassage) {
  // A quarter of a megabyte without a space, with spaces, of sentences, of
  // lines: far under the limit when linear, minutes when quadratic.
  const std::string_view pieces[] = {"rust,rust.",      "rust borrow ",
                                     "日本語",          "Rust is. Borrow it. ",
                                     "if (rust) {\n  ", "**[rust](x)**"};
  for (const std::string_view piece : pieces) {
    std::string text;
    while (text.size() < (1U << 18)) text += piece;
    const auto start = std::chrono::steady_clock::now();
    const Snippet snippet =
        snippet_of(text, {{"rust", 1}, {"borrow", 1}, {"日本", 1}});
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took, std::chrono::seconds(20)) << piece;
    EXPECT_LE(utf8_length(snippet.text), 300U);
    EXPECT_FALSE(snippet.highlights.empty()) << piece;
  }
}

}  // namespace
}  // namespace ibid
