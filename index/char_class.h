// SPDX-License-Identifier: GPL-3.0-or-later
// What a character is to the analyser: the ground on which it cuts words.
#pragma once

#include <cstdint>

namespace ibid {

enum class CharClass : uint8_t {
  kOther,      // not part of a word
  kMark,       // goes on a word, begins none: accents, vowel signs, joiners
  kWord,       // letters and digits of scripts that put spaces
  kIdeograph,  // Han, Kana, Hangul, Bopomofo: cut into n-grams
  kUnspaced,   // Thai, Lao, Khmer, Burmese: cut by ICU's dictionaries
};

inline bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }

// char_class of a character that is not ASCII.
CharClass wide_char_class(char32_t c);

inline CharClass char_class(char32_t c) {
  if (c >= 0x80) return wide_char_class(c);
  return is_ascii_letter(c) || is_ascii_digit(c) ? CharClass::kWord
                                                 : CharClass::kOther;
}

}  // namespace ibid
