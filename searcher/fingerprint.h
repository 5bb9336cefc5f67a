// SPDX-License-Identifier: GPL-3.0-or-later
// What of a passage is compared with others to find those that say the same;
// duplicates.h has the rule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/passage.h"
#include "index/word_table.h"

namespace ibid {

inline constexpr size_t kShingleWords = 4;
inline constexpr size_t kMinWords = 8;

// What is compared of a passage. Hashes all: two different texts have the same
// by an accident that nobody will see.
struct Fingerprint {
  uint64_t text = 0;               // of the folded text
  uint64_t telling = 0;            // of the telling words
  std::vector<uint64_t> shingles;  // sorted, with repeats; empty: few words
};

// Makes fingerprints. Keeps the folded forms of words that are not ASCII, which
// are costly; so one of these is best kept. Not thread-safe: one a thread.
class Fingerprinter {
 public:
  Fingerprint read(const StoredPassage& passage);

 private:
  WordTable words_{"none"};
};

}  // namespace ibid
