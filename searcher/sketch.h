// SPDX-License-Identifier: GPL-3.0-or-later
// Tells of most passages, in a few microseconds, that they say something else:
// only the rest need fingerprints to be compared. A helper of duplicates.h.
#pragma once

#include <array>
#include <cstdint>

#include "index/passage.h"

namespace ibid {

// The words of a passage by what they begin with. Changing, adding or leaving
// out a word moves few of the counts.
struct Sketch {
  static constexpr size_t kPlaces = 64;

  uint32_t words = 0;  // of ASCII
  std::array<uint32_t, kPlaces> counts{};
  // Words more there may be, of characters that are not ASCII or beside them.
  uint32_t others = 0;
  bool has_markup = false;  // then nothing is known
};

Sketch sketch(const StoredPassage& passage);

// False: near_duplicates is false of the two. True: it may be either.
bool may_be_near_duplicates(const Sketch& a, const Sketch& b);

}  // namespace ibid
