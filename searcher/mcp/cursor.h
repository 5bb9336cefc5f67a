// SPDX-License-Identifier: GPL-3.0-or-later
// Where a result goes on: two numbers, tied to the arguments of the call that
// they belong to, so that they are of no other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ibid {

// What the numbers count is each tool's own affair.
struct Cursor {
  size_t first = 0;
  size_t second = 0;

  bool operator==(const Cursor&) const = default;
};

// owner: what the call asks, without how much of it.
std::string write_cursor(const Cursor& cursor, std::string_view owner);

// Throws Error(kUsage) where text is no cursor of the same owner.
Cursor read_cursor(std::string_view text, std::string_view owner);

}  // namespace ibid
