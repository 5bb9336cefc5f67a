// SPDX-License-Identifier: GPL-3.0-or-later
// How the words of a set begin: tells of most other words at once that they are
// not among them.
#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ibid {

// By the first two bytes. Empty: has no word.
class Beginnings {
 public:
  void add(std::string_view word) { seen_.set(place(word)); }

  // All words of least to most bytes that begin with this byte.
  void add_all(char first, size_t least, size_t most) {
    uint64_t& lengths = lengths_[static_cast<unsigned char>(first)];
    for (size_t n = least; n <= std::min(most, kLongest); ++n) {
      lengths |= uint64_t{1} << n;
    }
  }

  // False: no word that was added begins like this one. True: one may.
  bool may_have(std::string_view word) const { return seen_.test(place(word)); }

  // Whether words of so many bytes that begin with this byte were added at
  // once; of 63 bytes and more, whether any were.
  bool has_all(char first, size_t bytes) const {
    const uint64_t lengths = lengths_[static_cast<unsigned char>(first)];
    return (lengths >> std::min(bytes, kLongest) & 1) != 0;
  }

 private:
  static constexpr size_t kPlaces = 4096;
  static constexpr size_t kLongest = 63;

  static size_t place(std::string_view word) {
    const auto byte = [&](size_t i) -> size_t {
      return i < word.size() ? static_cast<unsigned char>(word[i]) : 0;
    };
    return (byte(0) * 37 + byte(1)) % kPlaces;
  }

  std::bitset<kPlaces> seen_;
  std::array<uint64_t, 256> lengths_{};  // by first byte: a bit a length
};

}  // namespace ibid
