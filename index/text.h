// SPDX-License-Identifier: GPL-3.0-or-later
// Small helpers for UTF-8 text that every stage uses. All are pure; none
// throws on any bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/span.h"

namespace ibid {

// One code point and the bytes it took. Invalid bytes give U+FFFD and the
// length of the longest invalid prefix that Unicode replaces by one character
// (1 to 3 bytes), so decoding always moves on.
struct CodePoint {
  char32_t value = 0;
  uint32_t length = 0;  // bytes, at least 1
  bool valid = true;
};

// decode_utf8 of a byte that is not ASCII.
CodePoint decode_multibyte(std::string_view text, size_t offset);

// Decodes the code point at offset; offset < text.size().
inline CodePoint decode_utf8(std::string_view text, size_t offset) {
  const auto first = static_cast<unsigned char>(text[offset]);
  if (first < 0x80) return {first, 1, true};
  return decode_multibyte(text, offset);
}

// Appends the UTF-8 form of c (at most 4 bytes).
void append_utf8(std::string& out, char32_t c);

bool is_valid_utf8(std::string_view text);

// text with each invalid sequence replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);

// Largest offset <= limit that does not cut a code point of valid text.
size_t utf8_floor(std::string_view text, size_t limit);

// Number of code points.
size_t utf8_length(std::string_view text);

// True for space, tab, CR, LF, form feed and vertical tab.
inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// text without white space (see is_space) at both ends.
std::string_view trim(std::string_view text);

// span made smaller by the white space of text at its ends.
Span trim(std::string_view text, Span span);

// A to Z become a to z; other bytes stay.
std::string ascii_lower(std::string_view text);

// Equal but for the case of A to Z.
bool equal_ignoring_ascii_case(std::string_view a, std::string_view b);

// Each run of white space (also U+00A0, U+2028, U+3000 and their like) as one
// space, none at the ends. What a heading or a title is stored as.
std::string collapse_space(std::string_view text);

// text for a terminal: control characters (C0 but tab and LF, DEL, C1), bidi
// overrides and isolates (U+202A..E, U+2066..9) and invalid bytes become
// U+FFFD, so that no article or query can steer the terminal.
std::string printable(std::string_view text);

// Columns that text takes on a terminal: 0 for combining marks and format
// characters, 2 for wide East Asian characters and emoji, else 1.
size_t display_width(std::string_view text);

// One line of a source: its bytes without the line ending (LF, CRLF or a lone
// CR), and its number from 1.
struct Line {
  Span span;
  uint32_t number = 0;
};

// The lines of text. A final line ending starts no further line.
std::vector<Line> split_lines(std::string_view text);

}  // namespace ibid
