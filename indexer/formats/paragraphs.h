// SPDX-License-Identifier: GPL-3.0-or-later
// The paragraphs of plain text, for text.cc: what stands between blank lines,
// and what its look tells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "index/span.h"

namespace ibid {

struct Paragraph {
  // From the first byte of its first line, indentation included, to the last
  // that is no white space.
  Span span;
  Span first;                // its first line, without white space around it
  Span rest;                 // the lines after that; empty: none
  uint32_t line = 0;         // of span.start, from 1
  uint32_t indent = 0;       // columns of its least indented line
  uint32_t rest_indent = 0;  // the same without its first line
  bool indented = false;     // its first line is
  bool records = false;      // lines that are entries, as in logs and tables:
                             // not flowing text
  bool underlined = false;   // one line that --- or === stood under
};

// More are not read; the rest of the text is then in no paragraph.
inline constexpr size_t kMaxParagraphs = 1'000'000;

// The paragraphs of text[start..]. Lines that hold "Last updated:" or "Quick
// Answer:" begin a paragraph of their own under a title without a blank line
// between.
std::vector<Paragraph> read_paragraphs(std::string_view text, size_t start);

// The paragraph without its first line; its rest must not be empty.
Paragraph without_first_line(std::string_view text, const Paragraph& paragraph);

// The line of text that begins at start, within `within` and without its end;
// empty where start is its end. And the line after that. For paragraphs, whose
// lines are never empty.
Span line_at(std::string_view text, Span within, size_t start);
Span line_after(std::string_view text, Span within, Span line);

// Whether a line has a letter or a digit, or anything outside ASCII.
bool has_word(std::string_view line);

// Whether a line can be a heading: not indented, no list mark, at most 100
// characters, not ending in . ! : ; , and with some letter or digit; nor is a
// row of columns one (white space of three or more inside, or | in front).
// line: without white space at its end.
bool looks_like_heading(std::string_view line);

// After "12. ", "3) ", "[4] ", "- ", "* ", "+ " or "• " (indented or not): the
// offset of what it marks; 0 where line has no such mark.
size_t after_list_mark(std::string_view line);

}  // namespace ibid
