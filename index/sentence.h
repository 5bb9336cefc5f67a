// SPDX-License-Identifier: GPL-3.0-or-later
// Where sentences end. Splitting, snippets and answers all cut here, so that
// the three agree.
#pragma once

#include <string_view>
#include <vector>

#include "index/span.h"

namespace ibid {

// The sentences of text in order, each without the white space around it; they
// cover every byte that is not white space. A sentence ends after . ! ? … or
// their CJK forms (with closing quotes and brackets) before white space and
// something that can begin a sentence, and at a blank line, a list mark or a
// table row on a new line. It does not end after common abbreviations (e.g.,
// Dr., vs.), single initials (J. Smith), or inside numbers and names (3.14,
// node.js). Text without any end is one sentence.
std::vector<Span> sentences(std::string_view text);

}  // namespace ibid
