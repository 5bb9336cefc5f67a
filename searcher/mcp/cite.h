// SPDX-License-Identifier: GPL-3.0-or-later
// What is printed as JSON, made ready to be cited and cut to a budget. Works on
// the JSON that print.h gives, so that its fields stay those of all front ends.
#pragma once

#include <cstddef>
#include <string>

#include "searcher/mcp/json.h"

namespace ibid {

// Where an article stands: its file (else its URL, else its id) and its date.
// article: of a hit, or of a FullArticle.
std::string cite_article(const McpJson& article);

// Where a passage stands: the same with line and bytes, and a warning where the
// file has changed. passage: a hit, or a LocatedPassage.
std::string cite_passage(const McpJson& passage);

// What a value costs as a part of a result.
size_t json_tokens(const McpJson& json);

// Makes passage["text"] begin at byte `from` (moved back to the beginning of a
// character) and so short that the passage has at most these tokens (but
// kLeastTextTokens of the text are left), and says so in "text_truncated".
// Returns where the rest begins; 0: there is none.
inline constexpr size_t kLeastTextTokens = 64;
size_t cut_text(McpJson& passage, size_t from, size_t tokens);

}  // namespace ibid
