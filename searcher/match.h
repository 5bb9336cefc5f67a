// SPDX-License-Identifier: GPL-3.0-or-later
// What of a passage matched a query: from the analyser's tokens to what counts
// for a snippet and what is marked in it. A helper of snippet.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/analysis.h"
#include "index/span.h"
#include "searcher/flat_text.h"

namespace ibid {

// All spans are of FlatText::text().
struct Match {
  Span span;
  size_t key = 0;  // the same for all tokens of one stem
};

struct Matches {
  std::vector<Match> tokens;     // by start
  std::vector<double> weights;   // by key: the most that its tokens are worth
  std::vector<Span> highlights;  // in order, apart
};

// Takes the tokens of a passage in the analyser's order. A compound is marked
// as one where it matched as a whole, or in all of several parts.
class MatchCollector {
 public:
  // flat: outlives the collector.
  explicit MatchCollector(const FlatText& flat) : flat_(flat) {}

  // weight: 0 where the token did not match.
  void add(const Token& token, double weight);

  // What matched; the collector is of no use any more.
  Matches finish();

 private:
  void add_to_compound(const Token& token, Span span, bool matched);
  void close_compound();
  size_t key_of(const Token& token, double weight);

  // The compound whose tokens are coming in.
  struct Compound {
    uint32_t number = 0;  // 0: none
    Span span;
    size_t first_highlight = 0;
    size_t parts = 0;
    size_t matched_parts = 0;
    bool whole_matched = false;
  };

  const FlatText& flat_;
  Matches matches_;
  std::unordered_map<std::string, size_t> keys_;
  Compound compound_;
};

}  // namespace ibid
