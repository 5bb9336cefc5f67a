// SPDX-License-Identifier: GPL-3.0-or-later
// The second step of interpret.cc: of the lexemes that look like syntax, those
// that their neighbours leave without meaning become words or noise. After it
// every parenthesis has its partner and every operator its operands.
#pragma once

#include <string_view>
#include <vector>

#include "searcher/lex.h"

namespace ibid {

// text: what the lexemes come from. strict: throws Error(kUsage) instead of
// changing a lexeme.
void settle_groups(std::vector<Lexeme>& lexemes, std::string_view text,
                   bool strict);

// After settle_groups.
void settle_operators(std::vector<Lexeme>& lexemes, std::string_view text,
                      bool strict);

// For Grammar::kQuestion: a field between words ("how is path:line printed")
// becomes a word; before the first and after the last word it stays one.
void settle_question(std::vector<Lexeme>& lexemes);

}  // namespace ibid
