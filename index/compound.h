// SPDX-License-Identifier: GPL-3.0-or-later
// Words that are written with signs in them: COVID-19, C++, node.js,
// std::vector, AT&T, $5, don't. This finds where such a compound begins and
// ends and what its pieces are; analysis.cc makes tokens of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/span.h"

namespace ibid {

// A run of letters and digits, with the + or # that belongs to it (c++).
struct Piece {
  Span span;
  uint32_t symbols = 0;     // bytes of + or # at the end of the span
  uint32_t characters = 0;  // letters and digits; marks do not count
  bool digits = true;       // nothing but ASCII digits before the symbols
  bool letters = true;      // no ASCII digit in it
};

// What stands between two pieces.
enum class Joint : uint8_t {
  kNone,        // nothing: c++ and 20 in C++20
  kHyphen,      // e-mail; also U+2010 and U+2011
  kDot,         // node.js, 3.14
  kUnderscore,  // foo_bar, __init__
  kAt,          // user@example.com
  kAmpersand,   // AT&T
  kApostrophe,  // don't; also U+2019
  kScope,       // std::vector
  kColon,       // 10:30
  kComma,       // 10,000
  kSlash,       // TCP/IP
};

struct Compound {
  Span span;  // with signs before and after the pieces: .NET, $5, __init__
  std::vector<Piece> pieces;
  std::vector<Joint> joints;  // one fewer than pieces
};

// The end of the ASCII word at offset where a glance at what stands around it
// shows that it is no compound; else offset. Most words end here.
size_t plain_word_end(std::string_view text, size_t offset);

// Reads the compound whose first piece starts at offset, a word character
// (CharClass::kWord). The caller tries this at every such character that does
// not continue a compound, in order.
Compound read_compound(std::string_view text, size_t offset);

}  // namespace ibid
