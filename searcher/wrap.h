// SPDX-License-Identifier: GPL-3.0-or-later
// Breaking text into lines for a terminal; a helper of print_text.cc.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "index/span.h"

namespace ibid {

// The lines that text takes, in order, without the spaces at their breaks.
// first_width and width are the columns of the first line and of the others.
// Lines break where Unicode lets them (after spaces and hyphens, between Han
// characters, between Thai words); what has no such place and is too long
// stays whole and sticks out, so that it can be copied. text: valid UTF-8
// without line ends. No text gives no lines.
std::vector<Span> wrap(std::string_view text, size_t first_width, size_t width);

}  // namespace ibid
