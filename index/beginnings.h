// SPDX-License-Identifier: GPL-3.0-or-later
// How the words of a set begin: tells of most other words at once that they are
// not among them.
#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>

namespace ibid {

// By the first two bytes. Empty: has no word.
class Beginnings {
 public:
  void add(std::string_view word) { seen_.set(place(word)); }

  // False: no word that was added begins like this one. True: one may.
  bool may_have(std::string_view word) const { return seen_.test(place(word)); }

 private:
  static constexpr size_t kPlaces = 4096;

  static size_t place(std::string_view word) {
    const auto byte = [&](size_t i) -> size_t {
      return i < word.size() ? static_cast<unsigned char>(word[i]) : 0;
    };
    return (byte(0) * 37 + byte(1)) % kPlaces;
  }

  std::bitset<kPlaces> seen_;
};

}  // namespace ibid
