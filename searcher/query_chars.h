// SPDX-License-Identifier: GPL-3.0-or-later
// What a character, or a run of them, is to the query language (lex.h).
#pragma once

#include <cstddef>
#include <string_view>

namespace ibid {

// White space, and what is as invisible: control characters, direction marks,
// the zero width space, a byte order mark. (Joiners belong to words.)
bool is_blank(char32_t c);

// 1 for straight and curly quotes, 2 for guillemets, 0 for all else. Within a
// family each closes each, since languages and keyboards mix them freely.
inline constexpr size_t kQuoteFamilies = 2;
size_t quote_family(char32_t c);

// Whether a character of text is one that the analyser makes words of.
bool has_word_character(std::string_view text);

// True for text of punctuation alone. "€" and emoji are neither this nor words.
bool is_noise(std::string_view text);

// True for word*: one star, at the end, after a word character; at least two of
// those before it.
bool is_prefix(std::string_view word);

}  // namespace ibid
