// SPDX-License-Identifier: GPL-3.0-or-later
// A passage's text for reading: paragraphs, lists, tables and code, with
// stretches of it marked. Of Markdown the marks are taken out and code is kept
// apart; links become their text.
#pragma once

#include <optional>
#include <string>

#include "index/passage.h"
#include "index/span.h"

namespace ibid {

// HTML of blocks. mark: bytes of passage.text; what lies outside, or cuts a
// character, is made smaller.
std::string prose(const StoredPassage& passage,
                  std::optional<Span> mark = std::nullopt);

}  // namespace ibid
