// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/json_bounds.h"

namespace ibid {

// Each value but the first comes after a comma or an opening bracket.
bool is_within(std::string_view json, const JsonBounds& bounds) {
  int depth = 0;
  size_t values = 1;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '[' || c == '{')) {
      ++values;
      if (++depth > bounds.depth) return false;
    } else if (!in_string && (c == ']' || c == '}')) {
      --depth;
    } else if (!in_string && c == ',') {
      ++values;
    }
    if (values > bounds.values) return false;
  }
  return true;
}

}  // namespace ibid
