// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/line_kind.h"

#include <gtest/gtest.h>

namespace ibid {
namespace {

TEST(LineKind, TellsPrintoutsFromWhatIsSaid) {
  struct Case {
    std::string_view before;  // on the sentence's first line
    std::string_view sentence;
    bool expected;
  };
  const Case kCases[] = {
      {"", "Compiling\n   Finished in 2 s\nRunning", true},
      {"   ", "Compiling\nerror: no such type\n  --> at line 3", true},
      {"", "error\r\n    at line 3", true},
      {"", "It is said in two lines\n  and ends.", false},
      {"", "Is it said in two lines\n  and asked?", false},
      {"", "(It is said\n  in brackets.)", false},
      {"", "// Returns the lines of the file.\nfn lines() {", true},
      {"", "/* Frees it. */\nvoid f(p);", true},
      {"", "/usr/bin is a folder", false},
      {"", "One line", false},
      {"", "Two lines\nof a heading", false},
      {"    ", "Both lines\n    stand further in", false},
      {"    ", "A first line\nstands further in", false},
      {"- ", "an item of a list\n  that goes on", false},
      {"12. ", "an item of a list\n    that goes on", false},
      {"", "One column\n is a slip", false},
      {"", "漢字\n  です。", false},
      {"", "", false},
      {"", ")", false},
  };
  for (const Case& c : kCases) {
    const std::string text = std::string(c.before) + std::string(c.sentence);
    EXPECT_EQ(is_printout(text, {c.before.size(), text.size()}), c.expected)
        << text;
  }
}

}  // namespace
}  // namespace ibid
