// SPDX-License-Identifier: GPL-3.0-or-later
// Content hashes (XXH3 of xxHash). They tell contents apart and notice damage;
// they are no protection against an attacker.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace ibid {

struct Hash128 {
  std::array<uint8_t, 16> bytes{};  // canonical (big endian) order
  auto operator<=>(const Hash128&) const = default;

  // Lower-case hexadecimal of the first `digits` digits (at most 32).
  std::string hex(size_t digits = 32) const;
};

Hash128 hash128(std::string_view bytes);
// The same of bytes that come piece by piece.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  void add(std::string_view bytes);
  // hash128 of all bytes so far.
  Hash128 hash() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

uint64_t hash64(std::string_view bytes);

}  // namespace ibid
