// SPDX-License-Identifier: GPL-3.0-or-later
// How alike two words are spelt, by the runs of three bytes that they share.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ibid {

// The runs of three bytes of a word with a mark at each end, sorted.
using Trigrams = std::vector<uint32_t>;

Trigrams trigrams(std::string_view word);

// A bit for each of them; different ones may share it.
uint64_t signature(const Trigrams& trigrams);

// The likeness of a word to trigrams of so many, with this signature, is no
// more. Quick; most words are like nothing.
double likeness_at_most(std::string_view word, size_t count,
                        uint64_t signature);

// Twice what is shared by the number of both (Dice's coefficient), 0 to 1.
double likeness(const Trigrams& a, const Trigrams& b);

}  // namespace ibid
