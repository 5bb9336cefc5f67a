// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/sketch.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "searcher/duplicates.h"

namespace ibid {
namespace {

constexpr std::string_view kWords[] = {
    "engine", "of",      "the",  "Passage", "ranks",  "10",   "words",
    "is",     "A",       "kept", "\n\nIt",  "e-mail", "c++",  "no",
    "(x)",    "query,",  "well", "from",    "before", "July", "uses",
    "9.5",    "yes.",    "_",    "é",       "½",      "a–b",  "字典",
    "“so”",   "e\u0301", "…"};

std::string text_of(const std::vector<size_t>& words) {
  std::string text;
  for (const size_t i : words) {
    text += kWords[i];
    text += ' ';
  }
  return text;
}

StoredPassage passage(std::string_view text) {
  StoredPassage out;
  out.text = text;
  return out;
}

bool may_be(std::string_view a, std::string_view b) {
  return may_be_near_duplicates(sketch(passage(a)), sketch(passage(b)));
}

// Words changed, added, left out and moved, all of them or none.
TEST(Sketch, NeverPartsNearDuplicates) {
  constexpr unsigned kSeed = 20261123;
  std::mt19937 random(kSeed);
  const auto below = [&](size_t n) { return random() % n; };
  Fingerprinter fingerprinter;
  size_t near = 0;
  for (int i = 0; i < 6000; ++i) {
    std::vector<size_t> words(1 + below(120));
    for (size_t& word : words) word = below(std::size(kWords));
    const std::string text = text_of(words);
    for (size_t edits = below(6); edits > 0; --edits) {
      const size_t at = below(words.size());
      const auto place = words.begin() + static_cast<ptrdiff_t>(at);
      switch (below(4)) {
        case 0:
          words[at] = below(std::size(kWords));
          break;
        case 1:
          words.insert(place, below(std::size(kWords)));
          break;
        case 2:
          if (words.size() > 1) words.erase(place);
          break;
        default:
          std::rotate(words.begin(), place, words.end());
      }
    }
    const std::string edited = text_of(words);
    const bool same = near_duplicates(fingerprinter.read(passage(text)),
                                      fingerprinter.read(passage(edited)));
    near += same;
    EXPECT_TRUE(!same || may_be(text, edited)) << "seed " << kSeed << ":\n"
                                               << text << "\n"
                                               << edited;
  }
  EXPECT_GT(near, 500u);
}

TEST(Sketch, PartsTextsOfOtherWords) {
  const std::string engine =
      "An engine turns heat into motion. It burns fuel in a cylinder and "
      "pushes a piston, which drives the wheels of a car or a ship.";
  const std::string library =
      "Who borrows books from the public library must return them within four "
      "weeks; readers under eighteen need a parent's signature.";
  EXPECT_FALSE(may_be(engine, library));
  EXPECT_TRUE(may_be(engine, engine));
  StoredPassage asked = passage(engine);
  asked.question = library;
  EXPECT_FALSE(may_be_near_duplicates(sketch(asked), sketch(passage(engine))));
}

TEST(Sketch, LeavesTextsItCannotReadToTheFingerprint) {
  const std::string plain = "Elan is what they have, and plenty of it. Yes.";
  EXPECT_TRUE(may_be(plain, "字典说明了很多词的意思。"));
  EXPECT_FALSE(may_be(plain + plain + plain, "Élan."));
  StoredPassage marked = passage("**bold**");
  marked.markup = Markup::kMarkdown;
  EXPECT_TRUE(may_be_near_duplicates(sketch(marked), sketch(passage(plain))));
  EXPECT_TRUE(may_be("", ""));
}

}  // namespace
}  // namespace ibid
