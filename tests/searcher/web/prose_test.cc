// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/prose.h"

#include <gtest/gtest.h>

#include "searcher/web/blocks.h"

namespace ibid {
namespace {

std::string prose_of(const std::string& text, Markup markup = Markup::kNone,
                     std::optional<Span> mark = std::nullopt) {
  StoredPassage passage;
  passage.text = text;
  passage.markup = markup;
  std::string html = prose(passage, mark);
  // What all blocks have, and no case is about.
  for (const std::string_view all :
       {" dir=\"auto\"", " tabindex=\"0\" role=\"group\" aria-label=\"Code\"",
        " tabindex=\"0\" role=\"group\" aria-label=\"Table\"", "\n"}) {
    for (size_t at = 0; (at = html.find(all, at)) != std::string::npos;) {
      html.replace(at, all.size(), all == "\n" ? "|" : "");
      at += all == "\n" ? 1 : 0;
    }
  }
  return html;
}

TEST(Prose, TakesPlainTextApart) {
  const struct {
    std::string text;
    std::string html;
  } cases[] = {
      {"", ""},
      {" \n\n", ""},
      {"One line\nand two.", "<p>One line|and two.</p>|"},
      {"One.\n\n\nTwo.", "<p>One.</p>|<p>Two.</p>|"},
      {"- a\n- b\n  c\n\nd", "<ul><li>a</li><li>b|  c</li></ul>|<p>d</p>|"},
      {"Some:\n- a\n- b", "<p>Some:</p>|<ul><li>a</li><li>b</li></ul>|"},
      {"1. a\n2. b", "<ol><li>a</li><li>b</li></ol>|"},
      {"3) a\n4) b", "<ol start=\"3\"><li>a</li><li>b</li></ol>|"},
      {"- a\n1. b", "<ul><li>a</li></ul>|<ol><li>b</li></ol>|"},
      // A year at the beginning of a line is no list.
      {"It was in\n2015. So it was.", "<p>It was in|2015. So it was.</p>|"},
      {"-5 degrees", "<p>-5 degrees</p>|"},
      {"let x = 4;\n    let y = x;\n\n    done();",
       "<pre><code>let x = 4;|let y = x;||done();</code></pre>|"},
      {"fn f() {\n    g();\n}", "<pre><code>fn f() {|    g();|}</code></pre>|"},
      {"$ cargo run", "<pre><code>$ cargo run</code></pre>|"},
      {"He came,\nsaw,\nwon.", "<p>He came,|saw,|won.</p>|"},
      {"<b>x</b> & *y*", "<p>&lt;b&gt;x&lt;/b&gt; &amp; *y*</p>|"},
      {"a < b;\n</code></pre><script>;",
       "<pre><code>a &lt; b;|&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;;"
       "</code></pre>|"},
  };
  for (const auto& c : cases) EXPECT_EQ(prose_of(c.text), c.html) << c.text;
}

TEST(Prose, TakesTheMarksOutOfMarkdown) {
  const struct {
    std::string text;
    std::string html;
  } cases[] = {
      {"Some *bold* text, **more**.", "<p>Some bold text, more.</p>|"},
      {"Call `f(<x>)` twice.", "<p>Call <code>f(&lt;x&gt;)</code> twice.</p>|"},
      {"See [the book](https://example.org/a \"b c\"), page 1.",
       "<p>See the book, page 1.</p>|"},
      {"[x](javascript:alert(1))", "<p>x</p>|"},
      {"a<script>alert(1)</script>b", "<p>a alert(1) b</p>|"},
      {"```rust\nlet x = \"<i>\";\n\n*y*\n```\nend",
       "<pre><code>let x = &quot;&lt;i&gt;&quot;;||*y*</code></pre>|"
       "<p>end</p>|"},
      {"~~~\nopen", "<pre><code>open</code></pre>|"},
      {"    indented\n      code",
       "<pre><code>    indented|      code</code>"
       "</pre>|"},
      {"> said\n> he", "<blockquote> said| he</blockquote>|"},
      {"* a\n* `b`", "<ul><li>a</li><li><code>b</code></li></ul>|"},
      {"| a | b |\n|---|---|\n| 1 | <2> |",
       "<div class=\"wide\"><table><tr><th scope=\"col\"> a </th>"
       "<th scope=\"col\"> b </th></tr><tr><td> 1 </td>"
       "<td> &lt;2&gt; </td></tr></table></div>|"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(prose_of(c.text, Markup::kMarkdown), c.html) << c.text;
  }
}

TEST(Prose, MarksAStretchAcrossBlocks) {
  EXPECT_EQ(prose_of("One. Two. Three.", Markup::kNone, Span{5, 9}),
            "<p>One. <mark>Two.</mark> Three.</p>|");
  EXPECT_EQ(prose_of("a b\n\n- c\n- d", Markup::kNone, Span{2, 8}),
            "<p>a <mark>b</mark></p>|<ul><li><mark>c</mark></li><li>d</li></ul>"
            "|");
  EXPECT_EQ(prose_of("a `b c` d", Markup::kMarkdown, Span{0, 4}),
            "<p><mark>a </mark><code><mark>b</mark> c</code> d</p>|");
}

TEST(Prose, BearsMarksThatDoNotFit) {
  EXPECT_EQ(prose_of("äb", Markup::kNone, Span{1, 99}),
            "<p><mark>äb</mark></p>|");
  EXPECT_EQ(prose_of("ab", Markup::kNone, Span{50, 99}), "<p>ab</p>|");
}

// Nothing that a reader should see is left out, whatever the text.
TEST(Blocks, HoldEachLine) {
  const std::string text =
      "a\n- b\n\n> c\n```\nd\n```\n| e |\n|---|\n| f |\n\n    g\n9. h\ni;\n";
  for (const Markup markup : {Markup::kNone, Markup::kMarkdown}) {
    std::string held;
    for (const Block& block : text_blocks(text, markup)) {
      for (const Span& part : block.parts) held += slice(text, part);
    }
    for (const char c : std::string_view("abcdefghi")) {
      EXPECT_NE(held.find(c), std::string::npos) << c;
    }
  }
}

}  // namespace
}  // namespace ibid
