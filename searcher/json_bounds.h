// SPDX-License-Identifier: GPL-3.0-or-later
// How large JSON from others is, told before it is parsed: the parser has no
// bounds of its own.
#pragma once

#include <cstddef>
#include <string_view>

namespace ibid {

struct JsonBounds {
  int depth = 64;                           // of arrays and objects
  size_t values = static_cast<size_t>(-1);  // about: commas and brackets
};

// Whether JSON keeps within them. Text that is no JSON may be either.
bool is_within(std::string_view json, const JsonBounds& bounds);

}  // namespace ibid
