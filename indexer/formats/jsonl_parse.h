// SPDX-License-Identifier: GPL-3.0-or-later
// The first step of read_json_line: from a line of bytes, however hostile, to a
// JSON object.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "indexer/article.h"

namespace ibid {

// The object that a line holds; nullopt, with an error in diagnostics, where it
// is no JSON, no object, too long, or nested deeper than kMaxNesting. Invalid
// UTF-8 and escapes of lone surrogates are read as U+FFFD. Of keys that come
// twice the last counts.
std::optional<nlohmann::json> parse_json_line(std::string_view json,
                                              uint32_t line,
                                              Diagnostics& diagnostics);

}  // namespace ibid
