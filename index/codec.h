// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of stored records: LEB128 numbers, strings with their length before
// them, a checksum over all. DO NOT CHANGE without raising kFormatVersion.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "index/error.h"
#include "index/hash.h"

namespace ibid {

class Encoder {
 public:
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
      bytes_ += static_cast<char>(value | 0x80);
    }
    bytes_ += static_cast<char>(value);
  }
  void signed_number(int64_t value) {
    number(static_cast<uint64_t>(value) << 1 ^
           static_cast<uint64_t>(value >> 63));
  }
  void string(std::string_view text) {
    number(text.size());
    bytes_ += text;
  }
  void hash(const Hash128& hash) {
    bytes_.append(hash.bytes.begin(), hash.bytes.end());
  }
  // The bytes with their checksum (8 bytes) in front.
  std::string finish() const {
    std::string out;
    const uint64_t sum = hash64(bytes_);
    for (int shift = 56; shift >= 0; shift -= 8) {
      out += static_cast<char>(sum >> shift);
    }
    return out + bytes_;
  }

 private:
  std::string bytes_;
};

// Every read throws Error(kCorrupt) where the bytes end too soon.
class Decoder {
 public:
  // Checks the checksum. what: names the record in the message.
  Decoder(std::string_view data, std::string_view what) : what_(what) {
    if (data.size() < 8) fail();
    rest_ = data.substr(8);
    uint64_t sum = 0;
    for (size_t i = 0; i < 8; ++i) {
      sum = sum << 8 | static_cast<unsigned char>(data[i]);
    }
    if (sum != hash64(rest_)) fail();
  }

  uint64_t number() {
    uint64_t value = 0;
    for (uint32_t shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= static_cast<uint64_t>(byte & 0x7Fu) << shift;
      if (byte < 0x80) return value;
    }
    fail();
  }
  int64_t signed_number() {
    const uint64_t value = number();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  std::string string() {
    const uint64_t size = number();
    return std::string(take(size));
  }
  Hash128 hash() {
    Hash128 out;
    const std::string_view bytes = take(out.bytes.size());
    for (size_t i = 0; i < bytes.size(); ++i) {
      out.bytes[i] = static_cast<uint8_t>(bytes[i]);
    }
    return out;
  }
  // How many things follow; each takes at least one byte, so a larger count
  // than the bytes left is damage.
  size_t count() {
    const uint64_t value = number();
    if (value > rest_.size()) fail();
    return static_cast<size_t>(value);
  }

  // Nothing may be left.
  void finish() const {
    if (!rest_.empty()) fail();
  }

 private:
  std::string_view take(uint64_t size) {
    if (size > rest_.size()) fail();
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }

  [[noreturn]] void fail() const {
    throw Error(ErrorKind::kCorrupt, std::string(what_) + " is damaged",
                "rebuild the database: ibid-indexer --rebuild");
  }

  std::string_view rest_;
  std::string_view what_;
};

}  // namespace ibid
