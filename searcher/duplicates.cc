// SPDX-License-Identifier: GPL-3.0-or-later
// Two lists of sorted shingles that have 90% in common have one in common among
// their first tenths: an index of these finds all candidates, and the full
// comparison of the few there are stops as soon as too much differs.
#include "searcher/duplicates.h"

#include <algorithm>
#include <unordered_map>

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

// How many of a passage's shingles, from the first, one of any near-duplicate's
// first is among.
size_t prefix_size(const Fingerprint& passage) {
  const size_t size = passage.shingles.size();
  return size - (size * 9 + 9) / 10 + 1;
}

// The passages kept so far, by what finds their near-duplicates.
class Kept {
 public:
  explicit Kept(std::span<const Fingerprint> all) : all_(all) {
    for (const Fingerprint& passage : all) ++telling_[passage.telling];
  }

  // The first one kept that the passage at place repeats; place: there is none.
  size_t find(size_t place) const {
    const auto same = by_text_.find(all_[place].text);
    size_t first = same == by_text_.end() ? place : same->second;
    each_key(all_[place], [&](uint64_t shingle) {
      const auto found = by_shingle_.find(shingle);
      if (found == by_shingle_.end()) return;
      for (const size_t other : found->second) {
        if (other >= first) break;  // they come in order
        if (near_duplicates(all_[other], all_[place])) first = other;
      }
    });
    return first;
  }

  void add(size_t place) {
    by_text_.emplace(all_[place].text, place);
    each_key(all_[place],
             [&](uint64_t shingle) { by_shingle_[shingle].push_back(place); });
  }

 private:
  // The shingles to look a passage up by; none where no other has the same
  // telling words, as it is with most.
  template <class Visit>
  void each_key(const Fingerprint& passage, Visit&& visit) const {
    const auto& shingles = passage.shingles;
    if (shingles.empty() || telling_.at(passage.telling) == 1) return;
    for (size_t i = 0; i < prefix_size(passage); ++i) {
      if (i == 0 || shingles[i] != shingles[i - 1]) visit(shingles[i]);
    }
  }

  std::span<const Fingerprint> all_;
  std::unordered_map<uint64_t, size_t> telling_;  // how many have them
  std::unordered_map<uint64_t, size_t> by_text_;
  std::unordered_map<uint64_t, std::vector<size_t>> by_shingle_;
};

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

std::vector<size_t> collapse(std::span<const Fingerprint> passages) {
  std::vector<size_t> firsts;
  Kept kept(passages);
  for (size_t i = 0; i < passages.size(); ++i) {
    firsts.push_back(kept.find(i));
    if (firsts.back() == i) kept.add(i);
  }
  return firsts;
}

}  // namespace ibid
