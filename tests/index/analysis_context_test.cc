// SPDX-License-Identifier: GPL-3.0-or-later
// A word gives the same tokens wherever it stands: what a query for it alone
// asks for is there in every sentence that has it. Each token is tried in each
// context.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "index/analysis.h"
#include "index/text.h"
#include "tests/index/compact_tokens.h"

namespace ibid {
namespace {

constexpr std::string_view kTokens[] = {
    "C++",
    "C#",
    "F#",
    "g++",
    "C++20",
    "C/C++",
    "18+",
    "count++",
    ".NET",
    "ASP.NET",
    "node.js",
    "std::vector",
    "foo_bar",
    "foo-bar",
    "COVID-19",
    "v1.4.22",
    "1.4.22",
    "2026-03-14",
    "AT&T",
    "TCP/IP",
    "I/O",
    "e-mail",
    "e\u2011mail",
    "state-of-the-art",
    "user@example.com",
    "3.14",
    "10,000",
    "1,234,567",
    "10:30",
    "$5",
    "$10,000",
    "\u20AC5",
    "don't",
    "don\u2019t",
    "we'll",
    "O'Reilly",
    "l'homme",
    "U.S.A",
    "e.g",
    "running",
    "x86-64",
    "caf\u00E9",
    "Stra\u00DFe",
    "\uFB01ne",
    "\uFF21\uFF22\uFF23",
    "\u0395\u03BB\u03BB\u03AC\u03B4\u03B1",
    "\u0440\u0443\u0441\u0441\u043A\u0438\u0439",
    "soft\u00ADhyphen",
};

// {} stands for the token.
constexpr std::string_view kContexts[] = {
    "{}",
    " {} ",
    "{} begins",
    "it ends with {}",
    "with {} inside",
    "Use {}.",
    "Use {}, then",
    "Use {}; then",
    "Use {}: then",
    "Use {}?",
    "Use {}!",
    "Use {}...",
    "({})",
    "[{}]",
    "[{}](https://x.org)",
    "<b>{}</b>",
    "{{}}",
    "\"{}\"",
    "'{}'",
    "\u201C{}\u201D",
    "\u2018{}\u2019",
    "\u00AB{}\u00BB",
    "\u201E{}\u201C",
    "*{}*",
    "**{}**",
    "_{}_",
    "`{}`",
    "~~{}~~",
    "| {} |",
    "- {}\n- b",
    "# {}\n",
    "> {}",
    "a \u2014 {}",
    "a\u2014{}\u2014b",
    "a\u2013{}\u2013b",
    "line\n{}\nline",
    "line\r\n{}\r\nline",
    "\t{}\t",
    "x={};",
    "a | {}",
    "\u00A0{}\u00A0",
    "\u3000{}\u3000",
    "使用{}语言",
    "「{}」",
    "（{}）。",
    "これは{}です",
    "이것은 {}입니다",
    "ภาษา{}ไทย",
    "\U0001F600{}\U0001F600",
    "\xff{}\xff",
    std::string_view("\0{}\0", 4),
};

std::string fill(std::string_view context, std::string_view token) {
  std::string text(context);
  return text.replace(text.find("{}"), 2, token);
}

std::vector<std::string> compact_tokens(const Analyser& analyser,
                                        std::string_view text, Span span) {
  std::vector<std::string> inside;
  uint32_t before = 0;
  for (const KeptToken& kept : tokens_of(analyser, text)) {
    if (kept.token.start >= span.start && kept.token.end <= span.end) {
      inside.push_back(compact(kept, before));
    } else if (kept.token.end <= span.start) {
      before = kept.token.position;
    }
  }
  return inside;
}

TEST(AnalysisContext, FindsTheTokensOfAQueryInEverySentence) {
  const Analyser analyser("en");
  for (const std::string_view token : kTokens) {
    const auto alone = compact_tokens(analyser, token, {0, token.size()});
    ASSERT_FALSE(alone.empty()) << token;
    for (const std::string_view context : kContexts) {
      const std::string text = fill(context, token);
      const size_t start = context.find("{}");
      EXPECT_EQ(compact_tokens(analyser, text, {start, start + token.size()}),
                alone)
          << text;
    }
  }
}

TEST(AnalysisContext, ReadsAnyCaseTheSame) {
  const Analyser analyser("en");
  for (const std::string_view token : kTokens) {
    const std::string expected = compact(analyser, token);
    std::string upper(token);
    for (char& c : upper) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    EXPECT_EQ(compact(analyser, upper), expected);
    EXPECT_EQ(compact(analyser, ascii_lower(token)), expected);
  }
}

TEST(AnalysisContext, LeavesOutThePossessive) {
  const Analyser analyser("en");
  for (const std::string_view token : kTokens) {
    if (token.find_first_of("'\u2019") != std::string_view::npos) continue;
    for (const std::string_view ending : {"'s", "\u2019s", "'S"}) {
      const std::string text = std::string(token) + std::string(ending);
      EXPECT_EQ(compact(analyser, text), compact(analyser, token)) << text;
    }
  }
}

// Other ways to write a word, of which a query for one finds the other: each
// pair shares a term.
TEST(AnalysisContext, FindsOtherSpellings) {
  constexpr std::string_view kPairs[][2] = {
      {"e-mail", "email"},     {"E-Mail", "EMAIL"},
      {"wi-fi", "WiFi"},       {"COVID-19", "covid19"},
      {"10,000", "10000"},     {"$10,000", "10000"},
      {"$10,000", "10,000"},   {"v1.4.22", "1.4.22"},
      {"don't", "dont"},       {"don't", "don\u2019t"},
      {"O'Reilly", "OReilly"}, {"O'Reilly", "Reilly"},
      {"l'homme", "homme"},    {"U.S.A.", "USA"},
      {"caf\u00E9", "cafe"},   {"Stra\u00DFe", "strasse"},
      {"node.js", "node"},     {"std::vector", "vector"},
      {"foo_bar", "bar"},      {"__init__", "init"},
      {"C++20", "C++"},        {"C/C++", "C++"},
      {".NET", "net"},         {"18+", "18"},
      {"\u00BD", "1/2"},       {"re-indexing", "reindexed"},
      {"日本語", "日本"},      {"日本語", "語"},
  };
  const Analyser analyser("en");
  const auto stems = [&](std::string_view text) {
    std::vector<std::string> out;
    for (const KeptToken& kept : tokens_of(analyser, text)) {
      out.push_back(kept.stem);
    }
    return out;
  };
  for (const auto& [text, query] : kPairs) {
    const auto in_text = stems(text);
    const auto in_query = stems(query);
    EXPECT_NE(std::find_first_of(in_text.begin(), in_text.end(),
                                 in_query.begin(), in_query.end()),
              in_text.end())
        << text << " " << query;
  }
}

// And these are not one another.
TEST(AnalysisContext, KeepsDifferentNamesApart) {
  constexpr std::string_view kPairs[][2] = {
      {"C", "C++"},         {"C", "C#"},         {"C++", "C#"},
      {"F#", "F"},          {"shell", "she'll"}, {"id", "I'd"},
      {"were", "we're"},    {"a+b", "a+"},       {"\u0439", "\u0438"},
      {"\u30AC", "\u30AB"},
  };
  const Analyser analyser("en");
  for (const auto& [a, b] : kPairs) {
    for (const KeptToken& one : tokens_of(analyser, a)) {
      for (const KeptToken& other : tokens_of(analyser, b)) {
        if (a == "a+b" && one.word == "a") continue;
        EXPECT_NE(one.stem, other.stem) << a << " " << b;
      }
    }
  }
}

}  // namespace
}  // namespace ibid
