// SPDX-License-Identifier: GPL-3.0-or-later
// The third step of interpret.cc: settled lexemes (settle.h) to the tree.
#pragma once

#include <string_view>
#include <vector>

#include "searcher/lex.h"
#include "searcher/query.h"

namespace ibid {

// The root: a kGroup. text: what the lexemes come from. strict: see
// InterpretOptions.
QueryNode parse(std::string_view text, const std::vector<Lexeme>& lexemes,
                bool strict);

}  // namespace ibid
