// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/wrap.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ibid {
namespace {

std::vector<std::string> lines(std::string_view text, size_t first_width,
                               size_t width) {
  std::vector<std::string> out;
  for (const Span& line : wrap(text, first_width, width)) {
    out.emplace_back(slice(text, line));
  }
  return out;
}

TEST(Wrap, BreaksWhereTextMayBreak) {
  const struct {
    std::string_view text;
    size_t width;
    std::vector<std::string> lines;
  } cases[] = {
      {"", 10, {}},
      {"  ", 10, {}},
      {"one", 10, {"one"}},
      {"one two three", 7, {"one two", "three"}},
      {"one two three", 13, {"one two three"}},
      {"one two three", 12, {"one two", "three"}},
      {"one   two", 4, {"one", "two"}},
      {"well-known fact", 8, {"well-", "known", "fact"}},
      // Too long for any line: it stands alone, whole.
      {"a incomprehensible b", 10, {"a", "incomprehensible", "b"}},
      // Two columns a character, and breaks between them.
      {"日本語の本", 4, {"日本", "語の", "本"}},
      {"日本語の本", 5, {"日本", "語の", "本"}},
      // No line begins with a full stop.
      {"日本。語", 4, {"日", "本。", "語"}},
      {"ab 🙂🙂🙂", 5, {"ab 🙂", "🙂🙂"}},
      // A combining mark takes no column.
      {"cafe\u0301 cafe\u0301", 9, {"cafe\u0301 cafe\u0301"}},
      {"שלום עולם", 5, {"שלום", "עולם"}},
      {"no\u00A0break here", 8, {"no\u00A0break", "here"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(lines(c.text, c.width, c.width), c.lines) << c.text;
  }
}

TEST(Wrap, GivesTheFirstLineItsOwnWidth) {
  EXPECT_EQ(lines("one two three", 3, 20),
            (std::vector<std::string>{"one", "two three"}));
}

TEST(Wrap, BreaksThaiBetweenWords) {
  // "hello" and "world", written together.
  EXPECT_EQ(lines("สวัสดีชาวโลก", 6, 6).size(), 2U);
}

}  // namespace
}  // namespace ibid
