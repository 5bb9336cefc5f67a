// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/synonyms.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "index/error.h"

namespace ibid {
namespace {

using Words = std::vector<std::string_view>;
using Strings = std::vector<std::string>;

// The groups as "a, b" and "a => b".
Strings shown(const Synonyms& synonyms) {
  Strings all;
  for (const SynonymGroup& group : synonyms.groups()) {
    std::string line;
    for (const std::string& member : group.from) line += member + ", ";
    if (!group.from.empty()) line.replace(line.size() - 2, 2, " => ");
    for (const std::string& member : group.to) line += member + ", ";
    all.push_back(line.substr(0, line.size() - 2));
  }
  return all;
}

// Those of a text that has no bad lines.
Synonyms good(std::string_view text) {
  Synonyms::Parsed parsed = Synonyms::parse(text);
  for (const SynonymProblem& p : parsed.problems) {
    ADD_FAILURE() << p.line << ": " << p.reason;
  }
  return parsed.synonyms;
}

// "words: other|other", or "-" where nothing matches.
std::string match(const Synonyms& synonyms, const Words& words, size_t at = 0) {
  const auto found = synonyms.match(words, at);
  if (!found) return "-";
  std::string line = std::to_string(found->words) + ":";
  for (const std::string& other : found->others) line += " [" + other + "]";
  return line;
}

std::string numbered(std::string_view word, size_t count,
                     std::string_view between) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += fmt::format("{}{}{}", i == 0 ? "" : between, word, i);
  }
  return text;
}

TEST(Synonyms, ReadsGroupsOfAFile) {
  const struct {
    std::string text;
    Strings groups;
  } cases[] = {
      {"", {}},
      {"\n \n# a comment, of two parts\n  # another\n", {}},
      {"k8s, kubernetes", {"k8s, kubernetes"}},
      {"car, motor  \t car ,automobile\n", {"automobile, car, motor car"}},
      {"\xEF\xBB\xBF# comment\r\na,b\r\nc,d\re,f", {"a, b", "c, d", "e, f"}},
      {"Café, CAFE, Bistro", {"bistro, cafe"}},
      {"C++, cpp\nNode.js,nodejs\nCOVID‑19, corona",
       {"c++, cpp", "corona, covid-19", "node.js, nodejs"}},
      {"c#, csharp", {"c#, csharp"}},
      {"車, 自動車\n🚗, car", {"car, 🚗", "自動車, 車"}},
      {"laptop => notebook, Ultrabook", {"laptop => notebook, ultrabook"}},
      {"b, a=>c", {"a, b => c"}},
      // What stands for itself says nothing.
      {"a => a, b", {"a => b"}},
      {"a, b => b", {"a => b"}},
      {"a, b => b, c", {"a, b => b, c"}},
      // The same in another order is the same.
      {"b, a\nA, B, b\nz => y\n Z  =>  Y", {"a, b", "z => y"}},
      {"a\u3000b, c\u00A0d", {"a b, c d"}},
  };
  for (const auto& c : cases)
    EXPECT_EQ(shown(good(c.text)), c.groups) << c.text;
}

TEST(Synonyms, TellsEachBadLineAndTakesTheOthers) {
  const struct {
    std::string line;
    std::string reason;  // a part of it
  } cases[] = {
      {"alone", "'alone' stands alone"},
      {"Same, SAME", "'same' stands alone"},
      {"a, ,b", "empty"},
      {",", "empty"},
      {"a, b,", "empty"},
      {"=> b", "empty"},
      {"a =>", "empty"},
      {"=>", "empty"},
      {"a, \u200B", "empty"},  // nothing is left of it
      {"a => A", "'a' stands for itself only"},
      {"a => b => c", "more than one =>"},
      {"a, b\xFF", "not UTF-8"},
      {std::string("a, b\0c", 6), "control character"},
      {"a, \x1b[31mred", "control character"},
      {"a, " + std::string(201, 'b'), "longer than 200 bytes"},
      {"a, " + numbered("w", 21, " "), "more than 20 words"},
      {numbered("w", 65, ","), "more than 64 members"},
      {numbered("w", 64, ",") + "=>b", "more than 64 members"},
      {"a, b, " + std::string(20'000, ' ') + "c", "longer than 16384 bytes"},
      {std::string(1 << 20, ','), "longer than 16384 bytes"},
  };
  for (const auto& c : cases) {
    const auto parsed = Synonyms::parse("k8s, kubernetes\n" + c.line + "\nx,y");
    EXPECT_EQ(shown(parsed.synonyms), (Strings{"k8s, kubernetes", "x, y"}))
        << c.line;
    ASSERT_EQ(parsed.problems.size(), 1u) << c.line;
    EXPECT_EQ(parsed.problems[0].line, 2u);
    EXPECT_NE(parsed.problems[0].reason.find(c.reason), std::string::npos)
        << parsed.problems[0].reason;
    EXPECT_NE(parsed.problems[0].hint, "");
  }
}

TEST(Synonyms, TakesWhatIsJustWithinTheLimits) {
  for (const std::string& line :
       {"a, " + std::string(200, 'b'), "a, " + numbered("w", 20, " "),
        numbered("w", 64, ","), "b=>" + numbered("w", 63, ",")}) {
    EXPECT_EQ(good(line).groups().size(), 1u) << line;
  }
}

TEST(Synonyms, MeasuresAMemberAsItIsFolded) {
  // One letter of three bytes that folds to eighteen.
  std::string long_one = "a, ";
  for (int i = 0; i < 20; ++i) long_one += "\uFDFA";
  EXPECT_EQ(Synonyms::parse(long_one).problems.size(), 1u);
}

TEST(Synonyms, StopsAtTooManyGroups) {
  std::string text;
  for (size_t i = 0; i < kMaxSynonymGroups + 5; ++i) {
    text += fmt::format("a{0}, b{0}\n", i);
    text += fmt::format("b{0}, a{0}\n", i);  // counts once
  }
  const auto parsed = Synonyms::parse(text);
  EXPECT_EQ(parsed.synonyms.groups().size(), kMaxSynonymGroups);
  ASSERT_EQ(parsed.problems.size(), 1u);
  EXPECT_EQ(parsed.problems[0].line, 2 * kMaxSynonymGroups + 1);
  EXPECT_NE(parsed.problems[0].reason.find("more than 10000 groups"),
            std::string::npos);
}

TEST(Synonyms, StopsAtTooManyBadLines) {
  std::string text = "a, b\n";
  for (int i = 0; i < 100'000; ++i) text += "alone\n";
  const auto parsed = Synonyms::parse(text + "c, d");
  EXPECT_EQ(shown(parsed.synonyms), Strings{"a, b"});
  ASSERT_EQ(parsed.problems.size(), kMaxSynonymProblems + 1);
  EXPECT_NE(parsed.problems.back().reason.find("more than 1000 bad lines"),
            std::string::npos);
}

TEST(Synonyms, LimitsWhatOneMemberStandsFor) {
  std::string text;
  for (int i = 0; i < 6; ++i) {
    text += "x, " + numbered(fmt::format("w{}-", i), 60, ",") + "\n";
  }
  const auto parsed = Synonyms::parse(text + "y => z\n");
  EXPECT_EQ(parsed.synonyms.groups().size(), 5u);
  ASSERT_EQ(parsed.problems.size(), 2u);
  EXPECT_EQ(parsed.problems[0].line, 5u);
  EXPECT_NE(parsed.problems[0].reason.find("more than 256 others"),
            std::string::npos);
  const Words x = {"x"};
  EXPECT_EQ(parsed.synonyms.match(x, 0)->others.size(), 240u);
}

TEST(Synonyms, FindsTheOthersOfAMember) {
  const Synonyms synonyms = good(
      "k8s, kubernetes\n"
      "car, automobile, motor car\n"
      "car, wagon, automobile\n"
      "motor car race => formula one\n"
      "laptop => notebook, ultrabook\n"
      "c++, cpp\n"
      "cafe, bistro\n");
  const struct {
    Words words;
    size_t at;
    std::string expected;
  } cases[] = {
      {{}, 0, "-"},
      {{"k8s"}, 0, "1: [kubernetes]"},
      {{"k8s"}, 1, "-"},
      {{"k8s"}, 7, "-"},
      {{"kubernetes"}, 0, "1: [k8s]"},
      {{"k8"}, 0, "-"},
      {{"k8s!"}, 0, "-"},
      // A union of all its groups.
      {{"car"}, 0, "1: [automobile] [motor car] [wagon]"},
      {{"wagon"}, 0, "1: [automobile] [car]"},
      // The longest wins.
      {{"motor", "car"}, 0, "2: [automobile] [car]"},
      {{"motor", "car", "race"}, 0, "3: [formula one]"},
      {{"motor", "car", "racing"}, 0, "2: [automobile] [car]"},
      {{"a", "motor", "car"}, 1, "2: [automobile] [car]"},
      {{"a", "motor", "car"}, 2, "1: [automobile] [motor car] [wagon]"},
      {{"motor"}, 0, "-"},
      {{"motor", "race"}, 0, "-"},
      // One way.
      {{"laptop"}, 0, "1: [notebook] [ultrabook]"},
      {{"notebook"}, 0, "-"},
      {{"formula", "one"}, 0, "-"},
      {{"c++"}, 0, "1: [cpp]"},
      {{"c"}, 0, "-"},
      {{""}, 0, "-"},
      {{"", "car"}, 0, "-"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(match(synonyms, c.words, c.at), c.expected)
        << (c.words.empty() ? "" : c.words.front()) << " at " << c.at;
  }
}

TEST(Synonyms, MatchesNothingWhereThereAreNone) {
  EXPECT_EQ(match(Synonyms(), {"car"}), "-");
  EXPECT_TRUE(Synonyms().empty());
}

TEST(Synonyms, NeverMatchesAMemberWithoutOthers) {
  const Synonyms synonyms = good("a, b => b\na, c, d => a, c\n");
  EXPECT_EQ(match(synonyms, {"a"}), "1: [b] [c]");
  EXPECT_EQ(match(synonyms, {"b"}), "-");
  EXPECT_EQ(match(synonyms, {"c"}), "1: [a]");
  EXPECT_EQ(match(synonyms, {"d"}), "1: [a] [c]");
}

TEST(Synonyms, StayRightInACopy) {
  auto first = std::make_unique<Synonyms>(good("a, b\nc, d e"));
  const Synonyms copy = *first;
  first.reset();
  EXPECT_EQ(match(copy, {"d", "e"}), "2: [c]");
}

TEST(Synonyms, MatchAQueryOfManyWordsInLittleTime) {
  // Each place begins like a member of 20 words.
  const Synonyms synonyms = good(
      numbered("w", 64, ",") + "\na a a a a a a a a a a a a a a a a a a b, c");
  const Words words(100'000, "a");
  for (size_t at = 0; at < words.size(); ++at) {
    EXPECT_EQ(synonyms.match(words, at), std::nullopt);
  }
  const std::string endless(1 << 20, 'a');
  EXPECT_EQ(match(synonyms, Words(5, endless)), "-");
}

TEST(Synonyms, AreStoredAsJson) {
  EXPECT_EQ(good("").encode(), "");
  // DO NOT CHANGE: databases hold it.
  EXPECT_EQ(good("k8s, kubernetes\nx => z, y\ncafé, bistro").encode(),
            R"([{"to":["bistro","cafe"]},{"to":["k8s","kubernetes"]},)"
            R"({"from":["x"],"to":["y","z"]}])");
}

TEST(Synonyms, AreStoredTheSameInWhateverOrderTheyAreWritten) {
  EXPECT_EQ(good("a, b\nc, d => e, f\n").encode(),
            good("# new\nD,C=>F,E\nB , A\na,b").encode());
}

TEST(Synonyms, ComeBackAsTheyWereStored) {
  const Synonyms synonyms =
      good("a, b\nx y, \"quoted\", \\\nc => d\n車, 自動車\nc++,cpp");
  const Synonyms back = Synonyms::decode(synonyms.encode());
  EXPECT_EQ(back, synonyms);
  EXPECT_EQ(match(back, {"x", "y"}), "2: [\"quoted\"] [\\]");
  EXPECT_TRUE(Synonyms::decode("").empty());
}

TEST(Synonyms, AreRefusedWhereTheyAreDamaged) {
  const std::string member = std::string(201, 'a');
  for (const std::string& data :
       std::vector<std::string>{"x",
                                "[",
                                "[]",
                                "{}",
                                "null",
                                "1",
                                "\"a\"",
                                "[1]",
                                "[[]]",
                                "[{}]",
                                R"([{"to":"a"}])",
                                R"([{"to":[]}])",
                                R"([{"to":["a"]}])",
                                R"([{"to":["a",1]}])",
                                R"([{"to":["b","a"]}])",
                                R"([{"to":["a","a"]}])",
                                R"([{"to":["","a"]}])",
                                R"([{"from":["a"]}])",
                                R"([{"from":[],"to":["a","b"]}])",
                                R"([{"from":"a","to":["b"]}])",
                                R"([{"from":["a"],"to":[]}])",
                                R"([{"to":["c","d"]},{"to":["a","b"]}])",
                                R"([{"to":["a","b"]},{"to":["a","b"]}])",
                                R"([{"to":["a","b"]}]x)",
                                "[{\"to\":[\"a\",\"\xFF\"]}]",
                                R"([{"to":["a",")" + member + R"("]}])",
                                std::string(100'000, '[')}) {
    try {
      Synonyms::decode(data);
      ADD_FAILURE() << data.substr(0, 80);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kCorrupt);
      EXPECT_NE(e.hint().find("--synonyms"), std::string::npos);
    }
  }
}

TEST(Synonyms, AreCutToALimitWhereStoredOnesGoBeyond) {
  std::string data = "[";
  for (int i = 0; i < 10'000; ++i) {
    data +=
        fmt::format("{}{{\"to\":[\"a\",\"b{:05}\"]}}", i == 0 ? "" : ",", i);
  }
  const Synonyms synonyms = Synonyms::decode(data + "]");
  const Words a = {"a"};
  EXPECT_EQ(synonyms.match(a, 0)->others.size(), kMaxSynonymOthers);
}

}  // namespace
}  // namespace ibid
