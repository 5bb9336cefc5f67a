// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/language.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <sstream>
#include <string>

namespace ibid {
namespace {

TEST(Language, HasOneNormalForm) {
  constexpr std::string_view kCases[][2] = {
      {"", ""},
      {"en", "en"},
      {"EN", "en"},
      {"en-US", "en"},
      {"en_GB.UTF-8", "en"},
      {" en ", "en"},
      {"english", "en"},
      {"English", "en"},
      {"de-AT", "de"},
      {"german", "de"},
      {"nb", "no"},
      {"nn-NO", "no"},
      {"norwegian", "no"},
      {"zh-Hant", "zh"},
      {"JA", "ja"},
      {"tlh", "tlh"},
      {"none", "none"},
      {"  ", ""},
      {"-", ""},
      {"french-", "fr"},
      {"\xff", "\xff"},
  };
  for (const auto& [given, expected] : kCases) {
    EXPECT_EQ(normal_language(given), expected) << given;
    EXPECT_EQ(normal_language(expected), expected) << given;
  }
}

TEST(Language, KnowsWhichHaveStemmers) {
  for (const std::string_view language : {"en", "de", "fr", "ru", "no", "ta"}) {
    EXPECT_TRUE(has_stemmer(language)) << language;
  }
  for (const std::string_view language : {"", "none", "zh", "tlh", "english"}) {
    EXPECT_FALSE(has_stemmer(language)) << language;
  }
}

// Every stemmer that Xapian names by a language is in the table, under a code
// that Xapian takes; the others are variants.
TEST(Language, HasAStemmerForAllThatXapianHas) {
  std::istringstream names(Xapian::Stem::get_available_languages());
  int found = 0;
  for (std::string name; names >> name;) {
    if (name == "early" || name == "english" || name == "german2" ||
        name == "kraaij_pohlmann" || name == "lovins" || name == "porter" ||
        name == "none" || name == "earlyenglish") {
      continue;
    }
    const std::string code = normal_language(name);
    EXPECT_EQ(code.size(), 2u) << name;
    EXPECT_TRUE(has_stemmer(code)) << name;
    EXPECT_EQ(Xapian::Stem(code).get_description(),
              Xapian::Stem(name).get_description());
    ++found;
  }
  EXPECT_GE(found, 20);
}

}  // namespace
}  // namespace ibid
