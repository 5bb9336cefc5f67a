// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/json_line.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "index/text.h"

namespace ibid {
namespace {

// Characters that could steer a terminal, and marks of writing direction, as
// escapes: JSON itself asks to escape only those below U+0020.
bool is_steering(char32_t c) {
  return (c >= 0x7f && c <= 0x9f) || c == 0x061c || c == 0x200e ||
         c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

std::string without_steering(std::string json) {
  std::string out;
  size_t done = 0;
  for (size_t i = 0; i < json.size();) {
    if (static_cast<unsigned char>(json[i]) < 0x7f) {
      ++i;
      continue;
    }
    const CodePoint point = decode_utf8(json, i);
    if (is_steering(point.value)) {
      out.append(json, done, i - done);
      out += fmt::format("\\u{:04x}", static_cast<uint32_t>(point.value));
      done = i + point.length;
    }
    i += point.length;
  }
  if (done == 0) return json;
  return out.append(json, done);
}

}  // namespace

// Invalid UTF-8 should not come this far; where it does, a replacement
// character is better than an exception in the place of all results.
std::string json_line(const nlohmann::ordered_json& json) {
  return without_steering(
             json.dump(-1, ' ', false,
                       nlohmann::ordered_json::error_handler_t::replace)) +
         "\n";
}

}  // namespace ibid
