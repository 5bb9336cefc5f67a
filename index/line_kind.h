// SPDX-License-Identifier: GPL-3.0-or-later
// What a line of text is, by its look: sentence.cc lets sentences flow from
// line to line only in prose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "index/span.h"

namespace ibid {

enum class LineKind : uint8_t {
  kBlank,
  kProse,
  kList,     // begins with "- ", "* ", "+ ", "1. ", "1) " or a bullet
  kTable,    // a row: begins with | or +--
  kHeading,  // begins with # to ###### and a space
  kRule,     // only --- or === or their like: underlines what stands above
  kFence,    // ``` or ~~~ that opens or closes a block of code
};

struct LineStart {
  LineKind kind = LineKind::kProse;
  size_t text_start = 0;  // of its words: after white space and list mark
};

// The line of text that begins at line_start.
LineStart read_line_start(std::string_view text, size_t line_start);

// Whether a line reads as source code: it ends in ; { or } and has another
// sign of code.
bool is_code_line(std::string_view line);

// Whether a sentence of text reads as what a program printed, or as a comment
// in one, and as nothing that somebody says: it begins with // or /*, or one of
// its lines stands further in than the line before, and no full stop or the
// like ends it.
bool is_printout(std::string_view text, Span sentence);

// Whether line, the first of its paragraph, was broken on purpose, as headings
// are: it is short, and the first word of the next line, which begins at
// `next`, would have fitted into it although that line is much longer.
bool is_heading_line(std::string_view text, Span line, size_t next);

}  // namespace ibid
