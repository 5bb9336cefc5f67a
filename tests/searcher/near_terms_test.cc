// SPDX-License-Identifier: GPL-3.0-or-later
// The leaps over the list of terms miss nothing: compared with a plain count of
// edits for every term.
#include "searcher/near_terms.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/text.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

constexpr Alphabet kLatin = {U'a', 0x2AF};

std::string to_utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

int plain_edits(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<int>> table(a.size() + 1,
                                      std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t k = 0; k <= b.size(); ++k) {
      if (i == 0 || k == 0) {
        table[i][k] = static_cast<int>(i + k);
        continue;
      }
      const int same = table[i - 1][k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1);
      table[i][k] = std::min({same, table[i - 1][k] + 1, table[i][k - 1] + 1});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) {
        table[i][k] = std::min(table[i][k], table[i - 2][k - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

std::u32string random_word(std::mt19937& random, std::u32string_view letters,
                           size_t most) {
  std::u32string word(1 + random() % most, U' ');
  for (char32_t& c : word) c = letters[random() % letters.size()];
  return word;
}

std::vector<std::string> words_of(const std::vector<NearTerm>& terms) {
  std::vector<std::string> words;
  for (const NearTerm& term : terms) words.push_back(term.word);
  return words;
}

Xapian::WritableDatabase in_memory() {
  return Xapian::WritableDatabase("", Xapian::DB_BACKEND_INMEMORY);
}

class NearTermsTest : public testing::Test {
 protected:
  // A database of words from few letters, where many are near each other, with
  // all that stands between words: compounds, CJK, boolean terms.
  void SetUp() override {
    Xapian::Document doc;
    for (int i = 0; i < 2000; ++i) {
      const std::u32string word = random_word(random_, U"abcz\u0259", 7);
      words_.insert(word);
      doc.add_term(to_utf8(word));
      doc.add_boolean_term("XW" + to_utf8(word));
    }
    for (const char* other :
         {"1",      "42",   "Q1",           "Sab",          "Tsection",
          "XAab",   "XHab", "XWa-b",        "XWab1",        "_ab",
          "a'b",    "a-b",  "ab",           "abc-1",        "abc.b",
          "abc_b",  "c++",  "\u0431\u0430", "\u65e5\u672c", "ab\u65e5",
          "ab\xff", "XWab"}) {
      doc.add_boolean_term(other);
    }
    words_.insert(U"ab");
    Xapian::WritableDatabase db(folder_.path_of("db"), Xapian::DB_CREATE);
    db.add_document(doc);
    db.commit();
  }

  std::vector<std::string> expected(const std::u32string& word, int edits,
                                    Start start) const {
    std::vector<std::string> found;
    for (const std::u32string& other : words_) {
      if ((other[0] == word[0]) == (start == Start::kSame) &&
          plain_edits(word, other) == edits) {
        found.push_back(to_utf8(other));
      }
    }
    return found;
  }

  const TempDir folder_;
  std::mt19937 random_{11};
  std::set<std::u32string> words_;
};

TEST_F(NearTermsTest, FindsWhatComparingEveryTermFinds) {
  const Xapian::Database db(folder_.path_of("db"));
  TermLists lists;
  for (int i = 0; i < 150; ++i) {
    const std::u32string word = random_word(random_, U"abcz\u0259x", 8);
    const int edits = 1 + i % 3;
    for (const Start start : {Start::kSame, Start::kOther}) {
      NearTerms terms(word, kLatin, db);
      const auto near = expected(word, edits, start);
      EXPECT_EQ(words_of(terms.find("", edits, start)), near) << to_utf8(word);
      EXPECT_EQ(words_of(terms.find("XW", edits, start)), near)
          << to_utf8(word);
      NearTerms listed(word, kLatin, db, &lists);
      EXPECT_EQ(words_of(listed.find("", edits, start)), near) << to_utf8(word);
    }
  }
}

TEST(TermLists, KeepWhatTheyHaveReadUntilTheyAreCleared) {
  Xapian::Document doc;
  for (const char* term : {"a", "rusk", "rust", "s"}) {
    doc.add_boolean_term(term);
  }
  Xapian::WritableDatabase db = in_memory();
  db.add_document(doc);
  TermLists lists;
  ASSERT_EQ(lists.starting_with("r", db).size(), 2u);
  EXPECT_EQ(lists.starting_with("r", db)[1].name, "rust");
  EXPECT_EQ(lists.starting_with("r", db)[1].passages, 1u);
  db.add_document(doc);
  EXPECT_EQ(lists.starting_with("r", db)[1].passages, 1u);
  lists.clear();
  EXPECT_EQ(lists.starting_with("r", db)[1].passages, 2u);
}

TEST(NearTerms, CountPassagesOverAllShards) {
  Xapian::Document doc;
  doc.add_boolean_term("XWrust");
  Xapian::WritableDatabase one = in_memory();
  Xapian::WritableDatabase two = in_memory();
  one.add_document(doc);
  two.add_document(doc);
  two.add_document(doc);
  Xapian::Database both;
  both.add_database(one);
  both.add_database(two);
  NearTerms terms(U"rsut", kLatin, both);
  const auto found = terms.find("XW", 1, Start::kSame);
  ASSERT_EQ(words_of(found), std::vector<std::string>{"rust"});
  EXPECT_EQ(found[0].passages, 3u);
}

TEST(NearTerms, AreSoughtAmongTermsThatAreNoUtf8) {
  Xapian::Document doc;
  for (const char* term : {"\x80", "ru\x80", "ru\xc3", "ru\xed\xa0\x80t",
                           "ru\xf8st", "rusty", "rus\xff"}) {
    doc.add_boolean_term(term);
  }
  Xapian::WritableDatabase db = in_memory();
  db.add_document(doc);
  NearTerms terms(U"rust", kLatin, db);
  EXPECT_EQ(words_of(terms.find("", 1, Start::kSame)),
            std::vector<std::string>{"rusty"});
  EXPECT_LT(terms.looks(), 20u);
}

TEST(NearTerms, AreNoneInAnEmptyDatabase) {
  const Xapian::WritableDatabase db = in_memory();
  NearTerms terms(U"rust", kLatin, db);
  EXPECT_TRUE(terms.find("XW", 2, Start::kSame).empty());
  EXPECT_TRUE(terms.find("", 2, Start::kOther).empty());
}

TEST(NearTerms, AreFoundInFewLooks) {
  std::mt19937 random(3);
  Xapian::Document doc;
  for (int i = 0; i < 20000; ++i) {
    doc.add_boolean_term(
        to_utf8(random_word(random, U"abcdefghijklmnopqrstuvwxyz", 12)));
  }
  Xapian::WritableDatabase db = in_memory();
  db.add_document(doc);
  NearTerms terms(U"concurency", kLatin, db);
  terms.find("", 1, Start::kSame);
  terms.find("", 1, Start::kOther);
  EXPECT_LT(terms.looks(), 600u);
}

TEST(NearTerms, GiveUpAfterSoManyLooks) {
  const std::u32string word(NearTerms::kMaxLetters, U'm');
  Xapian::Document doc;
  for (size_t i = 1; i < word.size(); ++i) {
    for (size_t k = i + 1; k < word.size(); ++k) {
      for (const char32_t c : std::u32string(U"abcdefghijklnopqrstuvwxyz")) {
        std::u32string near = word;
        near[i] = near[k] = c;
        doc.add_boolean_term(to_utf8(near));
      }
    }
  }
  Xapian::WritableDatabase db = in_memory();
  db.add_document(doc);
  NearTerms terms(word, kLatin, db);
  const size_t found = terms.find("", 2, Start::kSame).size();
  EXPECT_EQ(terms.looks(), NearTerms::kMaxLooks);
  EXPECT_GT(found, NearTerms::kMaxLooks / 2);
  EXPECT_TRUE(terms.find("", 2, Start::kSame).empty());
}

}  // namespace
}  // namespace ibid
