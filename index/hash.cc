// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/hash.h"

#include <xxhash.h>

#include <algorithm>
#include <new>

namespace ibid {
namespace {

Hash128 canonical(const XXH128_hash_t& value) {
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, value);
  Hash128 hash;
  std::copy_n(bytes.digest, hash.bytes.size(), hash.bytes.begin());
  return hash;
}

}  // namespace

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
  return canonical(XXH3_128bits(bytes.data(), bytes.size()));
}

// XXH3_createState sees to the alignment that its state needs.
struct Hasher::State {
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> xxh{XXH3_createState()};
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
  if (!state_->xxh) throw std::bad_alloc();
  XXH3_128bits_reset(state_->xxh.get());
}

Hasher::~Hasher() = default;

void Hasher::add(std::string_view bytes) {
  XXH3_128bits_update(state_->xxh.get(), bytes.data(), bytes.size());
}

Hash128 Hasher::hash() const {
  return canonical(XXH3_128bits_digest(state_->xxh.get()));
}

uint64_t hash64(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace ibid
