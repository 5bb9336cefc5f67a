// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/match.h"

#include <algorithm>
#include <utility>

namespace ibid {
namespace {

// Sorted, and those that touch made one.
std::vector<Span> merge(std::vector<Span> spans) {
  std::ranges::sort(spans, {}, &Span::start);
  std::vector<Span> apart;
  for (const Span& span : spans) {
    if (!apart.empty() && span.start <= apart.back().end) {
      apart.back().end = std::max(apart.back().end, span.end);
    } else {
      apart.push_back(span);
    }
  }
  return apart;
}

}  // namespace

void MatchCollector::add(const Token& token, double weight) {
  if (token.compound != compound_.number) close_compound();
  const Span span = flat_.map({token.start, token.end});
  if (span.empty()) return;
  if (token.compound != 0) add_to_compound(token, span, weight > 0);
  if (weight <= 0) return;
  matches_.tokens.push_back({span, key_of(token, weight)});
  matches_.highlights.push_back(span);
}

Matches MatchCollector::finish() {
  close_compound();
  std::ranges::sort(matches_.tokens, {}, [](const Match& match) {
    return std::pair(match.span.start, match.key);
  });
  matches_.highlights = merge(std::move(matches_.highlights));
  return std::move(matches_);
}

void MatchCollector::add_to_compound(const Token& token, Span span,
                                     bool matched) {
  if (compound_.number == 0) {
    compound_.number = token.compound;
    compound_.span = span;
    compound_.first_highlight = matches_.highlights.size();
  }
  compound_.span.start = std::min(compound_.span.start, span.start);
  compound_.span.end = std::max(compound_.span.end, span.end);
  if (token.role == TokenRole::kWhole || token.role == TokenRole::kJoined) {
    compound_.whole_matched = compound_.whole_matched || matched;
  } else {
    ++compound_.parts;
    if (matched) ++compound_.matched_parts;
  }
}

void MatchCollector::close_compound() {
  const Compound done = std::exchange(compound_, {});
  if (done.number == 0) return;
  // One part alone is itself: the c of C++ is not C++.
  const bool all_parts = done.parts > 1 && done.matched_parts == done.parts;
  if (!done.whole_matched && !all_parts) return;
  matches_.highlights.resize(done.first_highlight);
  matches_.highlights.push_back(done.span);
}

size_t MatchCollector::key_of(const Token& token, double weight) {
  const auto [place, added] =
      keys_.try_emplace(std::string(token.stem), keys_.size());
  if (added) matches_.weights.push_back(weight);
  double& most = matches_.weights[place->second];
  most = std::max(most, weight);
  return place->second;
}

}  // namespace ibid
