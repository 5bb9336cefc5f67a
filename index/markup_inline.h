// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of markup.h: marks inside one paragraph of Markdown. Block
// marks are the matter of markup.cc, which calls this for each paragraph.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "index/span.h"

namespace ibid {

// Puts a space for each byte of span in text, but for line ends.
void hide_bytes(std::string& text, Span span);

// Hides in `visible` the marks of one paragraph: emphasis, code ticks, link and
// image targets, HTML tags and comments, escaping backslashes. `source` is the
// text before anything was hidden, of the same size; range: the paragraph.
// Linear in range.
void hide_inline_marks(std::string_view source, Span range,
                       std::string& visible);

}  // namespace ibid
