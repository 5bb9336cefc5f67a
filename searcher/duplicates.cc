// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/duplicates.h"

#include <algorithm>
#include <span>

namespace ibid {
namespace {

// With i shingles in both and d in one only, i / (i + d) >= 9 / 10 is the same
// as d <= (a + b) / 19, where a = |A| and b = |B|.
constexpr size_t kSameShare = 19;

// Whether no more than `most` shingles are in one of the two only.
bool differ_little(std::span<const uint64_t> a, std::span<const uint64_t> b,
                   size_t most) {
  size_t different = 0;
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size() && different <= most) {
    const bool same = a[i] == b[j];
    different += !same;
    const bool step_a = a[i] <= b[j];
    j += b[j] <= a[i];
    i += step_a;
  }
  return different + (a.size() - i) + (b.size() - j) <= most;
}

}  // namespace

bool near_duplicates(const Fingerprint& a, const Fingerprint& b) {
  if (a.text == b.text) return true;
  if (a.telling != b.telling || a.shingles.empty() || b.shingles.empty()) {
    return false;
  }
  const size_t less = std::min(a.shingles.size(), b.shingles.size());
  const size_t more = std::max(a.shingles.size(), b.shingles.size());
  const size_t most = (less + more) / kSameShare;
  return more - less <= most && differ_little(a.shingles, b.shingles, most);
}

}  // namespace ibid
