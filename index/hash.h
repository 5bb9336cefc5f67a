// SPDX-License-Identifier: GPL-3.0-or-later
// Content hashes (XXH3 of xxHash). They tell contents apart and notice damage;
// they are no protection against an attacker.
#pragma once

#include <array>
#include <cstdint>
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
uint64_t hash64(std::string_view bytes);

}  // namespace ibid
