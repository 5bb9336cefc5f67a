// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/cursor.h"

#include <fmt/format.h>

#include <charconv>

#include "index/error.h"
#include "index/hash.h"

namespace ibid {
namespace {

// Numbers beyond this come from nobody who was given them.
constexpr size_t kMaxNumber = size_t{1} << 40;

// Reads a number and the dot after it from the beginning of text.
bool take_number(std::string_view& text, size_t& number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  const auto length = static_cast<size_t>(end - text.data());
  if (error != std::errc() || number > kMaxNumber || length == text.size() ||
      *end != '.') {
    return false;
  }
  text.remove_prefix(length + 1);
  return true;
}

std::string seal(std::string_view owner) { return hash128(owner).hex(16); }

}  // namespace

std::string write_cursor(const Cursor& cursor, std::string_view owner) {
  return fmt::format("{}.{}.{}", cursor.first, cursor.second, seal(owner));
}

Cursor read_cursor(std::string_view text, std::string_view owner) {
  Cursor cursor;
  if (!take_number(text, cursor.first) || !take_number(text, cursor.second) ||
      text != seal(owner)) {
    throw Error(ErrorKind::kUsage, "cursor does not belong to this call",
                "give the next_cursor of a result together with the arguments "
                "of its call, or leave cursor out to begin anew");
  }
  return cursor;
}

}  // namespace ibid
