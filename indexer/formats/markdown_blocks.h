// SPDX-License-Identifier: GPL-3.0-or-later
// The blocks of a Markdown text, as cmark-gfm finds them. markdown.cc makes
// sections of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "index/span.h"
#include "index/text.h"

namespace ibid {

struct MarkdownBlock {
  enum class Kind : uint8_t {
    kText,     // paragraph, table, quote, and a paragraph of definitions
    kHeading,  // ATX or setext; its span holds all of its lines
    kCode,     // indented, or with its fences
    kHtml,
    kListItem,  // of an outermost list, with all that is nested in it
  };
  Kind kind = Kind::kText;
  Span span;                 // whole lines, without blank ones at the end
  uint32_t line = 0;         // of the first, from 1
  int level = 0;             // kHeading: 1 to 6
  bool begins_list = false;  // kListItem: the first of its list
};

// Calls visit with the outermost blocks of lines[first...] of source, in order.
// They never overlap and leave out nothing but blank lines and thematic
// breaks. Takes linear time, and memory for cmark's tree that does not grow
// with the text. Thread-safe.
void each_markdown_block(
    std::string_view source, const std::vector<Line>& lines, size_t first,
    const std::function<void(const MarkdownBlock&)>& visit);

}  // namespace ibid
