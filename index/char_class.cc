// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/char_class.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace ibid {
namespace {

struct Range {
  char32_t first;
  char32_t last;
  CharClass kind;
};

// Blocks of scripts without spaces, in order of their code points.
constexpr std::array kUnspacedBlocks = {
    Range{0x0E01, 0x0EFF, CharClass::kUnspaced},     // Thai, Lao
    Range{0x1000, 0x109F, CharClass::kUnspaced},     // Burmese
    Range{0x1100, 0x11FF, CharClass::kIdeograph},    // Hangul Jamo
    Range{0x1780, 0x17FF, CharClass::kUnspaced},     // Khmer
    Range{0x2E80, 0x2FDF, CharClass::kIdeograph},    // radicals
    Range{0x3005, 0x3007, CharClass::kIdeograph},    // iteration marks, zero
    Range{0x3021, 0x3029, CharClass::kIdeograph},    // Hangzhou numerals
    Range{0x3031, 0x3035, CharClass::kIdeograph},    // Kana repeat marks
    Range{0x3041, 0x309F, CharClass::kIdeograph},    // Hiragana
    Range{0x30A1, 0x30FA, CharClass::kIdeograph},    // Katakana
    Range{0x30FC, 0x30FF, CharClass::kIdeograph},    // long vowel, repeats
    Range{0x3105, 0x318E, CharClass::kIdeograph},    // Bopomofo, Hangul Jamo
    Range{0x31A0, 0x31BF, CharClass::kIdeograph},    // Bopomofo
    Range{0x31F0, 0x31FF, CharClass::kIdeograph},    // Katakana
    Range{0x3400, 0x4DBF, CharClass::kIdeograph},    // Han
    Range{0x4E00, 0x9FFF, CharClass::kIdeograph},    // Han
    Range{0xA960, 0xA97F, CharClass::kIdeograph},    // Hangul Jamo
    Range{0xA9E0, 0xA9FF, CharClass::kUnspaced},     // Burmese
    Range{0xAA60, 0xAA7F, CharClass::kUnspaced},     // Burmese
    Range{0xAC00, 0xD7FF, CharClass::kIdeograph},    // Hangul
    Range{0xF900, 0xFAFF, CharClass::kIdeograph},    // Han, compatibility
    Range{0xFF66, 0xFFDC, CharClass::kIdeograph},    // half-width Kana, Hangul
    Range{0x1AFF0, 0x1B16F, CharClass::kIdeograph},  // Kana
    Range{0x20000, 0x323AF, CharClass::kIdeograph},  // Han
};

// Jamo that end a syllable, half-width voice marks: shown with the character
// before them, and one with it once folded.
bool joins_the_one_before(char32_t c) {
  return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF) ||
         c == 0xFF9E || c == 0xFF9F;
}

}  // namespace

CharClass wide_char_class(char32_t c) {
  // Soft hyphen and (non-)joiners are invisible inside a word.
  if (c == 0xAD || c == 0x200C || c == 0x200D) return CharClass::kMark;
  const auto point = static_cast<UChar32>(c);
  const auto mask = U_GET_GC_MASK(point);
  if ((mask & U_GC_M_MASK) != 0) return CharClass::kMark;
  if ((mask & (U_GC_L_MASK | U_GC_N_MASK)) == 0) return CharClass::kOther;
  if (joins_the_one_before(c) ||
      u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
    return CharClass::kMark;
  }
  const auto* block =
      std::lower_bound(kUnspacedBlocks.begin(), kUnspacedBlocks.end(), c,
                       [](const Range& r, char32_t v) { return r.last < v; });
  const bool inside = block != kUnspacedBlocks.end() && c >= block->first;
  return inside ? block->kind : CharClass::kWord;
}

}  // namespace ibid
