// SPDX-License-Identifier: GPL-3.0-or-later
// What a character is to the analyser: the ground on which it cuts words.
#pragma once

#include <array>
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

// By byte: whether it is an ASCII letter or digit.
inline constexpr std::array<bool, 256> kAsciiAlnum = [] {
  std::array<bool, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = table[c | 0x20] = true;
  return table;
}();
inline bool is_ascii_alnum(char c) {
  return kAsciiAlnum[static_cast<unsigned char>(c)];
}
// Whether the byte may be one of a word: any that is not ASCII is taken for it.
inline bool is_word_byte(char c) {
  return is_ascii_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
}

// char_class of a character that is not ASCII.
CharClass wide_char_class(char32_t c);

inline CharClass char_class(char32_t c) {
  if (c >= 0x80) return wide_char_class(c);
  return is_ascii_letter(c) || is_ascii_digit(c) ? CharClass::kWord
                                                 : CharClass::kOther;
}

}  // namespace ibid
