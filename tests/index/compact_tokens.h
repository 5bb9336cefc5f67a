// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens as one line, for the tables of the analyser's tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "index/analysis.h"

namespace ibid {

// A token that outlives its sink.
struct KeptToken {
  Token token;
  std::string word;
  std::string stem;
};

inline std::vector<KeptToken> tokens_of(const Analyser& analyser,
                                        std::string_view text) {
  std::vector<KeptToken> tokens;
  analyser.analyse(text, [&](const Token& token) {
    tokens.push_back({token, std::string(token.word), std::string(token.stem)});
  });
  return tokens;
}

// word>stem@position and the role: nothing for a word, p part, w whole,
// j joined, n n-gram, c character. The stem is left out where it is the word.
inline std::string compact(const KeptToken& kept, uint32_t before = 0) {
  constexpr std::string_view kRoles[] = {"", "p", "w", "j", "n", "c"};
  std::string out = kept.word;
  if (kept.stem != kept.word) out += ">" + kept.stem;
  out += "@" + std::to_string(kept.token.position - before);
  out += kRoles[static_cast<size_t>(kept.token.role)];
  return out;
}

// All tokens of text, with a space between two.
inline std::string compact(const Analyser& analyser, std::string_view text) {
  std::string out;
  for (const KeptToken& kept : tokens_of(analyser, text)) {
    out += (out.empty() ? "" : " ") + compact(kept);
  }
  return out;
}

}  // namespace ibid
