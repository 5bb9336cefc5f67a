// SPDX-License-Identifier: GPL-3.0-or-later
// Most chunks are plain words, which one look at each byte and one at the
// length tell; only the rest is taken apart. Chunks come unfolded, since
// folding hides the capitals of identifiers.
#include "searcher/telling_words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>

#include "index/char_class.h"
#include "index/fold.h"
#include "index/hash.h"
#include "index/text.h"

namespace ibid {
namespace {

constexpr uint64_t kFactor = 0x9E3779B97F4A7C15;  // odd, its bits well mixed

// Numbers, dates, negations. Sorted.
constexpr auto kTellingWords = std::to_array<std::string_view>(
    {"april",    "aucun",     "aucune",   "august",    "billion",  "december",
     "eight",    "eighteen",  "eighty",   "eleven",    "false",    "february",
     "fifteen",  "fifty",     "first",    "five",      "forty",    "four",
     "fourteen", "friday",    "half",     "hundred",   "jamais",   "january",
     "july",     "june",      "kein",     "keine",     "keinem",   "keinen",
     "keiner",   "keines",    "march",    "may",       "million",  "monday",
     "neither",  "never",     "nicht",    "nie",       "niemals",  "nine",
     "nineteen", "ninety",    "no",       "nobody",    "none",     "nor",
     "not",      "nothing",   "november", "nowhere",   "nunca",    "october",
     "ohne",     "once",      "one",      "pas",       "sans",     "saturday",
     "second",   "september", "seven",    "seventeen", "seventy",  "sin",
     "six",      "sixteen",   "sixty",    "sunday",    "ten",      "third",
     "thirteen", "thirty",    "thousand", "three",     "thursday", "true",
     "tuesday",  "twelve",    "twenty",   "twice",     "two",      "wednesday",
     "without",  "yes",       "zero"});
static_assert(std::ranges::is_sorted(kTellingWords));

// The same in Han characters.
constexpr std::u32string_view kTellingCharacters =
    U"一七三不九二五亿億八六十千半四百零非未无無没沒万萬";

// What bytes say of the chunk that they are in.
enum Trait : uint8_t {
  kLetter = 1,
  kInner = 2,  // - and ', which words of prose have inside
  kCapital = 4,
  kDigit = 8,
  kSign = 16,
  kWide = 32,  // not ASCII
};

constexpr std::array<uint8_t, 256> byte_traits() {
  std::array<uint8_t, 256> traits{};
  for (size_t c = 0; c < traits.size(); ++c) {
    if (c >= 0x80) {
      traits[c] = kWide;
    } else if (c >= 'a' && c <= 'z') {
      traits[c] = kLetter;
    } else if (c >= 'A' && c <= 'Z') {
      traits[c] = kLetter | kCapital;
    } else if (c >= '0' && c <= '9') {
      traits[c] = kDigit;
    } else if (c > ' ' && c != 0x7F) {
      traits[c] = c == '-' || c == '\'' ? kInner : kSign;
    }
  }
  return traits;
}
constexpr std::array<uint8_t, 256> kByteTraits = byte_traits();

uint8_t traits_of(char c) { return kByteTraits[static_cast<unsigned char>(c)]; }
bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

constexpr size_t kLetters = 26;

// By first and last letter: which lengths there are among kTellingWords, a bit
// each. Few other words have such a length between such letters.
constexpr size_t place_of(char first, char last) {
  return static_cast<size_t>(first - 'a') * kLetters +
         static_cast<size_t>(last - 'a');
}
constexpr std::array<uint32_t, kLetters * kLetters> telling_lengths() {
  std::array<uint32_t, kLetters * kLetters> lengths{};
  for (const std::string_view word : kTellingWords) {
    lengths[place_of(word.front(), word.back())] |= 1u << word.size();
  }
  return lengths;
}
constexpr auto kTellingLengths = telling_lengths();
constexpr size_t kLongestWord = 9;
static_assert(std::ranges::all_of(kTellingWords, [](std::string_view word) {
  return word.size() <= kLongestWord;
}));

char lower(char c) { return static_cast<char>(c | 0x20); }  // of a letter

bool is_telling_word(std::string_view word) {
  if (word.size() > kLongestWord || (traits_of(word.front()) & kLetter) == 0 ||
      (traits_of(word.back()) & kLetter) == 0) {
    return false;
  }
  const uint32_t lengths =
      kTellingLengths[place_of(lower(word.front()), lower(word.back()))];
  return (lengths >> word.size() & 1) != 0 &&
         std::ranges::binary_search(kTellingWords, ascii_lower(word));
}

bool is_cannot(std::string_view word) {
  return word.size() == 6 && equal_ignoring_ascii_case(word, "cannot");
}

// don't, don’t, DON'T.
bool ends_in_nt(std::string_view word) {
  if (lower(word.back()) != 't') return false;
  word.remove_suffix(1);
  for (const std::string_view apostrophe : {"'", "’"}) {
    if (word.size() > apostrophe.size() && word.ends_with(apostrophe)) {
      return lower(word[word.size() - apostrophe.size() - 1]) == 'n';
    }
  }
  return false;
}

bool is_wide_punctuation(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_P_MASK) != 0;
}

bool is_opening(const CodePoint& c) {
  constexpr std::u32string_view kOpening = U"([{\"'`*|";
  return c.value < 0x80 ? kOpening.find(c.value) != kOpening.npos
                        : is_wide_punctuation(c.value);
}

bool is_closing(const CodePoint& c) {
  constexpr std::u32string_view kClosing = U".,;:!?)]}\"'`*|";
  return c.value < 0x80 ? kClosing.find(c.value) != kClosing.npos
                        : is_wide_punctuation(c.value);
}

// piece without the quotes, brackets and stops around it.
std::string_view core_of(std::string_view piece) {
  while (!piece.empty()) {
    const CodePoint c = decode_utf8(piece, 0);
    if (!is_opening(c)) break;
    piece.remove_prefix(c.length);
  }
  while (!piece.empty()) {
    const size_t last = utf8_floor(piece, piece.size() - 1);
    if (!is_closing(decode_utf8(piece, last))) break;
    piece.remove_suffix(piece.size() - last);
  }
  return piece;
}

// The hash of a core as it is compared.
uint64_t hash_of(std::string_view core) {
  return hash64(std::ranges::any_of(core, is_wide) ? fold(core)
                                                   : ascii_lower(core));
}

bool is_number(std::string_view core) {
  for (size_t i = 0; i < core.size();) {
    const CodePoint c = decode_utf8(core, i);
    const bool numeral =
        c.value < 0x80
            ? is_ascii_digit(c.value)
            : (U_GET_GC_MASK(static_cast<UChar32>(c.value)) & U_GC_N_MASK) != 0;
    if (numeral) return true;
    i += c.length;
  }
  return false;
}

// core: of piece, more than hyphens.
bool is_identifier(std::string_view piece, std::string_view core) {
  if (core[0] == '-' || piece.find('`') != std::string_view::npos) return true;
  bool after_letter = false;
  for (const char c : core) {
    const uint8_t traits = traits_of(c);
    if ((traits & kSign) != 0 || (after_letter && (traits & kCapital) != 0)) {
      return true;
    }
    after_letter = (traits & kLetter) != 0;
  }
  return false;
}

// Of a capital at the start only that it is a letter.
uint8_t traits_of(std::string_view piece) {
  uint8_t traits = piece.empty() ? 0 : traits_of(piece[0]) & ~kCapital;
  for (const char c : piece.substr(std::min<size_t>(1, piece.size()))) {
    traits |= traits_of(c);
  }
  return traits;
}

}  // namespace

void TellingWords::read(std::string_view chunk, bool is_code) {
  const uint8_t traits = traits_of(chunk);
  if ((traits & kWide) != 0) {
    read_pieces(chunk, is_code);
  } else {
    read_piece(chunk, traits, is_code);
  }
}

// Each character of a script without spaces is a piece of its own.
void TellingWords::read_pieces(std::string_view chunk, bool is_code) {
  size_t start = 0;
  const auto close = [&](size_t end) {
    const std::string_view piece = chunk.substr(start, end - start);
    read_piece(piece, traits_of(piece), is_code);
    start = end;
  };
  for (size_t i = 0; i < chunk.size();) {
    const CodePoint c = decode_utf8(chunk, i);
    const CharClass kind = char_class(c.value);
    if (kind == CharClass::kIdeograph || kind == CharClass::kUnspaced) {
      close(i);
      close(i + c.length);
    }
    i += c.length;
  }
  close(chunk.size());
}

void TellingWords::read_piece(std::string_view piece, uint8_t traits,
                              bool is_code) {
  const bool plain = (traits & ~(kLetter | kInner)) == 0;
  // A lone * multiplies.
  const std::string_view core =
      traits == kLetter || piece == "*" ? piece : core_of(piece);
  if (core.find_first_not_of('-') == std::string_view::npos) return;
  const bool number = !plain && is_number(core);
  if (after_number_) add(hash_of(core));
  if (number) add(hash_of(before_));
  if (number || is_code ||
      ((!plain || core[0] == '-') && is_identifier(piece, core))) {
    add(hash_of(core));
  } else {
    read_word(core);
  }
  after_number_ = number;
  before_ = core;
}

void TellingWords::read_word(std::string_view core) {
  if (ends_in_nt(core) || is_cannot(core)) {
    add(hash64("not"));
  } else if (is_telling_word(core)) {
    add(hash_of(core));
  } else if (is_wide(core[0])) {
    const CodePoint c = decode_utf8(core, 0);
    if (c.length == core.size() &&
        kTellingCharacters.find(c.value) != std::u32string_view::npos) {
      add(c.value);
    }
  }
}

void TellingWords::add(uint64_t word) { hash_ = (hash_ ^ word) * kFactor + 1; }

}  // namespace ibid
