// SPDX-License-Identifier: GPL-3.0-or-later
// From text to terms: one analyser that the indexer and the searcher share, so
// that both cut, fold and stem alike. What it gives is described here and
// pinned by tests/index/analysis_test.cc; a change of its output raises
// kAnalysisVersion (index/schema.h), because stored terms no longer fit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "index/beginnings.h"

namespace ibid {

enum class TokenRole : uint8_t {
  kWord,    // a word on its own: has a stem and a position
  kPart,    // a piece of a compound (covid and 19 in COVID-19): as kWord
  kWhole,   // the compound as it is written, folded: covid-19, node.js, c++;
            // never stemmed, stands at the position of its first part
  kJoined,  // another spelling of the compound: email for e-mail, 10000 for
            // 10,000, 1.4.22 for v1.4.22, dont for don't; position as kWhole
  kNgram,   // two neighbouring Han, Kana or Hangul characters (one, where a
            // character stands alone); has a position, no stem
  kChar,    // one character of such a run of two or more: lets a query for a
            // single character find it; no position of its own
};

// Whether tokens of the role stand in an order; the others are further forms of
// a compound, or of a character.
constexpr bool role_has_position(TokenRole role) {
  return role == TokenRole::kWord || role == TokenRole::kPart ||
         role == TokenRole::kNgram;
}

struct Token {
  TokenRole role = TokenRole::kWord;
  uint32_t start = 0;  // bytes [start, end) of the analysed text
  uint32_t end = 0;
  uint32_t position = 0;  // from 1; parts and n-grams count one each
  uint32_t compound = 0;  // tokens of one compound share a number; 0: none
  // Both are valid until the sink returns. word is the folded form; stem is
  // equal to word where there is no stemmer or nothing to stem.
  std::string_view word;
  std::string_view stem;
};

// Not thread-safe: one a thread. Cheap to call again and again (it keeps the
// stems of words that it has seen), costly to make.
class Analyser {
 public:
  // language: in normal form (language.h); without a stemmer for it words are
  // their own stems. "" and "none" mean no stemming.
  explicit Analyser(std::string_view language);
  ~Analyser();
  Analyser(Analyser&&) noexcept;
  Analyser& operator=(Analyser&&) noexcept;

  const std::string& language() const;

  // Calls sink for each token, ordered by position; for a compound first its
  // parts, then kWhole, then kJoined. Any bytes are text; none throws.
  // Returns the last position used (0: no token).
  using Sink = std::function<void(const Token&)>;
  uint32_t analyse(std::string_view text, const Sink& sink) const;

  // The same for a caller who looks for certain words, having added their stems
  // to `wanted`, or whole ranges of words: others may come with an empty stem
  // or not at all, which spares the work of making them. Positions stay the
  // same.
  uint32_t analyse(std::string_view text, const Beginnings& wanted,
                   const Sink& sink) const;

  // The stem of a folded word.
  std::string stem(std::string_view folded_word) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ibid
