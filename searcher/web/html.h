// SPDX-License-Identifier: GPL-3.0-or-later
// Other people's text as part of a page: the one way there is into HTML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "index/span.h"

namespace ibid {

// For between tags and within quoted attributes; nothing in it is markup, and
// nothing steers the direction of what stands around it. XML takes it too.
std::string html_text(std::string_view text);

// The same, with <mark> around these spans of text (in order, apart).
std::string html_marked(std::string_view text, const std::vector<Span>& marks);

// "2026-04-01" as <time>1 April 2026</time>.
std::string html_date(std::string_view day);

// 12,345
std::string grouped(uint64_t number);

}  // namespace ibid
