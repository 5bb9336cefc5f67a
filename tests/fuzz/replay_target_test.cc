// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/replay_target.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

using namespace std::string_literals;

TEST(ReplayTarget, TakesBackslashesForWhatPrintfTakesThemFor) {
  EXPECT_EQ(unescape(R"(a\nb\tc\r\e\\n)"), "a\nb\tc\r\x1b\\n");
  EXPECT_EQ(unescape(R"(\xe6\xDFx\x9)"), "\xe6\xdfx\x09");
  EXPECT_EQ(unescape(R"(<\0p\0101)"), "<\0pA"s);
  EXPECT_EQ(unescape(R"(\"a\q\)"), R"(\"a\q\)");
}

TEST(ReplayTarget, ReadsADictionary) {
  EXPECT_EQ(parse_dictionary("# \"no\"\n\n\"AND\"\nname=\"no\"\n"
                             "\"\\\"~5\"\n\"\\\\ud8\"\n\"\\xff\"\n"),
            (std::vector<std::string>{"AND", "\"~5", "\\ud8", "\xff"}));
}

class InAProject : public ::testing::Test {
 protected:
  InAProject() {
    temp_.write_file("tests/fuzz/targets.txt",
                     "# target ...\n"
                     "bare 10 20 - - - -\n"
                     "full 30 40 words lines txt long\n");
    temp_.write_file("tests/fuzz/words.dict", "\"AND\"\n");
    temp_.write_file("tests/fuzz/seeds/lines.txt", "# seeds\none\\x21\ntwo\n");
    temp_.write_file("tests/fuzz/seeds/long.txt", "# long\n(a \n");
    temp_.write_file("corpus/b.txt", "Second.");
    temp_.write_file("corpus/a.txt", "First.");
    temp_.write_file("corpus/c.md", "Other.");
  }
  ReplayTarget read(std::string_view name) const {
    return read_target(temp_.path(), name);
  }
  const TempDir temp_;
};

TEST_F(InAProject, ReadsWhatATargetStartsFrom) {
  const ReplayTarget target = read("full");
  EXPECT_EQ(target.max_bytes, 30U);
  EXPECT_EQ(target.runs, 40U);
  EXPECT_EQ(target.tokens, std::vector<std::string>{"AND"});
  EXPECT_EQ(target.seeds,
            (std::vector<std::string>{"one!\n", "two\n", "First.", "Second."}));
  ASSERT_EQ(target.long_seeds.size(), 1U);
  EXPECT_EQ(target.long_seeds[0].substr(0, 6), "(a (a ");
  EXPECT_EQ(target.long_seeds[0].size(), 18001U);
}

TEST_F(InAProject, ReadsATargetThatStartsFromNothing) {
  const ReplayTarget target = read("bare");
  EXPECT_EQ(target.max_bytes, 10U);
  EXPECT_TRUE(target.tokens.empty() && target.seeds.empty());
}

TEST_F(InAProject, KnowsNoTargetThatIsNotListed) {
  EXPECT_THROW(read("ful"), std::runtime_error);
}

}  // namespace
}  // namespace ibid
