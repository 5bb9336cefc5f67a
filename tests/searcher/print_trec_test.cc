// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "searcher/print.h"

namespace ibid {
namespace {

struct Row {
  std::string article_id;
  double score;
};

Answer answer_of(const std::vector<Row>& rows, uint32_t first_rank = 1) {
  Answer answer;
  uint32_t rank = first_rank;
  for (const Row& row : rows) {
    Hit hit;
    hit.article_id = row.article_id;
    hit.id = row.article_id + "#1";
    hit.rank = rank++;
    hit.score = row.score;
    answer.hits.push_back(hit);
  }
  return answer;
}

TEST(PrintTrec, WritesOneLineAnArticle) {
  Answer answer = answer_of({{"a.txt", 3.5}, {"b/c.txt", 1.0 / 3}});
  answer.query_id = "q1";
  EXPECT_EQ(print_trec(answer),
            "q1 Q0 a.txt 1 3.500000 ibid\n"
            "q1 Q0 b/c.txt 2 0.333333 ibid\n");
}

TEST(PrintTrec, ListsAnArticleOnceByItsBestPassage) {
  const Answer answer =
      answer_of({{"a", 4}, {"b", 3}, {"a", 2}, {"c", 1}, {"b", 0.5}});
  EXPECT_EQ(print_trec(answer),
            "1 Q0 a 1 4.000000 ibid\n"
            "1 Q0 b 2 3.000000 ibid\n"
            "1 Q0 c 3 1.000000 ibid\n");
}

TEST(PrintTrec, NeverLetsAScoreRise) {
  // By date, or equal after rounding.
  const Answer answer =
      answer_of({{"a", 2.0000004}, {"b", 2.0000003}, {"c", 9}, {"d", 1}});
  EXPECT_EQ(print_trec(answer),
            "1 Q0 a 1 2.000000 ibid\n"
            "1 Q0 b 2 2.000000 ibid\n"
            "1 Q0 c 3 2.000000 ibid\n"
            "1 Q0 d 4 1.000000 ibid\n");
}

TEST(PrintTrec, CountsOnFromTheFirstRankOfThePage) {
  EXPECT_EQ(print_trec(answer_of({{"a", 2}, {"b", 1}}, 11)),
            "1 Q0 a 11 2.000000 ibid\n"
            "1 Q0 b 12 1.000000 ibid\n");
}

TEST(PrintTrec, KeepsColumnsWhateverTheIds) {
  const struct {
    std::string id;
    std::string column;
  } cases[] = {
      {"two words.txt", "two_words.txt"},
      {"tab\tline\nend", "tab_line_end"},
      {"no\u00A0break\u3000wide\u2028line", "no_break_wide_line"},
      {"esc\x1b[31m\x7f\u0085", "esc_[31m__"},
      {std::string("nul\0", 4), "nul_"},
      {"日本.txt", "日本.txt"},
      {"bad\xff", "bad\xef\xbf\xbd"},
      {"", "_"},
  };
  for (const auto& c : cases) {
    Answer answer = answer_of({{c.id, 1}});
    answer.query_id = c.id;
    EXPECT_EQ(print_trec(answer),
              c.column + " Q0 " + c.column + " 1 1.000000 ibid\n");
  }
}

TEST(PrintTrec, ListsIdsThatLookTheSameOnce) {
  EXPECT_EQ(print_trec(answer_of({{"a b", 2}, {"a_b", 1}, {"c", 0.5}})),
            "1 Q0 a_b 1 2.000000 ibid\n"
            "1 Q0 c 2 0.500000 ibid\n");
}

TEST(PrintTrec, WritesNothingForNoHits) { EXPECT_EQ(print_trec(Answer{}), ""); }

}  // namespace
}  // namespace ibid
