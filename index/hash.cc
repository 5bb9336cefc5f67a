// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/hash.h"

#include <xxhash.h>

#include <algorithm>

namespace ibid {

std::string Hash128::hex(size_t digits) const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (size_t i = 0; i < std::min<size_t>(digits, 32); ++i) {
    const uint8_t byte = bytes[i / 2];
    out += kDigits[i % 2 == 0 ? byte >> 4 : byte & 15];
  }
  return out;
}

Hash128 hash128(std::string_view bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical,
                           XXH3_128bits(bytes.data(), bytes.size()));
  Hash128 hash;
  std::copy_n(canonical.digest, hash.bytes.size(), hash.bytes.begin());
  return hash;
}

uint64_t hash64(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace ibid
