// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of bytes, half open: [start, end).
#pragma once

#include <cstddef>
#include <string_view>

namespace ibid {

struct Span {
  size_t start = 0;
  size_t end = 0;

  size_t size() const { return end - start; }
  bool empty() const { return start >= end; }
  bool operator==(const Span&) const = default;
};

// The bytes of text that span covers; span must lie inside text.
inline std::string_view slice(std::string_view text, Span span) {
  return text.substr(span.start, span.size());
}

}  // namespace ibid
