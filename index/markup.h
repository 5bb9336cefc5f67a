// SPDX-License-Identifier: GPL-3.0-or-later
// What of a stored passage is to be read. Passages of Markdown are stored as
// their source, byte for byte; analysis and snippets must not see link targets
// and marks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ibid {

enum class Markup : uint8_t {
  kNone = 0,      // text as it is
  kMarkdown = 1,  // source of Markdown blocks
};

// text with the bytes of markup (emphasis and heading marks, link and image
// targets, reference definitions, code fences, table rules, HTML tags, quote
// marks) replaced by spaces. Same length, same line ends: every offset into the
// result is one into text. Code keeps its content. Best effort on text that is
// no proper Markdown; never throws.
std::string visible_text(std::string_view text, Markup markup);

}  // namespace ibid
