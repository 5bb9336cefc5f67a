// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query_chars.h"

#include <unicode/uchar.h>

#include "index/char_class.h"
#include "index/text.h"

namespace ibid {

namespace {

bool is_word_character(char32_t c) {
  return char_class(c) != CharClass::kOther;
}

bool is_punctuation(char32_t c) {
  if (c < 0x80) return !is_word_character(c);
  return c == 0xfffd || is_blank(c) || u_ispunct(static_cast<UChar32>(c));
}

template <typename Predicate>
size_t count_if(std::string_view text, Predicate predicate) {
  size_t count = 0;
  for (size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    if (predicate(c.value)) ++count;
    at += c.length;
  }
  return count;
}

}  // namespace

bool is_blank(char32_t c) {
  if (c < 0x80) return c <= ' ' || c == 0x7f;
  const auto code = static_cast<UChar32>(c);
  return u_isUWhiteSpace(code) || u_charType(code) == U_CONTROL_CHAR ||
         u_hasBinaryProperty(code, UCHAR_BIDI_CONTROL) || c == 0x200b ||
         c == 0xfeff;
}

size_t quote_family(char32_t c) {
  switch (c) {
    case U'"':
    case U'\u201c':
    case U'\u201d':
    case U'\u201e':
    case U'\u201f':
    case U'\uff02':
      return 1;
    case U'\u00ab':
    case U'\u00bb':
      return 2;
    default:
      return 0;
  }
}

bool has_word_character(std::string_view text) {
  return count_if(text, is_word_character) > 0;
}

bool is_noise(std::string_view text) {
  return count_if(text, is_punctuation) == utf8_length(text);
}

bool is_prefix(std::string_view word) {
  if (word.empty() || word.find('*') != word.size() - 1) return false;
  word.remove_suffix(1);
  if (count_if(word, is_word_character) < 2) return false;
  const size_t last = utf8_floor(word, word.size() - 1);
  return is_word_character(decode_utf8(word, last).value);
}

}  // namespace ibid
