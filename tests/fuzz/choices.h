// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of an input as choices, for targets that build something by them.
// Past the end of the bytes every choice is 0.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ibid {

class Choices {
 public:
  // bytes outlive the choices.
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}

  uint32_t number() {
    uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value = value << 8U | byte();
    return value;
  }

  // 0 to bound - 1.
  uint64_t below(uint64_t bound) { return number() % bound; }

  // Of the next bytes, as many as the first of them says.
  std::string text(size_t max_bytes) {
    const size_t length = byte() % (max_bytes + 1);
    const std::string_view text = bytes_.substr(0, length);
    bytes_.remove_prefix(text.size());
    return std::string(text);
  }

 private:
  uint8_t byte() {
    if (bytes_.empty()) return 0;
    const auto first = static_cast<uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return first;
  }

  std::string_view bytes_;
};

}  // namespace ibid
