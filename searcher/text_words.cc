// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/text_words.h"

#include <algorithm>
#include <utility>

namespace ibid {
namespace {

void take(const Token& token, TextWords& text) {
  if (role_has_position(token.role)) {
    text.in_order.push_back(
        {token.position, std::string(token.word), std::string(token.stem)});
  }
  text.stems.emplace_back(token.stem);
}

TextWords finish(TextWords text) {
  std::sort(text.stems.begin(), text.stems.end());
  return text;
}

}  // namespace

TextWords read_text(std::string_view text, const Analyser& analyser) {
  TextWords read;
  analyser.analyse(text, [&](const Token& token) { take(token, read); });
  return finish(std::move(read));
}

TextWords read_text(std::string_view text, const Analyser& analyser,
                    const Beginnings& wanted) {
  TextWords read;
  analyser.analyse(text, wanted, [&](const Token& token) {
    if (wanted.may_have(token.stem)) take(token, read);
  });
  return finish(std::move(read));
}

bool have_within(const TextWords& text, const std::vector<std::string>& wanted,
                 size_t most) {
  struct Place {
    uint32_t position;
    size_t wanted;
  };
  std::vector<Place> places;
  for (const PlacedWord& word : text.in_order) {
    const auto found =
        std::lower_bound(wanted.begin(), wanted.end(), word.stem);
    if (found == wanted.end() || *found != word.stem) continue;
    places.push_back(
        {word.position, static_cast<size_t>(found - wanted.begin())});
  }
  // The stretch from `first` on has each wanted word so many times.
  std::vector<size_t> counts(wanted.size());
  size_t missing = wanted.size();
  auto first = places.begin();
  for (const Place& last : places) {
    if (counts[last.wanted]++ == 0) --missing;
    for (; missing == 0; ++first) {
      if (last.position - first->position < most) return true;
      if (--counts[first->wanted] == 0) ++missing;
    }
  }
  return false;
}

}  // namespace ibid
