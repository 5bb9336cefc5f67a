// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "index/error.h"
#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

using namespace std::string_literals;

Article read(std::string_view html) {
  Diagnostics diagnostics;
  Article article = read_html(html, "file", diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.front().reason;
  return article;
}

// One line a block; before the blocks of a section one for what it is:
// "# a > b" its path, "? question", "! quick answer", "= code", "* list item".
std::string show(const Article& article) {
  std::string out;
  for (const Section& section : article.sections) {
    std::string path;
    for (const std::string& heading : section.headings) {
      path += (path.empty() ? "" : " > ") + heading;
    }
    if (!path.empty()) out += "# " + path + "\n";
    if (section.kind == PassageKind::kQuickAnswer) out += "!\n";
    if (section.kind == PassageKind::kQuestion) {
      out += "? " + section.question + "\n";
    }
    for (const Block& block : section.blocks) {
      out += block.code ? "= " : block.list_item ? "* " : "";
      out += *block.text + "\n";
    }
  }
  return out;
}

struct Case {
  std::string html;
  std::string expected;
};

void expect_all(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    EXPECT_EQ(show(read(test.html)), test.expected) << test.html;
  }
}

TEST(Html, ReadsAWholeArticle) {
  const Article article = read(R"(<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>What is tea - Encyclopedia</title>
<meta name="description" content="Tea is a drink &amp; a plant.">
<meta name="keywords" content="tea, drinks,, tea , plants">
<link rel="canonical" href="https://example.org/tea">
</head><body>
<nav><a href="/">Home</a></nav>
<main><h1>What is tea</h1>
<p>Last updated: <time datetime="2026-02-11">11 February 2026</time></p>
<p>Before the first heading.</p>
<h2 id="kinds">Kinds of tea</h2>
<p>Green and <b>black</b>.</p>
<h3>Green tea</h3><p>Not fermented.</p>
<h2>Related Questions</h2>
<details><summary>Is tea healthy?</summary><p>Mostly.</p></details>
<h2>Sources</h2><ol><li>Tea book CC-BY-4.0</li><li>Own mouth</li></ol>
</main><footer>Imprint</footer></body></html>)");
  EXPECT_EQ(article.title, "What is tea");
  EXPECT_EQ(article.updated, "2026-02-11");
  EXPECT_EQ(article.url, "https://example.org/tea");
  EXPECT_EQ(article.language, "en");
  EXPECT_EQ(article.tags,
            (std::vector<std::string>{"tea", "drinks", "plants"}));
  EXPECT_EQ(article.sources,
            (std::vector<ibid::Source>{{"Tea book", "CC-BY-4.0"},
                                       {"Own mouth", {}}}));
  EXPECT_EQ(show(article),
            "!\nTea is a drink & a plant.\n"
            "Before the first heading.\n"
            "# Kinds of tea\nGreen and black.\n"
            "# Kinds of tea > Green tea\nNot fermented.\n"
            "? Is tea healthy?\nMostly.\n");
  EXPECT_EQ(article.sections[2].anchor, "kinds");
}

TEST(Html, TakesAFewKeywordsForTagsAndManyForAListOfContents) {
  std::string keywords;
  for (size_t count = 1; count <= 20; ++count) {
    keywords += "<meta name=keywords content=k" + std::to_string(count) + ">";
    EXPECT_EQ(read(keywords + "<p>x").tags.size(), count <= 16 ? count : 0)
        << count;
  }
}

TEST(Html, TakesTheBetterTitle) {
  const std::vector<Case> cases = {
      {"<title>A - Site</title><h1>A</h1>", "A"},
      {"<title>Site: a</title><h1>A</h1>", "A"},
      {"<title>A - Site</title><h1>Other</h1>", "A - Site"},
      {"<title>Art - Site</title><h1>A</h1>", "Art - Site"},
      {"<title>A - Site</title><header><h1>Site</h1></header><h1>A</h1>", "A"},
      {"<title>A - Book</title><h2>A</h2><p>x", "A"},
      {"<title> \n </title><h1>A <i>b</i></h1>", "A b"},
      {"<h1>A</h1><h1>B</h1>", "A"},
      {"<title>a\n  &lt;b&gt;\tc</title>", "a <b> c"},
      {"<svg><title>picture</title></svg><p>x", "file"},
      {"", "file"},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(read(test.html).title, test.expected) << test.html;
  }
  Diagnostics diagnostics;
  EXPECT_EQ(read_html("", "  ", diagnostics).title, "untitled");
}

TEST(Html, KeepsHeadingsAsPathsWithoutTheTitle) {
  expect_all({
      {"<h1>T</h1>a<h2>B</h2>b<h3>C</h3>c<h2>D</h2>d",
       "a\n# B\nb\n# B > C\nc\n# D\nd\n"},
      {"<title>T</title><h1>Other</h1>a<h2>B</h2>b",
       "# Other\na\n# Other > B\nb\n"},
      {"<title>T</title><h2>T</h2>a<h2>B</h2>b", "a\n# B\nb\n"},
      {"<title>T</title><h4>A</h4>a<h2>B</h2>b<h6>C</h6>c",
       "# A\na\n# B\nb\n# B > C\nc\n"},
      {"<title>T</title><h2></h2>a<h2>B&nbsp; <br>c\xC2\xB6</h2>b",
       "a\n# B c\nb\n"},
      {"<title>T</title><h2>A<p>x", "# A\nx\n"},
      {"<title>T</title><h2>" + std::string(301, 'a') + "</h2>b",
       std::string(301, 'a') + "\nb\n"},
  });
}

TEST(Html, FindsTheAnchorOfAHeading) {
  const std::vector<Case> cases = {
      {"<h2 id=a>H</h2>x", "a"},
      {"<h2><a name=a></a>H</h2>x", "a"},
      {"<h2><span id=a>H</span></h2>x", "a"},
      {"<h2 id=a><span id=b>H</span></h2>x", "a"},
      {"<section id=a><h2>H</h2>x</section>", "a"},
      {"<div id=b><div id=a><div><h2>H</h2></div></div>x", "a"},
      {"<a name=a></a>\n<h2>H</h2>x", "a"},
      {"<div id=b>text<h2>H</h2>x</div>", ""},
      {"<h2 id=b>B</h2><h2>H</h2>x", ""},
      {"<h2>H</h2>x", ""},
  };
  for (const Case& test : cases) {
    const Article article = read(test.html);
    ASSERT_FALSE(article.sections.empty()) << test.html;
    EXPECT_EQ(article.sections.back().anchor, test.expected) << test.html;
  }
}

TEST(Html, CollapsesWhiteSpaceAndKeepsLines) {
  expect_all({
      {"<p> a \n\t b&nbsp;<b> c</b> </p>", "a b c\n"},
      {"<p>a<b>b</b>c <i>d</i></p>", "abc d\n"},
      {"<p>a<br>b <br/> c</p>", "a\nb\nc\n"},
      {"a<br><br>b<br>", "a\nb\n"},
      {"<div>a<div>b</div>c</div>", "a\nb\nc\n"},
      {"<p>a<p>b<blockquote>c</blockquote>d<hr>e", "a\nb\nc\nd\ne\n"},
      {"soft\xC2\xADhyphen zero\xE2\x80\x8Bwidth", "softhyphen zerowidth\n"},
      {"<p>he said <q>yes</q></p>", "he said “yes”\n"},
      {"a &lt; b &amp;&amp; c &#8364; &eacute; &#x1F600;",
       "a < b && c € é 😀\n"},
      {"a < b <3 &nosuch; & c", "a < b <3 &nosuch; & c\n"},
      {"<p></p><div> </div>&nbsp;", ""},
  });
}

TEST(Html, WritesListsAsTheyRead) {
  expect_all({
      {"<ul><li>a<li>b</ul>", "* - a\n* - b\n"},
      {"<ol start=3><li>a</li><li value=7>b</li><li>c</li></ol>",
       "* 3. a\n* 7. b\n* 8. c\n"},
      {"<ul><li>a<ol><li>b</ol>c</ul>d", "* - a\n*   1. b\n*   c\nd\n"},
      {"<ul><li><p>a</p><p>b<br>c</p></li></ul>", "* - a\n*   b\n  c\n"},
      {"<ul><li><pre>x\n y</pre>a</ul>", "= x\n y\n* - a\n"},
      {"<ul><li></li><li>a</li></ul>", "* - a\n"},
      {"<li>a<li>b", "* - a\n* - b\n"},
      {"<ol start=x><li>a</ol><ol start=99999999999><li>b</ol>",
       "* 1. a\n* 1. b\n"},
  });
}

TEST(Html, WritesTermsBeforeTheirDefinitions) {
  expect_all({
      {"<dl><dt>a<dd>b<dt>c:<dd>d</dl>e", "a: b\nc: d\ne\n"},
      {"<dl><dt>a</dt><dt>b</dt><dd><p>c</p><p>d</p></dd></dl>",
       "a\nb: c\nd\n"},
      {"<dl><dt>a</dt><dd><pre>b</pre></dd></dl>", "a\n= b\n"},
      {"<dl><dt>f()</dt><dd><dl><dt>x</dt><dd>y</dd></dl></dd></dl>",
       "f()\nx: y\n"},
      {"<dl><dt>a</dt></dl>b", "a\nb\n"},
      {"<div class='admonition note'><p class='admonition-title'>Note</p>"
       "<p>a</p></div>b",
       "Note: a\nb\n"},
      {"<h2>H</h2><div class=tip><h3>Tip</h3><p>a</p></div>b", "Tip: a\nb\n"},
  });
}

TEST(Html, WritesATableAsOneBlockWithARowALine) {
  expect_all({
      {"<table><thead><tr><th>A</th><th>B</th></tr></thead>"
       "<tr><td>1<td><p>2</p></table>x",
       "A | B\n1 | 2\nx\n"},
      {"<table><caption>C</caption><tr><td>a</td><td></td><td>c</td></tr>"
       "<tr></tr><tr><td></td><td>d</td></tr></table>",
       "C\na | | c\nd\n"},
      {"<table><tr><td>a<br>b<td><div>c</div><div>d</div></table>",
       "a b | c d\n"},
      {"<table><tr><td>a<td><p>b</p><p>c</p><ul><li>d<li>e</ul></table>",
       "a | b\n  c\n  - d\n  - e\n"},
      {"<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>",
       "a\nb | c | d\n"},
      {"<table><tr><td>a<td>b<tr><td><pre>x\ny</pre></table>z",
       "a | b\n= x\ny\nz\n"},
      {"<title>T</title><table><tr><td>a<tr><td><h2>H</h2><tr><td>b</table>",
       "a\n# H\nb\n"},
  });
}

TEST(Html, CutsTablesThatLayOutAPageAtTheirParagraphs) {
  const std::string text(1600, 'a');
  expect_all(
      {{"<table><tr><td><p>" + text + "</p><p>b</p></table>", text + "\nb\n"}});
}

TEST(Html, KeepsCodeAsItStands) {
  expect_all({
      {"<pre>\nif x:\n    y &lt; <b>z</b>\n\n</pre>", "= if x:\n    y < z\n"},
      {"<pre>  a\r\n\tb&nbsp;c</pre>", "=   a\n\tb c\n"},
      {"<pre><pre class=x><code>a</code></pre></pre>b", "= a\nb\n"},
      {"<pre>a<br>b</pre>", "= a\nb\n"},
      {"<pre> \n </pre>x", "x\n"},
      {"a<pre>b</pre>c", "a\n= b\nc\n"},
  });
}

TEST(Html, ReadsQuestionsFromTheirElements) {
  expect_all({
      {"<h2>H</h2>a<details><summary>Why <b>so</b>?</summary>b<p>c</details>d",
       "a\n? Why so?\nb\nc\nd\n"},
      {"<details><summary>More</summary>b</details>", "More\nb\n"},
      {"<details><summary>Why?</summary></details>x", "? Why?\nx\n"},
      {"<dl><dt>Is it so?</dt><dd>Yes.</dd><dt>Why is "
       "it?</dt><dd>So.</dd></dl>x",
       "? Is it so?\nYes.\n? Why is it?\nSo.\nx\n"},
      {"<dl><dt>{m,n}?</dt><dd>Lazy.</dd></dl>", "{m,n}? Lazy.\n"},
      {"<details><summary>Why?</summary><details><summary>How?</summary>a"
       "</details>b<h3>In it</h3>c</details>",
       "? Why?\nHow?\na\nb\nIn it\nc\n"},
      {"<details><summary><h3>A heading?</h3></summary>a</details>", "a\n"},
  });
}

TEST(Html, ReadsQuestionsUnderTheirLabel) {
  expect_all({
      {"<title>T</title><h2>FAQ</h2><h3>Is it?</h3><p>Yes.</p>"
       "<h4>In detail</h4><p>Indeed.</p><h3>Not one</h3>a<h2>Next?</h2>b",
       "? Is it?\nYes.\nIn detail\nIndeed.\n# Not one\na\n# Next?\nb\n"},
      {"<title>T</title><h2>Topic</h2><h3>Related questions:</h3>"
       "<h4>Is it?</h4>a",
       "# Topic\n? Is it?\na\n"},
  });
}

TEST(Html, KnowsKeyFactsAndQuickAnswers) {
  expect_all({
      {"<title>T</title><h2>Key facts</h2>a<h3>B</h3>b<h2>C</h2>c",
       "# Key Facts\na\n# B\nb\n# C\nc\n"},
      {"<meta name=description content=m><p><b>Quick answer:</b> It is.</p>a",
       "!\nIt is.\na\n"},
      {"<title>T</title><meta name=description content=' t '>a", "a\n"},
      {"<meta name=description content=''>a", "a\n"},
      {"<meta property='og:description' content=m>a", "!\nm\na\n"},
  });
}

TEST(Html, TakesSourcesOnlyFromLists) {
  const Article article = read(
      "<title>T</title><h2>Sources</h2><ol><li>A (MIT)</li></ol><p>x</p>"
      "<h2>References</h2><p>A reference is a pointer.</p><ul><li>a</ul>");
  ASSERT_EQ(article.sources.size(), 1u);
  EXPECT_EQ(article.sources[0].name, "A");
  EXPECT_EQ(article.sources[0].licence, "MIT");
  EXPECT_EQ(show(article),
            "x\n# References\nA reference is a pointer.\n* - a\n");
}

TEST(Html, LeavesFurnitureAndHiddenThingsOut) {
  for (const std::string& furniture :
       {"<script>x<b>y</script>"s,
        "<style>x</style>"s,
        "<nav>x</nav>"s,
        "<header><p>x</p><ul><li>y</ul></header>"s,
        "<footer>x</footer>"s,
        "<aside>x</aside>"s,
        "<template><p>x</template>"s,
        "<noscript>x</noscript>"s,
        "<form><select><option>x</select>"
        "<button>y</button></form>"s,
        "<svg><text>x</text></svg>"s,
        "<p hidden>x</p>"s,
        "<p style='Display : none'>x</p>"s,
        "<span aria-hidden=true>x</span>"s,
        "<div role=navigation><p>x</div>"s,
        "<div role=search>x</div>"s,
        "<div role=banner>x</div>"s,
        "<div role=contentinfo>x</div>"s,
        "<a class='headerlink' href=#x>\xC2\xB6</a>"s,
        "<div class='a SphinxSidebar b'><h3>x</h3></div>"s,
        "<div id=toc><h2>x</h2></div>"s,
        "<div class=navheader>x</div>"s,
        "<span class=editsection>[x]</span>"s,
        "<!-- x -->"s,
        "<nav><nav>x</nav>y</nav>"s}) {
    EXPECT_EQ(show(read("<p>before</p>" + furniture + "<p>after</p>")),
              "before\nafter\n")
        << furniture;
  }
}

TEST(Html, KeepsWhatOnlyLooksLikeFurniture) {
  expect_all({
      {"<body class='toc sidebar'><main class=sidebar>a</main></body>", "a\n"},
      {"<div class='toc-backref sidebars'>a</div>", "a\n"},
      {"<p hidden=until-found>a</p>", "a\n"},
      {"<article><header><p>a</p></header>b</article>", "a\nb\n"},
      {"a<span class=noprint>x</span>b", "ab\n"},
      {"<title>T</title><h2 class=toc>H</h2>a", "# H\na\n"},
      {"<time>2026-01-01</time> a", "2026-01-01 a\n"},
  });
}

TEST(Html, KeepsHeadingAndDateOfAPageHeader) {
  const Article article = read(
      "<header><a>Home</a><h1>T</h1><time datetime=2026-01-02>x</time>"
      "</header>a");
  EXPECT_EQ(article.title, "T");
  EXPECT_EQ(article.updated, "2026-01-02");
  EXPECT_EQ(show(article), "a\n");
}

TEST(Html, FindsTheDateOfTheLastChange) {
  const std::vector<Case> cases = {
      {"<meta name=date content=2026-01-02>", "2026-01-02"},
      {"<meta property='article:modified_time' content=2026-01-02T10:00:00Z>",
       "2026-01-02"},
      {"<meta name='DCTERMS.modified' content='2 January 2026'>", "2026-01-02"},
      {"<meta property='article:published_time' content=2025-01-01>"
       "<meta name=last-modified content=2026-01-02>",
       "2026-01-02"},
      {"<meta name=date content=soon><time datetime=2026-01-02></time>",
       "2026-01-02"},
      {"<meta name=date content=2025-01-01>"
       "<p>Last updated: January 2, 2026</p>",
       "2026-01-02"},
      {"<h2>A</h2>b<p>Page updated on <time>2 Jan 2026</time></p>",
       "2026-01-02"},
      {"<h2>A</h2>At <time datetime=2025-01-01>x</time>", ""},
      {"<p>Nothing</p>", ""},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(read(test.html).updated, test.expected) << test.html;
  }
}

TEST(Html, WarnsOfADateThatNobodyCanRead) {
  Diagnostics diagnostics;
  const Article article = read_html(
      "<title>T</title>\n<meta name=date content=someday>", "f", diagnostics);
  EXPECT_EQ(article.updated, "");
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].line, 2u);
}

TEST(Html, TakesOnlyWebAddressesAsUrl) {
  const std::vector<Case> cases = {
      {"<link rel=canonical href='https://a.example/b'>",
       "https://a.example/b"},
      {"<meta property='og:url' content='http://a.example/'>",
       "http://a.example/"},
      {"<link rel=canonical href='/b'><meta property='og:url' "
       "content='https://a.example/'>",
       "https://a.example/"},
      {"<link rel=canonical href='file:///b'>", ""},
      {"<link rel=canonical href='javascript:x'>", ""},
      {"<link rel=stylesheet href='https://a.example/b'>", ""},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(read(test.html).url, test.expected) << test.html;
  }
}

TEST(Html, LeavesPagesEmptyThatOnlyRedirect) {
  EXPECT_EQ(show(read("<meta http-equiv=refresh content='0;URL=a.html'>"
                      "<p>Redirecting to a.html</p>")),
            "");
  EXPECT_EQ(show(read("<meta http-equiv=refresh content='30'><p>a</p>")),
            "a\n");
}

std::string sources_of(std::string_view source) {
  std::string out;
  for (const Section& section : read(source).sections) {
    for (const Block& block : section.blocks) {
      EXPECT_LE(block.span.end, source.size());
      out += std::to_string(block.line) + " " +
             std::string(slice(source, block.span)) + "\n";
    }
  }
  return out;
}

TEST(Html, SpansAreTheMarkupThatHoldsABlock) {
  const std::vector<Case> cases = {
      {"<p>a</p>\n<p class=x>b <b>c</b></p>\n",
       "1 <p>a</p>\n2 <p class=x>b <b>c</b></p>\n"},
      {"<ul>\n<li>a\n<li>b</li></ul>", "2 <li>a\n3 <li>b</li>\n"},
      {"<pre>\na\nb</pre>\r\n<p>c", "1 <pre>\na\nb</pre>\n4 <p>c\n"},
      {"x &amp; y<br>z<!-- < --><p>a", "1 x &amp; y<br>z<!-- < -->\n1 <p>a\n"},
      {"<div>a<p>b</p>c</div>", "1 <div>a\n1 <p>b</p>\n1 c\n"},
      {"<p>a <ul><li>b</ul>", "1 <p>a\n1 <li>b\n"},
      {"<table>\n<tr><td>a</table>b", "1 <table>\n<tr><td>a</table>\n2 b\n"},
      {"<meta name=description\n content='a > b'><p>x</p>",
       "1 <meta name=description\n content='a > b'>\n2 <p>x</p>\n"},
      {"<p title='<p>'>a</p>", "1 <p title='<p>'>a</p>\n"},
      {"<P>a</P ><p>b</p>", "1 <P>a</P >\n1 <p>b</p>\n"},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(sources_of(test.html), test.expected) << test.html;
  }
}

TEST(Html, SpansAreBytesOfTheSourceInAnyEncoding) {
  EXPECT_EQ(sources_of("\xEF\xBB\xBF<p>\xC3\xA9</p><p>b</p>"),
            "1 <p>\xC3\xA9</p>\n1 <p>b</p>\n");
  EXPECT_EQ(sources_of("<meta charset=latin1><p>\xE9\xE9</p>\n<p>b</p>"),
            "1 <p>\xE9\xE9</p>\n2 <p>b</p>\n");
  EXPECT_EQ(sources_of("<meta charset=utf-8><p>\xFF</p><p>b</p>"),
            "1 <p>\xFF</p>\n1 <p>b</p>\n");
  EXPECT_EQ(sources_of("\xFF\xFE<\0p\0>\0\xE9\0<\0p\0>\0"s + "b\0"s),
            "1 <\0p\0>\0\xE9\0\n1 <\0p\0>\0b\0\n"s);
}

TEST(Html, ReadsTextInItsEncoding) {
  expect_all({
      {"<meta charset=latin1><p>caf\xE9", "café\n"},
      {"<?xml version='1.0' encoding='iso-8859-1'?><p>caf\xE9", "café\n"},
      {"<p>caf\xC3\xA9 日本", "café 日本\n"},
      {"<meta charset=utf-8><p>a\xFF", "a\uFFFD\n"},
      // What is said inside of another encoding is too late.
      {"\xEF\xBB\xBF<meta charset=latin1><p>é", "é\n"},
  });
}

TEST(Html, ReadsXhtml) {
  EXPECT_EQ(show(read("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\">"
                      "<html xmlns=\"y\" xml:lang=\"de\"><head><title>T"
                      "</title></head><body><p>a<br/>b</p><a id=\"i\"/>"
                      "<p>c</p></body></html>")),
            "a\nb\nc\n");
}

TEST(Html, GivesValidTextForAnyBytes) {
  std::string bytes;
  uint32_t state = 1;
  const std::vector<std::string> pieces = {"<p>",
                                           "</p>",
                                           "<table>",
                                           "<td>",
                                           "</table>",
                                           "<ul>",
                                           "<li>",
                                           "</ul>",
                                           "<h2>",
                                           "</h2>",
                                           "<pre>",
                                           "</pre>",
                                           "<dl>",
                                           "<dt>",
                                           "<dd>",
                                           "a?",
                                           "é",
                                           "\xFF",
                                           "\0"s,
                                           "&amp;",
                                           "&#xD800;",
                                           "<!--",
                                           "-->",
                                           "<details>",
                                           "<summary>",
                                           "</details>",
                                           "<nav>",
                                           "</nav>",
                                           "<time>",
                                           "<",
                                           ">",
                                           "'",
                                           "<a b='",
                                           "</b>",
                                           "<title>",
                                           "</title>",
                                           "<br/>",
                                           "<x:y/>",
                                           "<header>",
                                           "</header>",
                                           "<html lang=x>",
                                           "<body>",
                                           "</body>",
                                           "text text "};
  for (int round = 0; round < 300; ++round) {
    bytes.clear();
    for (int i = 0; i < 200; ++i) {
      state = state * 1664525 + 1013904223;
      bytes += pieces[(state >> 16) % pieces.size()];
    }
    Diagnostics diagnostics;
    const Article article = read_html(bytes, "f", diagnostics);
    size_t last = 0;
    for (const Section& section : article.sections) {
      for (const Block& block : section.blocks) {
        EXPECT_TRUE(is_valid_utf8(*block.text));
        EXPECT_FALSE(block.text->empty());
        EXPECT_LE(block.span.start, block.span.end);
        EXPECT_LE(block.span.end, bytes.size());
        EXPECT_LE(last, block.span.start) << bytes;
        last = block.span.start;
      }
    }
  }
}

std::string repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Html, KeepsTheTextOfEndlessNesting) {
  constexpr size_t kDeep = 100000;
  for (const std::string tag : {"div", "b", "table"}) {
    const std::string html = repeat("<" + tag + ">", kDeep) + "deep" +
                             repeat("</" + tag + ">", kDeep) + "<p>after";
    const std::string text = show(read(html));
    EXPECT_NE(text.find("deep"), std::string::npos) << tag;
    EXPECT_NE(text.find("after"), std::string::npos) << tag;
  }
  const std::string crossed = repeat("<b>", kDeep) + repeat("</i>", kDeep);
  EXPECT_EQ(show(read(crossed + "x")), "x\n");
}

TEST(Html, ReadsOnAfterNulBytesAndUnclosedTags) {
  expect_all({
      {"<p>a\0b</p><p>c"s, "a b\nc\n"},
      {"<p>a<nav>b", "a\n"},
      {"<p>a<b", "a\n"},
      {"<p>a<!-- b", "a\n"},
      {"<p>a</div></table></p><p>b", "a\nb\n"},
      {"<title>T<p>a", ""},
      {"<html><html lang=de><body><body>a", "a\n"},
  });
}

TEST(Html, ThrowsOnlyOnPagesOverTheLimit) {
  Diagnostics diagnostics;
  const std::string html(kMaxArticleBytes + 1, ' ');
  EXPECT_THROW(read_html(html, "f", diagnostics), Error);
}

}  // namespace
}  // namespace ibid
