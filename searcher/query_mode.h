// SPDX-License-Identifier: GPL-3.0-or-later
// Keywords or a question? Told by the words alone; interpret.cc takes it back
// where the text holds fields or distances that no question has.
#pragma once

#include <string_view>

namespace ibid {

// True where text ends with a question mark, or starts with a word that starts
// questions and has at least three words. Knows English, German, French and
// Spanish. text: valid UTF-8.
bool reads_as_question(std::string_view text);

}  // namespace ibid
