// SPDX-License-Identifier: GPL-3.0-or-later
// Which passages pass for the same, and which must not.
#include "searcher/duplicates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ibid {
namespace {

StoredPassage passage(std::string_view text, Markup markup = Markup::kNone) {
  StoredPassage out;
  out.text = text;
  out.markup = markup;
  return out;
}

Fingerprint of(std::string_view text, Markup markup = Markup::kNone) {
  return Fingerprinter().read(passage(text, markup));
}

// Words that are all different and none of them telling.
std::string prose(size_t words, size_t first = 0) {
  std::string out;
  for (size_t i = first; i < first + words; ++i) {
    std::string word = "w";
    for (size_t rest = i + 1; rest > 0; rest /= 20) {
      word += static_cast<char>('a' + rest % 20);
    }
    out += word + (i % 9 == 8 ? ".\n" : " ");
  }
  return out;
}

struct Case {
  std::string a;
  std::string b;
  bool same;
};

void expect(const std::vector<Case>& cases, Markup markup = Markup::kNone) {
  for (const auto& [a, b, same] : cases) {
    const Fingerprint x = of(a, markup);
    const Fingerprint y = of(b, markup);
    EXPECT_EQ(near_duplicates(x, y), same) << a << "\n---\n" << b;
    EXPECT_EQ(near_duplicates(y, x), same) << a << "\n---\n" << b;
    EXPECT_TRUE(near_duplicates(x, x)) << a;
  }
}

TEST(Duplicates, DoNotCareForCaseSpaceAndAccents) {
  expect({
      {"Rust is fast.", "rust IS\n\tfast. ", true},
      {"The café is small", "THE CAFE\u0301 is  small", true},
      {"It’s the same", "It's the same", true},
      {"a\u00A0b\u3000c", "a b c", true},
      {"ﬁne “words”", "FINE “words”", true},
      {prose(200), " " + prose(200), true},
      {"Привет, МИР", "привет, мир", true},
      {"", "", true},
      {"", " \n", true},
      {"", "a", false},
      {"", prose(200), false},
      {"?!", "?!", true},
      {"?!", "!?", false},
      {"😀", "😁", false},
  });
}

TEST(Duplicates, WantShortTextsEqual) {
  expect({
      {"Yes.", "No.", false},
      {"Rust is fast.", "Rust is quick.", false},
      {"Rust is fast.", "Rust is fast", false},
      {"one two three four five six seven",
       "one two three four five six seven!", false},
      {"a b c d e f g h", "a b c d e f g h!", true},
      {"a b c d e f g h", "a b c d e f g i", false},
      {"run make test", "run make  test", true},
      {"rm -rf it", "rm - rf it", false},
  });
}

TEST(Duplicates, AllowALittleInLongTexts) {
  const std::string text = prose(160);
  const auto with = [&](size_t at, std::string_view word) {
    return prose(at) + std::string(word) + " " + prose(160 - at, at);
  };
  expect({
      {text, with(80, "really"), true},
      {text, with(0, "really"), true},
      {text, with(160, "really"), true},
      {text, prose(80) + prose(79, 81), true},
      {text, with(80, "— and so on —"), true},
      {prose(40), prose(20) + "really " + prose(20, 20), false},
      {text, prose(160, 16), false},
      {text, prose(80) + prose(80, 200), false},
      {text, prose(80, 80) + prose(80), true},
  });
}

TEST(Duplicates, AreOfAboutTheSameLength) {
  expect({
      {prose(160), prose(145), true},
      {prose(160), prose(142), false},
      {prose(50, 40), prose(160), false},
      {prose(160), prose(160) + prose(160), false},
      {prose(9), prose(900), false},
      // Repeats count.
      {"ha ha ha ha ha ha ha ha ha ha",
       "ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha", false},
  });
}

// Texts of which one has `a` where the other has `b`.
bool same_with(std::string_view a, std::string_view b,
               Markup markup = Markup::kNone) {
  const auto around = [](std::string_view word) {
    return prose(100) + std::string(word) + " " + prose(100, 100);
  };
  const bool same =
      near_duplicates(of(around(a), markup), of(around(b), markup));
  EXPECT_EQ(near_duplicates(of(around(b), markup), of(around(a), markup)),
            same);
  return same;
}

TEST(Duplicates, DifferInNoTellingWord) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"version 1.70 of", "version 1.71 of"},
      {"it costs 5 euros", "it costs 6 euros"},
      {"it costs $5 today", "it costs €5 today"},
      {"about 5% of", "about 5 of"},
      {"since 2025-01-02.", "since 2025-01-03."},
      {"since 1 April 2026", "since 1 May 2026"},
      {"since 1 avril 2026", "since 1 mai 2026"},
      {"takes 3 hours", "takes 3 minutes"},
      {"from 1 to 2", "from 2 to 1"},
      {"the 2nd", "the 3rd"},
      {"minus -5", "minus 5"},
      {"ten m²", "ten m³"},
      {"１２", "１３"},
      {"٣", "٤"},
      {"on Monday we", "on Friday we"},
      {"three of them", "four of them"},
      {"a million", "a billion"},
      {"it is not so", "it is so"},
      {"it is so", "it isn't so"},
      {"it is so", "it isn’t so"},
      {"I can do", "I cannot do"},
      {"it is always so", "it is never so"},
      {"with any", "without any"},
      {"and no other", "and other"},
      {"das ist nicht so", "das ist so"},
      {"ce n'est pas", "ce n'est"},
      {"sans sucre", "avec sucre"},
      {"nunca es", "es"},
      {"returns true", "returns false"},
      {"the HashMap of", "the HashSet of"},
      {"getUserName it", "getUserId it"},
      {"max_size is", "min_size is"},
      {"call open() first", "call close() first"},
      {"std::vector is", "std::list is"},
      {"an HTTP server", "an FTP server"},
      {"node.js is", "deno.js is"},
      {"in C++ it", "in C it"},
      {"a < b", "a > b"},
      {"(a * b) mod", "(a - b) mod"},
      {"(a + b) mod", "(a - b) mod"},
      {"say --all here", "say --any here"},
      {"a/b", "a/c"},
      {"me@x.org is", "me@y.org is"},
      {"say `push` here", "say `pop` here"},
  };
  for (const auto& [a, b] : cases) {
    EXPECT_FALSE(same_with(a, b)) << a << " / " << b;
    EXPECT_TRUE(same_with(a, a)) << a;
  }
}

TEST(Duplicates, MayDifferInOtherWords) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"big", "large"},
      {"it is not so", "it isn't so"},
      {"it can't be", "it cannot be"},
      {"(2025)", "2025,"},
      {"\"Fast\", they say", "“fast” they say"},
      {"well-known", "known"},
      {"so - it", "so — it"},
      {"it's", "it is"},
      {"Straße", "Strasse"},
      {"a big one in 2025", "a large one in 2025"},
      {"HashMap", "`HashMap`"},
      {"\n* item\n* item\n", "\n- item\n- item\n"},
  };
  for (const auto& [a, b] : cases) {
    EXPECT_TRUE(same_with(a, b)) << a << " / " << b;
  }
}

TEST(Duplicates, DoNotCareForMarkup) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"**Rust** is _fast_.", "Rust is fast."},
      {"See [the book](https://a.example/1).", "See the book."},
      {"See [the book](https://a.example/1).", "See [the book][2]."},
      {"> Quoted `words` here", "Quoted words here"},
      {"```rust\nlet a = b;\n```", "~~~\nlet a = b;\n~~~"},
  };
  for (const auto& [a, b] : cases) {
    EXPECT_TRUE(
        near_duplicates(of(a, Markup::kMarkdown), of(b, Markup::kMarkdown)))
        << a << " / " << b;
    EXPECT_TRUE(same_with(a, b, Markup::kMarkdown) ||
                a.find('`') != std::string_view::npos)
        << a << " / " << b;
  }
  EXPECT_TRUE(near_duplicates(of("**Rust** is fast", Markup::kMarkdown),
                              of("Rust is fast")));
  EXPECT_FALSE(near_duplicates(of("**Rust** is fast"), of("Rust is fast")));
  // Nothing is to be read of either.
  expect({{"![](a.png)", "![](b.png)", false}}, Markup::kMarkdown);
}

TEST(Duplicates, DifferInNoCode) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"run `git push` now", "run `git pull` now"},
      {"use `insert` now", "use `remove` now"},
      {"\n\n```\ncargo build\n```\n\n", "\n\n```\ncargo check\n```\n\n"},
  };
  for (const auto& [a, b] : cases) {
    EXPECT_FALSE(same_with(a, b, Markup::kMarkdown)) << a << " / " << b;
    EXPECT_TRUE(same_with(a, a, Markup::kMarkdown)) << a;
  }
  EXPECT_TRUE(
      same_with("a big `git push`", "a large `git push`", Markup::kMarkdown));
}

// Han characters, no two neighbours of them twice.
std::string han(size_t characters, size_t first = 0) {
  std::string out;
  for (size_t i = first; i < first + characters; ++i) {
    const size_t c = 0x5000 + i * 7;
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
  return out;
}

TEST(Duplicates, AreFoundInTextWithoutSpaces) {
  const std::string text = han(200);
  expect({
      {text, text, true},
      {text, han(100) + "的" + han(100, 100), true},
      {text, han(100) + "\n" + han(100, 100), true},
      {text, han(100) + "不" + han(100, 100), false},
      {text, han(100) + "三" + han(100, 100), false},
      {han(100) + "在2024年4月" + han(100, 100),
       han(100) + "在2024年4月" + han(99, 101), true},
      {han(100) + "在2024年4月" + han(100, 100),
       han(100) + "在2024年5月" + han(100, 100), false},
      {text, han(100), false},
      {text, han(200, 50), false},
      {"全文搜索", "全文搜索", true},
      {"全文搜索", "全文检索", false},
      {"ภาษาไทย", "ภาษาไทย", true},
      {"ภาษาไทย", "ภาษาลาว", false},
  });
}

TEST(Duplicates, AskTheSameQuestion) {
  const auto faq = [](std::string_view question, std::string_view text) {
    StoredPassage out = passage(text);
    out.kind = PassageKind::kQuestion;
    out.question = question;
    return Fingerprinter().read(out);
  };
  EXPECT_TRUE(
      near_duplicates(faq("Is it fast?", "Yes."), faq("is it  FAST?", "yes.")));
  EXPECT_FALSE(
      near_duplicates(faq("Is it fast?", "Yes."), faq("Is it safe?", "Yes.")));
  EXPECT_FALSE(near_duplicates(faq("Is it fast?", "Yes."), of("Yes.")));
  EXPECT_FALSE(near_duplicates(faq("", "Is it? Yes."), faq("Is it?", "Yes.")));
  EXPECT_FALSE(near_duplicates(faq("Is 1.0 out?", prose(200)),
                               faq("Is 2.0 out?", prose(200))));
}

TEST(Duplicates, DoNotDependOnWhoseAPassageIs) {
  StoredPassage other = passage(prose(50));
  other.article_key = "key";
  other.kind = PassageKind::kQuickAnswer;
  other.title = "Title 2";
  other.headings = {"Heading"};
  EXPECT_TRUE(near_duplicates(Fingerprinter().read(other), of(prose(50))));
}

TEST(Duplicates, OfFewWordsHaveTheSameTitleAndHeadings) {
  StoredPassage none = passage("None.");
  none.headings = {"Side effects"};
  StoredPassage other = none;
  other.headings = {"Interactions"};
  EXPECT_TRUE(
      near_duplicates(Fingerprinter().read(none), Fingerprinter().read(none)));
  EXPECT_FALSE(
      near_duplicates(Fingerprinter().read(none), Fingerprinter().read(other)));
}

TEST(Duplicates, TakeAnyBytes) {
  std::mt19937 random(3);
  constexpr std::string_view kPieces[] = {
      "`",        "```\n", "\xff", "\xe2\x80",
      "é",        "字",    " ",    "\n",
      "5",        "a",     "n’t",  "*",
      "\xcc\x81", "[x](",  ")",    "\xf0\x9f\x98\x80",
      "\0"};
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (size_t n = random() % 60; n > 0; --n) {
      text += kPieces[random() % std::size(kPieces)];
    }
    const Markup markup = i % 2 == 0 ? Markup::kNone : Markup::kMarkdown;
    EXPECT_TRUE(near_duplicates(of(text, markup), of(text, markup)));
  }
}

}  // namespace
}  // namespace ibid
