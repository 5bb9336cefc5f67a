// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/trigrams.h"

#include <algorithm>

namespace ibid {
namespace {

// No byte of UTF-8.
constexpr uint32_t kMark = 0xff;

uint64_t bit_of(uint32_t trigram) {
  constexpr uint32_t kFactor = 0x9E3779B1;  // odd, its bits well mixed
  return uint64_t{1} << (trigram * kFactor >> 26);
}

// Calls visit with each run of three, also those that come again.
template <class Visit>
void each_trigram(std::string_view word, Visit&& visit) {
  uint32_t run = kMark;
  for (size_t i = 0; i <= word.size(); ++i) {
    const uint32_t next =
        i < word.size() ? static_cast<unsigned char>(word[i]) : kMark;
    run = (run << 8 | next) & 0xffffff;
    if (i > 0) visit(run);
  }
}

}  // namespace

Trigrams trigrams(std::string_view word) {
  Trigrams list;
  list.reserve(word.size());
  each_trigram(word, [&](uint32_t run) { list.push_back(run); });
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

uint64_t signature(const Trigrams& trigrams) {
  uint64_t bits = 0;
  for (const uint32_t run : trigrams) bits |= bit_of(run);
  return bits;
}

double likeness_at_most(std::string_view word, size_t count,
                        uint64_t signature) {
  size_t shared = 0;
  each_trigram(word,
               [&](uint32_t run) { shared += (signature & bit_of(run)) != 0; });
  shared = std::min(shared, count);
  if (shared == 0) return 0;
  return 2.0 * static_cast<double>(shared) /
         static_cast<double>(count + shared);
}

double likeness(const Trigrams& a, const Trigrams& b) {
  if (a.empty() || b.empty()) return 0;
  size_t shared = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) ++shared;
    const bool first = *i <= *j;
    const bool second = *j <= *i;
    if (first) ++i;
    if (second) ++j;
  }
  return 2.0 * static_cast<double>(shared) /
         static_cast<double>(a.size() + b.size());
}

}  // namespace ibid
