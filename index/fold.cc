// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>

#include "index/text.h"

namespace ibid {
namespace {

// Letters that Unicode does not decompose, though people type them plain.
struct PlainLetter {
  char16_t letter;
  const char16_t* plain;
};

constexpr std::array kPlainLetters = {
    PlainLetter{u'ø', u"o"},      PlainLetter{u'ł', u"l"},
    PlainLetter{u'đ', u"d"},      PlainLetter{u'ð', u"d"},
    PlainLetter{u'þ', u"th"},     PlainLetter{u'æ', u"ae"},
    PlainLetter{u'œ', u"oe"},     PlainLetter{u'ħ', u"h"},
    PlainLetter{u'ŧ', u"t"},      PlainLetter{u'ı', u"i"},
    PlainLetter{u'\u2018', u"'"}, PlainLetter{u'\u2019', u"'"},
    PlainLetter{u'\u02BC', u"'"}, PlainLetter{u'\u2010', u"-"},
    PlainLetter{u'\u2011', u"-"}, PlainLetter{u'\u2044', u"/"},
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

// Whether the mark after base is an accent that people leave out. Elsewhere
// than in Latin and Greek a mark makes another letter (й, ガ, Indic vowels).
bool drops_mark(UChar32 base, UChar32 mark) {
  if (mark >= 0x20D0 && mark <= 0x20F0) return true;  // round it, as in keycaps
  if (mark < 0x300 || mark > 0x36F) return false;
  if (base == u'е' && mark == 0x308) return true;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(base, &status);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK ||
         script == USCRIPT_COMMON;
}

void append_plain(icu::UnicodeString& out, UChar32 c) {
  const auto* known = std::find_if(
      kPlainLetters.begin(), kPlainLetters.end(), [&](const PlainLetter& p) {
        return p.letter == static_cast<char32_t>(c);
      });
  if (known == kPlainLetters.end()) {
    out.append(c);
  } else {
    out.append(known->plain, -1);
  }
}

icu::UnicodeString without_accents(const icu::UnicodeString& decomposed) {
  icu::UnicodeString out;
  UChar32 base = 0;
  for (int32_t i = 0; i < decomposed.length();) {
    const UChar32 c = decomposed.char32At(i);
    i += U16_LENGTH(c);
    if (u_getCombiningClass(c) == 0) base = c;
    if (!drops_mark(base, c)) append_plain(out, c);
  }
  return out;
}

std::string spaces_for_invalid(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    if (c.valid) {
      out.append(text, i, c.length);
    } else {
      out += ' ';
    }
    i += c.length;
  }
  return out;
}

}  // namespace

std::string fold(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  // ICU's normalizers are immutable singletons; these never fail once loaded.
  UErrorCode status = U_ZERO_ERROR;
  const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* decompose = icu::Normalizer2::getNFDInstance(status);
  const auto* compose = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return ascii_lower(text);
  const auto source = icu::UnicodeString::fromUTF8(
      is_valid_utf8(text) ? std::string(text) : spaces_for_invalid(text));
  const icu::UnicodeString folded = casefold->normalize(source, status);
  const icu::UnicodeString plain =
      without_accents(decompose->normalize(folded, status));
  std::string out;
  compose->normalize(plain, status).toUTF8String(out);
  return out;
}

}  // namespace ibid
