// SPDX-License-Identifier: GPL-3.0-or-later
// Folding: forms of a word that people take for the same become one.
#pragma once

#include <string>
#include <string_view>

namespace ibid {

// NFKC case folding, then accents off (café, CAFÉ -> cafe; ł -> l, æ -> ae,
// ё -> е; й and the vowel signs of other scripts stay), curly apostrophes and
// typographic hyphens made plain. Bytes that are no UTF-8 become spaces.
// Thread-safe.
std::string fold(std::string_view text);

}  // namespace ibid
