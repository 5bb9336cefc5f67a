// SPDX-License-Identifier: GPL-3.0-or-later
// What the analyser makes of each kind of word: the table that both programs
// hold to. A row that changes raises kAnalysisVersion. How words fare inside
// sentences is in analysis_context_test.cc, bytes that are no text in
// analysis_hostile_test.cc.
#include "index/analysis.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <utility>

#include "tests/index/compact_tokens.h"

namespace ibid {
namespace {

struct Row {
  std::string_view text;
  std::string_view expected;  // see compact_tokens.h
};

template <size_t kSize>
void expect_rows(const Row (&rows)[kSize], std::string_view language = "en") {
  const Analyser analyser(language);
  for (const Row& row : rows) {
    EXPECT_EQ(compact(analyser, row.text), row.expected) << row.text;
  }
}

TEST(Analysis, StemsWordsAndCountsThem) {
  constexpr Row kRows[] = {
      {"", ""},
      {"   \t\r\n  ", ""},
      {".,;:!?()[]{}<>\"'`*_~|\\/@#$%^&-+=", ""},
      {"Rust", "rust@1"},
      {"running", "running>run@1"},
      {"Used for systems", "used>use@1 for@2 systems>system@3"},
      {"one\ntwo\tthree\r\nfour", "one@1 two@2 three@3 four@4"},
      {"end.  Next", "end@1 next@2"},
      {"end,next;last", "end@1 next@2 last@3"},
      {"one\u2014two\u2013three", "one@1 two@2 three@3"},
      {"a -- b -> c", "a@1 b@2 c@3"},
      {"a..b a--b a''b", "a@1 b@2 a@3 b@4 a@5 b@6"},
      {"x86 i386 MP3 1st 3D 1990s", "x86@1 i386@2 mp3@3 1st@4 3d@5 1990s@6"},
      {"H\u2082O x\u00B2", "h2o@1 x2@2"},
  };
  expect_rows(kRows);
}

TEST(Analysis, KeepsNamesWithSignsWhole) {
  constexpr Row kRows[] = {
      {"C++", "c++@1"},
      {"C#", "c#@1"},
      {"F#", "f#@1"},
      {"C", "c@1"},
      {"g++", "g++@1"},
      {"C++20", "c++@1p 20@2p c++20@1w"},
      {"C++ 20", "c++@1 20@2"},
      {"C#8", "c#@1p 8@2p c#8@1w"},
      {"C# 8.0", "c#@1 8@2p 0@3p 8.0@2w"},
      {"C/C++", "c@1p c++@2p c/c++@1w"},
      {"C++-style", "c++@1p style@2p c++-style@1w c++style@1j"},
      {"C++'s", "c++@1"},
      {"libstdc++", "libstdc@1p libstdc++@1w"},
      {"18+", "18@1p 18+@1w"},
      {"5+ years", "5@1p 5+@1w years>year@2"},
      {"count++", "count@1p count++@1w"},
      {"++count --count", "count@1 count@2"},
      {"C+++", "c@1"},
      {".NET", "net@1p .net@1w"},
      {".NET 8", "net@1p .net@1w 8@2"},
      {".NET's", "net@1p .net@1w"},
      {"ASP.NET", "asp@1p net@2p asp.net@1w"},
      {".gitignore", "gitignore>gitignor@1p .gitignore@1w"},
      {"...and", "and@1"},
      {"foo().bar a[0].b", "foo@1 bar@2 a@3 0@4 b@5"},
      {"a+b", "a@1 b@2"},
      {"1+1=2", "1@1 1@2 2@3"},
      {"foo#bar", "foo@1 bar@2"},
      {"#hashtag ##", "hashtag@1"},
      {"issue#5", "issue>issu@1 5@2"},
      {"@user", "user@1"},
  };
  expect_rows(kRows);
}

TEST(Analysis, KeepsCompoundsWholeAndInParts) {
  constexpr Row kRows[] = {
      {"COVID-19", "covid@1p 19@2p covid-19@1w covid19@1j"},
      {"foo-bar", "foo@1p bar@2p foo-bar@1w foobar@1j"},
      {"e-mail", "e@1p mail@2p e-mail@1w email@1j"},
      {"e\u2011mail", "e@1p mail@2p e-mail@1w email@1j"},
      {"e\u2010mail", "e@1p mail@2p e-mail@1w email@1j"},
      {"email", "email@1"},
      {"Wi-Fi", "wi@1p fi@2p wi-fi@1w wifi@1j"},
      {"re-indexing",
       "re@1p indexing>index@2p re-indexing@1w reindexing>reindex@1j"},
      {"state-of-the-art", "state@1p of@2p the@3p art@4p state-of-the-art@1w"},
      {"UTF-8", "utf@1p 8@2p utf-8@1w utf8@1j"},
      {"ISO-8859-1", "iso@1p 8859@2p 1@3p iso-8859-1@1w"},
      {"x86-64", "x86@1p 64@2p x86-64@1w x8664@1j"},
      {"100-200", "100@1p 200@2p 100-200@1w"},
      {"-foo foo- - foo", "foo@1 foo@2 foo@3"},
      {"node.js", "node@1p js@2p node.js@1w"},
      {"main.cc", "main@1p cc@2p main.cc@1w"},
      {"std::vector", "std@1p vector@2p std::vector@1w"},
      {"std::vector<int>", "std@1p vector@2p std::vector@1w int@3"},
      {"a::b::c()", "a@1p b@2p c@3p a::b::c@1w"},
      {"::global", "global@1"},
      {"foo_bar", "foo@1p bar@2p foo_bar@1w"},
      {"foo__bar", "foo@1p bar@2p foo__bar@1w"},
      {"_foo foo_ _foo_", "foo@1 foo@2 foo@3"},
      {"__init__", "init@1p __init__@1w"},
      {"obj.__init__()", "obj@1 init@2p __init__@2w"},
      {"__init__.py", "init@1p __init__@1w py@2"},
      {"__foo_bar__", "foo@1p bar@2p __foo_bar__@1w"},
      {"__foo foo__ ___foo___", "foo@1 foo@2 foo@3"},
      {"AT&T", "at@1p t@2p at&t@1w"},
      {"AT&T's", "at@1p t@2p at&t@1w"},
      {"R&D", "r@1p d@2p r&d@1w"},
      {"a && b", "a@1 b@2"},
      {"TCP/IP", "tcp@1p ip@2p tcp/ip@1w"},
      {"I/O", "i@1p o@2p i/o@1w"},
      {"and/or", "and@1p or@2p and/or@1w"},
      {"24/7", "24@1p 7@2p 24/7@1w"},
      {"client/server", "client@1 server@2"},
      {"TCP/IP/UDP", "tcp@1 ip@2 udp@3"},
      {"foo:bar", "foo@1 bar@2"},
      {"foo->bar", "foo@1 bar@2"},
  };
  expect_rows(kRows);
}

TEST(Analysis, KeepsNumbersWholeAndInParts) {
  constexpr Row kRows[] = {
      {"42", "42@1"},
      {"3.14", "3@1p 14@2p 3.14@1w"},
      {".5", "5@1"},
      {"1.4.22", "1@1p 4@2p 22@3p 1.4.22@1w"},
      {"v1.4.22", "v1@1p 4@2p 22@3p v1.4.22@1w 1.4.22@1j"},
      {"V2.0", "v2@1p 0@2p v2.0@1w 2.0@1j"},
      {"v2", "v2@1"},
      {"1.0-rc.1", "1@1p 0@2p rc@3p 1@4p 1.0-rc.1@1w"},
      {"2026-03-14", "2026@1p 03@2p 14@3p 2026-03-14@1w"},
      {"2026/03/14", "2026@1 03@2 14@3"},
      {"10:30", "10@1p 30@2p 10:30@1w"},
      {"10:30:15", "10@1p 30@2p 15@3p 10:30:15@1w"},
      {"10,000", "10@1p 000@2p 10,000@1w 10000@1j"},
      {"1,234,567", "1@1p 234@2p 567@3p 1,234,567@1w 1234567@1j"},
      {"1,234.56", "1@1p 234@2p 56@3p 1,234.56@1w"},
      {"10,000-20,000", "10@1p 000@2p 20@3p 000@4p 10,000-20,000@1w"},
      {"1,23 2020,500", "1@1 23@2 2020@3 500@4"},
      {"10000", "10000@1"},
      {"$5", "5@1p $5@1w"},
      {"$10,000", "10@1p 000@2p $10,000@1w 10000@1j"},
      {"\u20AC5", "5@1p \u20AC5@1w"},
      {"\u00A37 \u00A58", "7@1p \u00A37@1w 8@2p \u00A58@2w"},
      {"US$5", "us@1 5@2p $5@2w"},
      {"$ 5 $x", "5@1 x@2"},
      {"50% 50\u00B0C", "50@1 50@2 c@3"},
      {"192.168.0.1", "192@1p 168@2p 0@3p 1@4p 192.168.0.1@1w"},
      {"\u00BD", "1/2@1"},
      {"1/2", "1@1p 2@2p 1/2@1w"},
      {"\uFF11\uFF12", "12@1"},
  };
  expect_rows(kRows);
}

TEST(Analysis, ReadsApostrophes) {
  constexpr Row kRows[] = {
      {"don't", "don't@1 dont@1j"},
      {"don\u2019t", "don't@1 dont@1j"},
      {"DON'T", "don't@1 dont@1j"},
      {"dont", "dont@1"},
      {"I've", "i've>i'v@1 ive@1j"},
      {"I'm", "i'm@1 im@1j"},
      // Without its apostrophe each of these is another word.
      {"we'll she'll", "we'll@1 she'll@2"},
      {"we're I'd", "we're>we'r@1 i'd@2"},
      {"O'Reilly", "o@1p reilly>reilli@2p o'reilly@1w oreilly>oreilli@1j"},
      {"O\u2019Reilly", "o@1p reilly>reilli@2p o'reilly@1w oreilly>oreilli@1j"},
      {"o'clock", "o@1p clock@2p o'clock@1w oclock@1j"},
      {"l'homme", "l@1p homme>homm@2p l'homme@1w lhomme>lhomm@1j"},
      {"rock'n'roll",
       "rock@1p n@2p roll@3p rock'n'roll@1w rocknroll>rocknrol@1j"},
      {"Rust's", "rust@1"},
      {"Rust\u2019s", "rust@1"},
      {"RUST'S", "rust@1"},
      {"it's", "it@1"},
      {"James' book", "james>jame@1 book@2"},
      {"1990's", "1990@1"},
      {"MP3's use", "mp3@1 use@2"},
      {"COVID-19's", "covid@1p 19@2p covid-19@1w covid19@1j"},
      {"'tis 'quoted'", "tis@1 quoted>quot@2"},
      {"\u2018quoted\u2019", "quoted>quot@1"},
      {"5'10", "5@1 10@2"},
  };
  expect_rows(kRows);
}

TEST(Analysis, ReadsAbbreviationsAddressesAndPaths) {
  constexpr Row kRows[] = {
      {"U.S.A.", "u@1p s@2p a@3p u.s.a@1w usa@1j"},
      {"U.S.", "u@1p s@2p u.s@1w us@1j"},
      {"e.g.", "e@1p g@2p e.g@1w eg@1j"},
      {"Ph.D.", "ph@1p d@2p ph.d@1w"},
      {"A. Turing", "a@1 turing>ture@2"},
      {"user@example.com",
       "user@1p example>exampl@2p com@3p user@example.com@1w"},
      {"http://x.org", "http@1 x@2p org@3p x.org@2w"},
      {"https://www.example.com/a/b-c.html?q=1#top",
       "https@1 www@2p example>exampl@3p com@4p www.example.com@2w a@5 "
       "b@6p c@7p html@8p b-c.html@6w q@9 1@10 top@11"},
      {"/usr/bin/env", "usr@1 bin@2 env@3"},
      {"/usr/lib", "usr@1 lib@2"},
      {"src/main.cc", "src@1 main@2p cc@3p main.cc@2w"},
      {"~/.config", "config@1p .config@1w"},
      {"C:\\Windows\\System32", "c@1 windows>window@2 system32@3"},
  };
  expect_rows(kRows);
}

TEST(Analysis, FoldsCaseAccentsAndForms) {
  constexpr Row kRows[] = {
      {"caf\u00E9", "cafe@1"},
      {"CAF\u00C9", "cafe@1"},
      {"cafe", "cafe@1"},
      {"cafe\u0301", "cafe@1"},
      {"na\u00EFve", "naive>naiv@1"},
      {"Stra\u00DFe", "strasse>strass@1"},
      {"STRASSE", "strasse>strass@1"},
      {"\uFB01ne", "fine@1"},
      {"\uFF21\uFF22\uFF23", "abc@1"},
      {"\u0141\u00F3d\u017A", "lodz@1"},
      {"\u00C6r\u00F8", "aero@1"},
      {"\u0130stanbul", "istanbul@1"},
      {"\u0395\u03BB\u03BB\u03AC\u03B4\u03B1",
       "\u03B5\u03BB\u03BB\u03B1\u03B4\u03B1@1"},
      {"\u039F\u0394\u039F\u03A3 \u03BF\u03B4\u03CC\u03C2",
       "\u03BF\u03B4\u03BF\u03C3@1 \u03BF\u03B4\u03BF\u03C3@2"},
      // й stays itself however it is written; ё is е.
      {"\u0440\u0443\u0441\u0441\u043A\u0438\u0439",
       "\u0440\u0443\u0441\u0441\u043A\u0438\u0439@1"},
      {"\u0438\u0306", "\u0439@1"},
      {"\u0451\u043B\u043A\u0430", "\u0435\u043B\u043A\u0430@1"},
      {"\u0415\u0308\u041B\u041A\u0410", "\u0435\u043B\u043A\u0430@1"},
      {"soft\u00ADhyphen", "softhyphen@1"},
      {"a\u200Db c\u200Cd", "ab@1 cd@2"},
      {"\U0001F468\u200D\U0001F469\u200D\U0001F467 \u2764\uFE0F", ""},
      {"I \u2764\uFE0F C++", "i@1 c++@2"},
      {"1\uFE0F\u20E3", "1@1"},
      {"\u00AD-\u00AD a\u00AD-b", "a@1p b@2p a-b@1w ab@1j"},
  };
  expect_rows(kRows);
}

TEST(Analysis, CutsHanKanaAndHangulIntoBigrams) {
  constexpr Row kRows[] = {
      {"日", "日@1n"},
      {"日本", "日本@1n 日@1c 本@1c"},
      {"日本語", "日本@1n 日@1c 本語@2n 本@2c 語@2c"},
      {"東京タワーへ",
       "東京@1n 東@1c 京タ@2n 京@2c タワ@3n タ@3c ワー@4n ワ@4c ーへ@5n ー@5c "
       "へ@5c"},
      {"한국어", "한국@1n 한@1c 국어@2n 국@2c 어@2c"},
      {"日。本", "日@1n 本@2n"},
      {"トム・ジョ", "トム@1n ト@1c ム@1c ジョ@2n ジ@2c ョ@2c"},
      {"人々", "人々@1n 人@1c 々@1c"},
      // Half-width and decomposed forms are the same characters.
      {"ｶﾞｷﾞ", "ガギ@1n ガ@1c ギ@1c"},
      {"\u30AB\u3099\u30AD\u3099", "ガギ@1n ガ@1c ギ@1c"},
      {"\u1112\u1161\u11AB\u1100\u116E\u11A8", "한국@1n 한@1c 국@1c"},
      // A variation selector neither cuts a run nor counts.
      {"葛\U000E0100城", "葛城@1n 葛@1c 城@1c"},
      {"\u3164 \u115F\u1160", ""},
      {"hello世界world", "hello@1 世界@2n 世@2c 界@2c world@3"},
      {"使用C++语言", "使用@1n 使@1c 用@1c c++@2 语言@3n 语@3c 言@3c"},
      {"使用.NET框架",
       "使用@1n 使@1c 用@1c net@2p .net@2w 框架@3n 框@3c 架@3c"},
      {"COVID-19疫苗",
       "covid@1p 19@2p covid-19@1w covid19@1j 疫苗@3n 疫@3c 苗@3c"},
      {"10,000円", "10@1p 000@2p 10,000@1w 10000@1j 円@3n"},
  };
  expect_rows(kRows);
}

TEST(Analysis, CutsThaiAndItsNeighboursByDictionary) {
  constexpr Row kRows[] = {
      {"ภาษาไทย", "ภาษา@1 ไทย@2"},  {"ภาษาไทยC++", "ภาษา@1 ไทย@2 c++@3"},
      {"ພາສາລາວ", "ພາສາ@1 ລາວ@2"},  {"ខ្ញុំស្រឡាញ់", "ខ្ញុំ@1 ស្រឡាញ់@2"},
      {"မြန်မာ စာ", "မြန်မာ@1 စာ@2"},
  };
  expect_rows(kRows);
}

TEST(Analysis, StemsByItsLanguage) {
  constexpr Row kGerman[] = {{"H\u00E4user", "hauser>haus@1"}};
  constexpr Row kFrench[] = {
      {"continuation", "continuation>continu@1"},
      {"l'homme", "l@1p homme>homm@2p l'homme@1w lhomme>lhomm@1j"}};
  constexpr Row kRussian[] = {{"\u043A\u043D\u0438\u0433\u0430\u043C\u0438",
                               "\u043A\u043D\u0438\u0433\u0430\u043C\u0438>"
                               "\u043A\u043D\u0438\u0433@1"}};
  constexpr Row kNone[] = {
      {"running e-mails", "running@1 e@2p mails@3p e-mails@2w emails@2j"}};
  expect_rows(kGerman, "de");
  expect_rows(kFrench, "fr");
  expect_rows(kRussian, "ru");
  expect_rows(kNone, "");
  expect_rows(kNone, "none");
  expect_rows(kNone, "tlh");
}

TEST(Analysis, StemsAWordByItself) {
  const Analyser english("en");
  EXPECT_EQ(english.stem("running"), "run");
  EXPECT_EQ(english.stem("covid19"), "covid19");
  EXPECT_EQ(english.stem(""), "");
  EXPECT_EQ(english.language(), "en");
  EXPECT_EQ(Analyser("none").stem("running"), "running");
}

TEST(Analysis, ReturnsTheLastPosition) {
  const Analyser english("en");
  const auto last = [&](std::string_view text) {
    return english.analyse(text, [](const Token&) {});
  };
  EXPECT_EQ(last(""), 0u);
  EXPECT_EQ(last("..."), 0u);
  EXPECT_EQ(last("\u00AD-\u00AD"), 0u);
  EXPECT_EQ(last("one two"), 2u);
  EXPECT_EQ(last("COVID-19 is"), 3u);
  EXPECT_EQ(last("日本語"), 2u);
}

TEST(Analysis, NumbersCompounds) {
  const auto tokens =
      tokens_of(Analyser("en"), "see node.js and don't use e-mail");
  std::string numbers;
  for (const KeptToken& kept : tokens) {
    numbers += kept.word + ":" + std::to_string(kept.token.compound) + " ";
  }
  EXPECT_EQ(numbers,
            "see:0 node:1 js:1 node.js:1 and:0 don't:2 dont:2 use:0 e:3 "
            "mail:3 e-mail:3 email:3 ");
}

TEST(Analysis, KeepsWorkingWhenMoved) {
  Analyser analyser("en");
  Analyser moved = std::move(analyser);
  EXPECT_EQ(compact(moved, "running"), "running>run@1");
  analyser = Analyser("none");
  EXPECT_EQ(compact(analyser, "running"), "running@1");
}

// The stem that a caller gets who wants only stems that begin like `wanted`.
std::string wanted_stem(const Analyser& analyser, const std::string& word,
                        std::string_view wanted) {
  Beginnings beginnings;
  beginnings.add(wanted);
  std::string stem;
  analyser.analyse(word, beginnings,
                   [&](const Token& token) { stem = token.stem; });
  return stem;
}

TEST(Analysis, NeverLeavesOutAStemThatIsWanted) {
  const Analyser analyser("en");
  const auto expect_kept = [&](const std::string& word) {
    const std::string stem = analyser.stem(word);
    EXPECT_EQ(wanted_stem(analyser, word, stem), stem) << word;
  };
  for (const char* word :
       {"dying", "lying", "tying", "skis", "skies", "idly", "gently", "ugly",
        "early", "only", "singly", "yes", "by", "cried", "ties", "a"}) {
    expect_kept(word);
  }
  std::mt19937 random(20261123);
  constexpr std::array kEndings = {"",   "s",  "es",  "ies", "ed",  "ing",
                                   "ly", "'s", "ful", "er",  "ion", "y"};
  for (int i = 0; i < 20000; ++i) {
    std::string word;
    const size_t letters = 1 + random() % 6;
    while (word.size() < letters) {
      word += static_cast<char>('a' + random() % 26);
    }
    expect_kept(word + kEndings[random() % kEndings.size()]);
  }
}

// The words of a text that a caller gets who wants these only, and their
// positions.
std::string wanted_words(const Analyser& analyser, std::string_view text,
                         const Beginnings& wanted) {
  std::string words;
  const uint32_t last = analyser.analyse(text, wanted, [&](const Token& token) {
    words +=
        std::string(token.word) + "@" + std::to_string(token.position) + " ";
  });
  return words + "of " + std::to_string(last);
}

TEST(Analysis, LeavesOutPlainWordsThatAreNotWantedButCountsThem) {
  const Analyser english("en");
  const std::string text = "He RUNS far, not-so far, and rests at a ruin.";
  Beginnings wanted;
  EXPECT_EQ(wanted_words(english, text, wanted),
            "not@4 so@5 not-so@4 notso@4 of 11");
  wanted.add("run");
  EXPECT_EQ(wanted_words(english, text, wanted),
            "runs@2 not@4 so@5 not-so@4 notso@4 ruin@11 of 11");
  wanted.add_all('f', 3, 4);
  wanted.add_all('r', 5, 6);
  wanted.add_all('a', 2, 2);
  EXPECT_EQ(wanted_words(english, text, wanted),
            "runs@2 far@3 not@4 so@5 not-so@4 notso@4 far@6 rests@8 at@9 "
            "ruin@11 of 11");
  EXPECT_EQ(wanted_words(Analyser("de"), "He runs", wanted),
            "he@1 runs@2 of 2");
}

TEST(Analysis, LeavesOutStemsThatAreNotWanted) {
  const Analyser english("en");
  EXPECT_EQ(wanted_stem(english, "running", "walk"), "");
  EXPECT_EQ(wanted_stem(english, "running", "rust"), "run");
  // Other stemmers may change how a word begins.
  const Analyser german("de");
  EXPECT_EQ(wanted_stem(german, "über", "walk"), german.stem("über"));
}

}  // namespace
}  // namespace ibid
