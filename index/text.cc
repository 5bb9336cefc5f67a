// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text.h"

#include <unicode/uchar.h>

namespace ibid {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// What the first byte of a sequence says of the rest: how many bytes follow and
// the range of the first of them, which rules out overlong forms, surrogates
// and values over U+10FFFF (Unicode, table 3-7).
struct Lead {
  uint32_t more = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  char32_t bits = 0;
};

Lead read_lead(unsigned char c) {
  if (c >= 0xC2 && c <= 0xDF) return {1, 0x80, 0xBF, c & 0x1Fu};
  if (c == 0xE0) return {2, 0xA0, 0xBF, 0};
  if (c == 0xED) return {2, 0x80, 0x9F, 0x0D};
  if (c >= 0xE1 && c <= 0xEF) return {2, 0x80, 0xBF, c & 0x0Fu};
  if (c == 0xF0) return {3, 0x90, 0xBF, 0};
  if (c >= 0xF1 && c <= 0xF3) return {3, 0x80, 0xBF, c & 0x07u};
  if (c == 0xF4) return {3, 0x80, 0x8F, 4};
  return {};
}

bool is_wide_space(char32_t c) {
  return c < 0x80 ? is_space(static_cast<char>(c))
                  : u_isUWhiteSpace(static_cast<UChar32>(c));
}

// Characters that move or restyle what a terminal shows.
bool is_unprintable(const CodePoint& c) {
  const char32_t v = c.value;
  return !c.valid || (v < 0x20 && v != '\t' && v != '\n') ||
         (v >= 0x7F && v <= 0x9F) || (v >= 0x202A && v <= 0x202E) ||
         (v >= 0x2066 && v <= 0x2069);
}

}  // namespace

CodePoint decode_multibyte(std::string_view text, size_t offset) {
  const Lead lead = read_lead(static_cast<unsigned char>(text[offset]));
  if (lead.more == 0) return {kReplacement, 1, false};
  char32_t value = lead.bits;
  for (uint32_t i = 1; i <= lead.more; ++i) {
    if (offset + i >= text.size()) return {kReplacement, i, false};
    const auto c = static_cast<unsigned char>(text[offset + i]);
    const bool fits = i == 1 ? c >= lead.low && c <= lead.high
                             : is_continuation(text[offset + i]);
    if (!fits) return {kReplacement, i, false};
    value = value << 6 | (c & 0x3Fu);
  }
  return {value, lead.more + 1, true};
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

bool is_valid_utf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    const CodePoint c = decode_utf8(text, i);
    if (!c.valid) return false;
    i += c.length;
  }
  return true;
}

std::string to_valid_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    if (c.valid) {
      out.append(text, i, c.length);
    } else {
      append_utf8(out, kReplacement);
    }
    i += c.length;
  }
  return out;
}

size_t utf8_floor(std::string_view text, size_t limit) {
  if (limit >= text.size()) return text.size();
  while (limit > 0 && is_continuation(text[limit])) --limit;
  return limit;
}

size_t utf8_length(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += !is_continuation(c);
  return count;
}

std::string_view trim(std::string_view text) {
  return slice(text, trim(text, {0, text.size()}));
}

Span trim(std::string_view text, Span span) {
  while (span.start < span.end && is_space(text[span.start])) ++span.start;
  while (span.end > span.start && is_space(text[span.end - 1])) --span.end;
  return span;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ascii_lower(a) == ascii_lower(b);
}

std::string collapse_space(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    if (is_wide_space(c.value)) {
      gap = !out.empty();
    } else {
      if (gap) out += ' ';
      gap = false;
      out.append(text, i, c.length);
    }
    i += c.length;
  }
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    append_utf8(out, is_unprintable(c) ? kReplacement : c.value);
    i += c.length;
  }
  return out;
}

size_t display_width(std::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    i += c.length;
    if (c.value < 0x300) {
      width += c.value >= 0x20 && c.value != 0xAD;
      continue;
    }
    const auto point = static_cast<UChar32>(c.value);
    const int32_t kind = u_charType(point);
    if (kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK ||
        kind == U_FORMAT_CHAR) {
      continue;
    }
    const int32_t wide = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
    width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

std::vector<Line> split_lines(std::string_view text) {
  std::vector<Line> lines;
  size_t start = 0;
  uint32_t number = 1;
  while (start < text.size()) {
    size_t end = start;
    while (end < text.size() && text[end] != '\n' && text[end] != '\r') ++end;
    lines.push_back({{start, end}, number++});
    const bool crlf = text.substr(end, 2) == "\r\n";
    start = end + (crlf ? 2 : 1);
  }
  return lines;
}

}  // namespace ibid
