// SPDX-License-Identifier: GPL-3.0-or-later
// Whole output compared, since people see the whole. Escapes stand as \x1b.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "index/text.h"
#include "searcher/print.h"
#include "tests/searcher/sample_answer.h"

namespace ibid {
namespace {

TextStyle plain(size_t width = 80) {
  return {.color = false, .links = false, .width = width};
}

TEST(PrintText, ShowsHitsAndACount) {
  EXPECT_EQ(print_text(sample_answer(), plain()),
            "1. What is Rust used for › Systems › Kernels › Does Linux use "
            "Rust?\n"
            "   /abs/rust.txt:31 · 2026-04-01 · question\n"
            "   Linux has taken Rust code since 6.1.\n"
            "\n"
            "2. Note\n"
            "   note · section\n"
            "   Rust.\n"
            "\n"
            "2 of about 57 passages\n");
}

TEST(PrintText, SaysAboveTheHitsWhatCouldNotBeAsked) {
  Answer answer = sample_answer();
  answer.hits = {bare_hit()};
  answer.missing_shards = {{"tcp:127.0.0.1:33333", "Connection refused"},
                           {"/b\x1b[31m\n", "no answer within 2000 ms"}};
  EXPECT_EQ(print_text(answer, plain()),
            "Partial: tcp:127.0.0.1:33333 was not searched (Connection "
            "refused)\n"
            "Partial: /b�[31m was not searched (no answer within 2000 "
            "ms)\n"
            "\n"
            "2. Note\n"
            "   note · section\n"
            "   Rust.\n"
            "\n"
            "2 of about 57 passages\n");
}

TEST(PrintText, ClaimsNothingOfWhatCouldNotBeAsked) {
  Answer answer;
  answer.missing = {"foo"};
  answer.missing_shards = {{"/b", "gone"}};
  EXPECT_EQ(print_text(answer, plain()),
            "Partial: /b was not searched (gone)\n"
            "\n"
            "No passage found in what could be searched.\n"
            "No passage in what could be searched has: foo\n");
}

TEST(PrintText, MarksMatchesInColour) {
  EXPECT_EQ(print_text(sample_answer(), {.color = true}),
            "\x1b[1m1. What is Rust used for › Systems › Kernels › Does Linux "
            "use Rust?\x1b[0m\n"
            "   /abs/rust.txt:31\x1b[2m · \x1b[0m\x1b[2m2026-04-01\x1b[0m"
            "\x1b[2m · \x1b[0m\x1b[2mquestion\x1b[0m\n"
            "   \x1b[1;4mLinux\x1b[0m has taken \x1b[1;4mRust\x1b[0m code "
            "since 6.1.\n"
            "\n"
            "\x1b[1m2. Note\x1b[0m\n"
            "   note\x1b[2m · \x1b[0m\x1b[2msection\x1b[0m\n"
            "   Rust.\n"
            "\n"
            "\x1b[2m2 of about 57 passages\x1b[0m\n");
}

TEST(PrintText, WrapsToANarrowTerminal) {
  Answer answer = sample_answer();
  answer.hits.resize(1);
  answer.total = 1;
  answer.total_exact = true;
  answer.missing = {"foobar", "quux"};
  EXPECT_EQ(print_text(answer, plain(20)),
            "1. What is Rust used\n"
            "   for › Systems ›\n"
            "   Kernels › Does\n"
            "   Linux use Rust?\n"
            "   /abs/rust.txt:31\n"
            "   2026-04-01\n"
            "   question\n"
            "   Linux has taken\n"
            "   Rust code since\n"
            "   6.1.\n"
            "\n"
            "1 of 1 passage\n"
            "No passage has:\n"
            "   foobar, quux\n");
}

TEST(PrintText, KeepsAMatchMarkedAcrossALineEnd) {
  Answer answer = sample_answer();
  answer.hits = {bare_hit()};
  answer.hits[0].snippet = {"one two three four five", {{4, 18}, {19, 23}}};
  const std::string out = print_text(answer, {.color = true, .width = 16});
  EXPECT_NE(out.find("   one \x1b[1;4mtwo three\x1b[0m\n"
                     "   \x1b[1;4mfour\x1b[0m \x1b[1;4mfive\x1b[0m\n"),
            std::string::npos)
      << out;
}

TEST(PrintText, CountsColumnsAndNotBytes) {
  Answer answer = sample_answer();
  answer.hits = {bare_hit()};
  answer.hits[0].passage.title = "東京の検索エンジンについて";
  answer.hits[0].snippet = {"検索は速い。 🙂🙂 Smile", {{0, 6}}};
  EXPECT_EQ(print_text(answer, plain(20)),
            "2. 東京の検索エンジ\n"
            "   ンについて\n"
            "   note · section\n"
            "   検索は速い。 🙂🙂\n"
            "   Smile\n"
            "\n"
            "2 of about 57\n"
            "   passages\n");
}

TEST(PrintText, NeverPassesTheWidthWithOrdinaryWords) {
  Answer answer = sample_answer();
  answer.outcome = Outcome::kAnswered;
  answer.answer = AnswerSpan{"Linux has taken Rust code since 6.1.", 0, {}};
  answer.hits[0].stale = true;
  answer.hits[0].path = "/abs/r.txt";
  answer.missing = {"foo", "bar", "baz", "quux"};
  answer.suggestion = "does minix use rust or does it not";
  for (size_t width = 16; width < 100; ++width) {
    const std::string out = print_text(answer, plain(width));
    for (const Line& line : split_lines(out)) {
      EXPECT_LE(display_width(slice(out, line.span)), width)
          << slice(out, line.span);
    }
  }
}

TEST(PrintText, TakesAnyWidth) {
  for (const size_t width : {0U, 1U, 3U}) {
    const std::string out = print_text(sample_answer(), plain(width));
    EXPECT_NE(out.find("   code since\n"), std::string::npos) << out;
  }
}

TEST(PrintText, LetsNoTextSteerTheTerminal) {
  const std::string evil = "a\x1b[31mb\x1b]8;;x\x07\x9b\r\b\x7f\u202E\xff";
  Answer answer = sample_answer();
  answer.outcome = Outcome::kAnswered;
  answer.answer = AnswerSpan{evil + "answer", 0, {}};
  answer.query = evil;
  answer.suggestion = evil + "suggestion";
  answer.missing = {evil, "x\ny"};
  for (Hit& hit : answer.hits) {
    hit.passage.title = evil + "\n9. False › hit\t!";
    hit.passage.headings = {evil};
    hit.passage.question = evil;
    hit.article_id = evil;
    hit.updated = evil;
    hit.snippet = {evil + "\nrust\u2066" + evil,
                   {{0, 3}, {evil.size() + 1, evil.size() + 5}}};
  }
  answer.hits[0].path = "/p/" + evil;
  for (const bool with_url : {false, true}) {
    if (with_url) answer.hits[1].url = "https://x.org/" + evil;
    const std::string out = print_text(answer, plain());
    EXPECT_TRUE(is_valid_utf8(out));
    EXPECT_EQ(out, printable(out));
    EXPECT_EQ(out.find('\t'), std::string::npos);
    EXPECT_EQ(out.find("\n9. False"), std::string::npos);
    EXPECT_NE(out.find("rust"), std::string::npos);
  }
}

TEST(PrintText, KeepsHighlightsInPlaceWhenBytesAreReplaced) {
  Answer answer = sample_answer();
  answer.hits = {bare_hit()};
  answer.hits[0].snippet = {"\x1b\x1b[rust\x1b] end", {{3, 7}}};
  EXPECT_NE(print_text(answer, {.color = true})
                .find("   ��[\x1b[1;4mrust\x1b[0m�] end\n"),
            std::string::npos);
}

TEST(PrintText, KeepsRightToLeftTextWithoutItsOverrides) {
  Answer answer = sample_answer();
  answer.hits = {bare_hit()};
  answer.hits[0].passage.title = "שלום \u202Eעולם\u202C";
  EXPECT_TRUE(print_text(answer, plain())
                  .starts_with("2. שלום �עולם�\n   note · section\n"));
}

TEST(PrintText, ShowsPathsFromTheCurrentFolder) {
  const std::string here = std::filesystem::current_path().string();
  const struct {
    std::string path;
    std::string shown;
  } cases[] = {
      {here + "/docs/a.txt", "docs/a.txt:7"},
      {here + "x/a.txt", here + "x/a.txt:7"},
      {"/elsewhere/a.txt", "/elsewhere/a.txt:7"},
  };
  for (const auto& c : cases) {
    Answer answer = sample_answer();
    answer.hits = {bare_hit()};
    answer.hits[0].path = c.path;
    answer.hits[0].line = 7;
    EXPECT_NE(
        print_text(answer, plain(500)).find("\n   " + c.shown + " · section\n"),
        std::string::npos)
        << c.path;
  }
}

TEST(PrintText, LinksPathsWhenAsked) {
  std::array<char, 256> host{};
  ASSERT_EQ(gethostname(host.data(), host.size() - 1), 0);
  Answer answer = sample_answer();
  answer.hits = {bare_hit()};
  answer.hits[0].path = "/a b/ü;\x1b%.txt";
  const std::string link = std::string("\x1b]8;;file://") + host.data() +
                           "/a%20b/%C3%BC%3B%1B%25.txt\x1b\\"
                           "/a b/ü;�%.txt:1\x1b]8;;\x1b\\";
  EXPECT_NE(
      print_text(answer, {.links = true}).find("   " + link + " · section\n"),
      std::string::npos);
  EXPECT_EQ(print_text(answer, plain()).find('\x1b'), std::string::npos);
}

TEST(PrintText, ShowsTheUrlWhereThereIsNoPath) {
  const struct {
    std::string url;
    std::string anchor;
    std::string shown;
  } cases[] = {
      {"https://x.org/a", "", "https://x.org/a"},
      {"https://x.org/a", "part", "https://x.org/a#part"},
      {"https://x.org/a#b", "part", "https://x.org/a#b"},
  };
  for (const auto& c : cases) {
    Answer answer = sample_answer();
    answer.hits = {bare_hit()};
    answer.hits[0].url = c.url;
    answer.hits[0].anchor = c.anchor;
    EXPECT_NE(
        print_text(answer, plain()).find("   " + c.shown + " · section\n"),
        std::string::npos);
  }
}

TEST(PrintText, SaysWhatChangedSinceItWasIndexed) {
  Answer answer = sample_answer();
  answer.hits = {bare_hit()};
  answer.hits[0].stale = true;
  EXPECT_EQ(print_text(answer, plain()),
            "2. Note\n"
            "   note · section\n"
            "   Rust.\n"
            "   changed since it was indexed\n"
            "\n"
            "2 of about 57 passages\n");
}

TEST(PrintText, ShowsAnAnswerFirstWhenItStandsByIt) {
  Answer answer = sample_answer();
  answer.hits.resize(1);
  answer.answer = AnswerSpan{"Since 6.1 it\nhas.", 0, {1200, 1217}};
  const std::string related = print_text(answer, plain());
  EXPECT_EQ(related.find("│"), std::string::npos);
  answer.outcome = Outcome::kAnswered;
  EXPECT_EQ(print_text(answer, plain(40)),
            "│ Since 6.1 it has.\n"
            "│ What is Rust used for › Systems ›\n"
            "│ Kernels › Does Linux use Rust?\n"
            "│ /abs/rust.txt:31\n"
            "\n"
            "1. What is Rust used for › Systems ›\n"
            "   Kernels › Does Linux use Rust?\n"
            "   /abs/rust.txt:31 · 2026-04-01\n"
            "   question\n"
            "   Linux has taken Rust code since 6.1.\n"
            "\n"
            "1 of about 57 passages\n");
  answer.hits[0].stale = true;
  EXPECT_NE(print_text(answer, plain())
                .find("│ /abs/rust.txt:31\n│ changed since it was indexed\n"),
            std::string::npos);
}

TEST(PrintText, SaysThatNothingWasFoundAndWhy) {
  Answer answer;
  EXPECT_EQ(print_text(answer, plain()), "No passage found.\n");
  answer.missing = {"foobar"};
  answer.suggestion = "foo bar";
  EXPECT_EQ(print_text(answer, plain()),
            "No passage found.\n"
            "No passage has: foobar\n"
            "Did you mean: foo bar\n");
}

TEST(PrintText, SaysWhatWasNotLookedAt) {
  Answer answer;
  answer.unchecked = 7000;
  const std::string out = print_text(answer, plain());
  EXPECT_NE(out.find("about 7000 more passages"), std::string::npos) << out;
}

TEST(PrintText, CountsPages) {
  Answer answer = sample_answer();
  for (size_t i = 0; i < answer.hits.size(); ++i) {
    answer.hits[i].rank = static_cast<uint32_t>(11 + i);
  }
  const std::string out = print_text(answer, plain());
  EXPECT_TRUE(out.starts_with("11. What")) << out;
  EXPECT_TRUE(out.ends_with("\n11 to 12 of about 57 passages\n")) << out;
  // An estimate below what is seen to be there is no use.
  answer.total = 5;
  EXPECT_TRUE(print_text(answer, plain())
                  .ends_with("\n11 to 12 of about 12 passages\n"));
}

}  // namespace
}  // namespace ibid
