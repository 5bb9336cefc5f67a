// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/derived_words.h"

#include <algorithm>
#include <array>

#include "searcher/word_forms.h"

namespace ibid {
namespace {

struct Endings {
  std::string_view shorter;
  std::string_view longer;
};

constexpr auto kEndings = std::to_array<Endings>({
    {"de", "sion"},        // decide, conclude, invade, explode
    {"mit", "mission"},    // permit, transmit
    {"rt", "rsion"},       // convert
    {"nd", "nsion"},       // extend
    {"nd", "nse"},         // respond, defend
    {"ibe", "iption"},     // describe
    {"eive", "eption"},    // receive
    {"ume", "umption"},    // consume
    {"lve", "lution"},     // solve
    {"ain", "anation"},    // explain
    {"aim", "amation"},    // proclaim
    {"eal", "elation"},    // reveal
    {"oke", "ocation"},    // provoke
    {"ose", "osition"},    // compose
    {"uire", "uisition"},  // acquire
    {"eed", "ess"},        // succeed, exceed
    {"ete", "etition"},    // compete
    {"eat", "etition"},    // repeat
    {"ieve", "ief"},       // believe
    {"ble", "bility"},     // stable
    {"te", "cy"},          // private
});

// What must be left of a word before its ending.
constexpr size_t kLeastRoot = 2;

void add(std::string_view word, std::string_view from, std::string_view to,
         std::vector<std::string>& found) {
  if (!word.ends_with(from) || word.size() < from.size() + kLeastRoot) return;
  std::string other(word.substr(0, word.size() - from.size()));
  other += to;
  if (std::find(found.begin(), found.end(), other) == found.end()) {
    found.push_back(std::move(other));
  }
}

}  // namespace

std::vector<std::string> derived_words(std::string_view folded_word) {
  std::vector<std::string> found;
  for (const std::string& base : base_words(folded_word)) {
    for (const auto& [shorter, longer] : kEndings) {
      add(base, shorter, longer, found);
      add(base, longer, shorter, found);
    }
  }
  return found;
}

}  // namespace ibid
