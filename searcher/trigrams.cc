// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/trigrams.h"

#include <algorithm>

namespace ibid {
namespace {

// No byte of UTF-8.
constexpr uint32_t kMark = 0xff;

}  // namespace

Trigrams trigrams(std::string_view word) {
  Trigrams list;
  list.reserve(word.size());
  uint32_t run = kMark;
  for (size_t i = 0; i <= word.size(); ++i) {
    const uint32_t next =
        i < word.size() ? static_cast<unsigned char>(word[i]) : kMark;
    run = (run << 8 | next) & 0xffffff;
    if (i > 0) list.push_back(run);
  }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
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
