// SPDX-License-Identifier: GPL-3.0-or-later
// What every consumer of the analyser's tokens relies on, for tests and fuzz
// targets.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "index/analysis.h"
#include "index/text.h"
#include "index/word_table.h"

namespace ibid {

// Looks at tokens as they come.
class TokenChecker {
 public:
  explicit TokenChecker(std::string_view text) : border_(text.size() + 1) {
    border_[text.size()] = true;
    for (size_t i = 0; i < text.size(); i += decode_utf8(text, i).length) {
      border_[i] = true;
    }
  }

  void look_at(const Token& token) {
    const bool inside = token.start < token.end && token.end < border_.size();
    hold(inside, "a token is in the text");
    hold(!inside || (border_[token.start] && border_[token.end]),
         "a token cuts no character");
    hold(!token.word.empty() && !token.stem.empty(), "a token has a word");
    hold(token.word.size() <= kMaxWordBytes, "a word is cut");
    hold(is_valid_utf8(token.word), "a word is UTF-8");
    hold(is_valid_utf8(token.stem), "a stem is UTF-8");
    look_at_position(token);
  }

  void end(uint32_t last_position) {
    hold(last_position == highest_, "the last position is returned");
  }

  // The first promise that does not hold; empty: all do.
  std::string_view broken() const { return broken_; }

 private:
  void look_at_position(const Token& token) {
    const bool own = token.role == TokenRole::kWord ||
                     token.role == TokenRole::kPart ||
                     token.role == TokenRole::kNgram;
    if (token.compound != 0 && token.compound != last_compound_) {
      hold(token.compound == last_compound_ + 1, "compounds are counted");
      last_compound_ = token.compound;
      first_of_compound_ = token.position;
    }
    hold(token.position >= 1, "positions count from 1");
    if (own) {
      hold(token.position == highest_ + 1, "positions count on");
      highest_ = token.position;
    } else if (token.compound != 0) {
      hold(token.position == first_of_compound_,
           "a compound stands where its first part does");
    } else {
      hold(token.position == highest_, "what has no position takes the last");
    }
  }

  void hold(bool holds, std::string_view promise) {
    if (!holds && broken_.empty()) broken_ = promise;
  }

  std::vector<bool> border_;  // whether a place cuts no character
  uint32_t highest_ = 0;
  uint32_t last_compound_ = 0;
  uint32_t first_of_compound_ = 0;
  std::string_view broken_;
};

// The first promise that the tokens of text break; empty: none.
inline std::string_view unsound_tokens(const Analyser& analyser,
                                       std::string_view text) {
  TokenChecker checker(text);
  checker.end(analyser.analyse(
      text, [&](const Token& token) { checker.look_at(token); }));
  return checker.broken();
}

}  // namespace ibid
