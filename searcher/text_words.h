// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a text in their order, and whether some stand side by side or
// near each other: what the database does not know, since it has no positions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysis.h"
#include "index/beginnings.h"

namespace ibid {

struct PlacedWord {
  uint32_t position = 0;  // as in Token
  std::string word;       // folded
  std::string stem;
};

struct TextWords {
  std::vector<PlacedWord> in_order;  // words, parts of compounds and n-grams
  std::vector<std::string> stems;    // of all tokens, sorted
};

TextWords read_text(std::string_view text, const Analyser& analyser);

// Words whose stems begin otherwise than the wanted ones may be left out: most
// do, and take most of the time.
TextWords read_text(std::string_view text, const Analyser& analyser,
                    const Beginnings& wanted);

// Whether words stand side by side that `is` takes for the wanted ones, one by
// one. is: called with a PlacedWord and one of `wanted`. True for none.
template <class Wanted, class Is>
bool have_in_order(const TextWords& text, const std::vector<Wanted>& wanted,
                   const Is& is) {
  const std::vector<PlacedWord>& words = text.in_order;
  if (wanted.empty()) return true;
  for (size_t i = 0; i + wanted.size() <= words.size(); ++i) {
    size_t n = 0;
    while (n < wanted.size() &&
           words[i + n].position == words[i].position + n &&
           is(words[i + n], wanted[n])) {
      ++n;
    }
    if (n == wanted.size()) return true;
  }
  return false;
}

// Whether all wanted stems (sorted, without doubles) stand in a stretch of at
// most `most` words, in any order.
bool have_within(const TextWords& text, const std::vector<std::string>& wanted,
                 size_t most);

}  // namespace ibid
