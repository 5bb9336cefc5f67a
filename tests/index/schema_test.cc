// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/schema.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <algorithm>
#include <set>
#include <string>

#include "index/text.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

// What Xapian's tables make of a term: NUL counts double.
size_t stored_bytes(const std::string& term) {
  return term.size() +
         static_cast<size_t>(std::count(term.begin(), term.end(), '\0'));
}

TEST(Schema, KeepsShortTermsAsTheyAre) {
  EXPECT_EQ(make_term("", "rust"), "rust");
  EXPECT_EQ(make_term("XW", "running"), "XWrunning");
  EXPECT_EQ(make_term("K", ""), "K");
  const std::string fits(kMaxTermBytes - 2, 'x');
  EXPECT_EQ(make_term("XW", fits), "XW" + fits);
}

TEST(Schema, CutsLongTermsAndKeepsThemApart) {
  std::set<std::string> terms;
  for (size_t size = 200; size < 1000; ++size) {
    for (const char last : {'a', 'b', '\0'}) {
      const std::string text = std::string(size, 'x') + last;
      const std::string term = make_term("XW", text);
      EXPECT_LE(stored_bytes(term), kMaxTermBytes);
      EXPECT_TRUE(term.starts_with("XWxxx"));
      EXPECT_TRUE(terms.insert(term).second) << size;
      EXPECT_EQ(make_term("XW", text), term);
    }
  }
}

TEST(Schema, CutsLongTermsBetweenCharacters) {
  for (size_t before = 0; before < 8; ++before) {
    std::string text(before, 'x');
    for (int i = 0; i < 100; ++i) text += "\U0001F600";
    EXPECT_TRUE(is_valid_utf8(make_term("K", text))) << before;
  }
}

// Xapian itself takes what make_term gives, at every length.
TEST(Schema, MakesTermsThatXapianTakes) {
  const TempDir folder;
  Xapian::WritableDatabase db(folder.path_of("db"), Xapian::DB_CREATE);
  for (size_t size = 1; size < 300; ++size) {
    for (const char c : {'x', '\0', '\x01', '\xff'}) {
      Xapian::Document document;
      document.add_term(make_term("XW", std::string(size, c)));
      document.add_posting(make_term("", std::string(size, c)), 1);
      EXPECT_NO_THROW(db.add_document(document)) << size;
    }
  }
  EXPECT_NO_THROW(db.commit());
}

// These stand in databases. Where they must change, raise kFormatVersion.
TEST(Schema, HasTheKeysThatDatabasesHold) {
  const Hash128 hash = {{0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6, 0x07, 0x18, 0x29}};
  EXPECT_EQ(article_key("rust.txt"), "5dfaaebc1543710086c9");
  EXPECT_EQ(record_key("0123"), "A0123");
  EXPECT_EQ(file_key(3, "a/b.txt"), "F" + hash128("3:a/b.txt").hex(20));
  const auto unique = [](const std::string& passage) {
    return "Q" + hash128(passage).hex(20);
  };
  EXPECT_EQ(unique_term("0123", hash, 0),
            unique("0123:a1b2c3d4e5f6071829" + std::string(14, '0') + ".0"));
  EXPECT_EQ(unique_term("0123", hash, 12),
            unique("0123:a1b2c3d4e5f6071829" + std::string(14, '0') + ".12"));
  EXPECT_EQ(order_key(hash), std::string("\xA1\xB2\xC3\xD4\xE5\xF6\x07\x18"));
  EXPECT_EQ(order_key({}), std::string(8, '\0'));
  EXPECT_EQ(make_term("K", std::string(300, 'x')),
            "K" + std::string(114, 'x') + "125237ea2ad7bc7a");
  EXPECT_EQ(kFormatVersion, 4);
  EXPECT_EQ(kAnalysisVersion, 1);
}

TEST(Schema, KeepsKeysShortWhateverTheId) {
  for (const std::string& id :
       {std::string(), std::string(100000, 'x'), std::string(500, '\0'),
        std::string("\xff\n")}) {
    const std::string key = article_key(id);
    EXPECT_EQ(key.size(), 20u);
    EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_LE(unique_term(key, {}, 4294967295u).size(), kMaxTermBytes);
  }
  EXPECT_NE(article_key("a"), article_key("b"));
}

// No prefix begins another one so that a term of one could be read as a term
// of the other: what follows a prefix never begins with a capital letter.
TEST(Schema, HasPrefixesThatCannotBeMistaken) {
  constexpr std::string_view kPrefixes[] = {
      prefix::kWord,     prefix::kTitle,   prefix::kHeading,
      prefix::kQuestion, prefix::kTag,     prefix::kLanguage,
      prefix::kKind,     prefix::kArticle, prefix::kUnique};
  for (const std::string_view one : kPrefixes) {
    EXPECT_TRUE(one.size() == 1 || one[0] == 'X') << one;
    for (const char c : one) EXPECT_TRUE(c >= 'A' && c <= 'Z') << one;
    EXPECT_EQ(std::count(std::begin(kPrefixes), std::end(kPrefixes), one), 1);
  }
}

}  // namespace
}  // namespace ibid
