// SPDX-License-Identifier: GPL-3.0-or-later
// A joint holds only where a word character stands on both of its sides, so
// that punctuation around words never becomes part of them; the narrower rules
// of comma, colon and slash keep prose and paths apart from numbers and names.
#include "index/compound.h"

#include <algorithm>
#include <array>

#include "index/char_class.h"
#include "index/text.h"

namespace ibid {
namespace {

// In TCP/IP and I/O each side has at most so many bytes; longer ones are
// alternatives or paths, whose sides stand for themselves.
constexpr size_t kMaxSlashBytes = 5;

char at(std::string_view text, size_t i) {
  return i < text.size() ? text[i] : '\0';
}

bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

bool is_one_of(std::string_view signs, char c) {
  return signs.find(c) != std::string_view::npos;
}

bool continues_word(CharClass kind) {
  return kind == CharClass::kWord || kind == CharClass::kMark;
}

bool word_at(std::string_view text, size_t i) {
  return i < text.size() &&
         char_class(decode_utf8(text, i).value) == CharClass::kWord;
}

// The + and # after a piece that belong to it: c++, c#, 18+, c++20, c#8;
// nothing in a+b or foo#bar.
uint32_t count_symbols(std::string_view text, const Piece& piece) {
  const size_t end = piece.span.end;
  if (at(text, end) == '#') {
    const bool name = piece.characters == 1 && piece.letters;
    const char after = at(text, end + 1);
    if (name && is_ascii_digit(static_cast<unsigned char>(after))) return 1;
    return after == '#' || word_at(text, end + 1) ? 0 : 1;
  }
  uint32_t count = 0;
  while (at(text, end + count) == '+') ++count;
  if (count == 0 || count > 2) return 0;
  const bool before_digit =
      is_ascii_digit(static_cast<unsigned char>(at(text, end + count)));
  if (count == 2 && before_digit) return 2;
  return word_at(text, end + count) ? 0 : count;
}

Piece read_piece(std::string_view text, size_t offset) {
  Piece piece;
  size_t i = offset;
  while (i < text.size()) {
    const CodePoint c = decode_utf8(text, i);
    const CharClass kind = char_class(c.value);
    if (!continues_word(kind)) break;
    const bool digit = is_ascii_digit(c.value);
    piece.digits = piece.digits && digit;
    piece.letters = piece.letters && !digit;
    piece.characters += kind == CharClass::kWord;
    i += c.length;
  }
  piece.span = {offset, i};
  piece.symbols = count_symbols(text, piece);
  piece.span.end += piece.symbols;
  return piece;
}

struct Sign {
  std::string_view bytes;
  Joint joint;
};

// Longest first where one begins another.
constexpr std::array kSigns = {
    Sign{"::", Joint::kScope},      Sign{":", Joint::kColon},
    Sign{"-", Joint::kHyphen},      Sign{"\u2010", Joint::kHyphen},
    Sign{"\u2011", Joint::kHyphen}, Sign{".", Joint::kDot},
    Sign{"@", Joint::kAt},          Sign{"&", Joint::kAmpersand},
    Sign{"'", Joint::kApostrophe},  Sign{"\u2019", Joint::kApostrophe},
    Sign{",", Joint::kComma},       Sign{"/", Joint::kSlash},
};

struct FoundJoint {
  Joint joint = Joint::kNone;
  size_t bytes = 0;
};

FoundJoint sign_at(std::string_view text, size_t i) {
  size_t underscores = 0;
  while (at(text, i + underscores) == '_') ++underscores;
  if (underscores > 0) return {Joint::kUnderscore, underscores};
  for (const Sign& sign : kSigns) {
    if (text.substr(i, sign.bytes.size()) == sign.bytes) {
      return {sign.joint, sign.bytes.size()};
    }
  }
  return {};
}

bool is_thousand(const Compound& before, const Piece& next) {
  const Piece& last = before.pieces.back();
  const bool goes_on =
      !before.joints.empty() && before.joints.back() == Joint::kComma;
  const bool head = goes_on || last.characters <= 3;
  return head && last.digits && next.digits && next.characters == 3 &&
         next.symbols == 0;
}

bool is_slash_pair(std::string_view text, const Compound& before,
                   const Piece& next) {
  if (before.pieces.size() != 1) return false;
  const Span first = before.pieces[0].span;
  // A path begins or goes on here; _ and ~ before the pair are Markdown.
  const bool open =
      first.start > 0 && is_one_of("/.:@-\\", text[first.start - 1]);
  const char after = at(text, next.span.end);
  const bool goes_on = after == '/' || (is_one_of("/.:@-_\\", after) &&
                                        word_at(text, next.span.end + 1));
  return !open && !goes_on && first.size() <= kMaxSlashBytes &&
         next.span.size() <= kMaxSlashBytes;
}

// The s of 1990's; other endings follow letters only.
bool is_possessive(std::string_view text, const Piece& piece) {
  const std::string_view ending = slice(text, piece.span);
  return ending == "s" || ending == "S";
}

bool holds(std::string_view text, const Compound& before, Joint joint,
           const Piece& next) {
  const Piece& last = before.pieces.back();
  switch (joint) {
    case Joint::kComma:
      return is_thousand(before, next);
    case Joint::kColon:
      return last.digits && next.digits;
    case Joint::kApostrophe:
      return next.letters && (last.letters || is_possessive(text, next));
    case Joint::kSlash:
      return is_slash_pair(text, before, next);
    default:
      return true;
  }
}

// Takes one more piece into compound; false where it ends.
bool extend(std::string_view text, Compound& compound) {
  const Piece& last = compound.pieces.back();
  FoundJoint found;
  if (last.symbols == 0 || !word_at(text, last.span.end)) {
    found = sign_at(text, last.span.end);
    if (found.bytes == 0) return false;
  }
  const size_t next_start = last.span.end + found.bytes;
  if (!word_at(text, next_start)) return false;
  const Piece next = read_piece(text, next_start);
  if (!holds(text, compound, found.joint, next)) return false;
  compound.joints.push_back(found.joint);
  compound.pieces.push_back(next);
  compound.span.end = next.span.end;
  return true;
}

// Whether the dot at offset `dot` begins a name, as in .NET: not behind a word,
// which it would join or end, nor behind a bracket, as in f().x.
bool starts_name(std::string_view text, size_t dot) {
  size_t end = dot;
  while (end > 0 && text[end - 1] == '_') --end;
  if (end == 0) return true;
  const char before = text[end - 1];
  if (is_wide(before)) {
    const size_t start = utf8_floor(text, end - 1);
    return !continues_word(char_class(decode_utf8(text, start).value));
  }
  return !is_ascii_alnum(before) && !is_one_of(".)]}+#", before);
}

// Bytes of a sign before the first piece that belongs to it: .NET, $5, €5.
size_t prefix_bytes(std::string_view text, const Piece& first) {
  const size_t start = first.span.start;
  if (first.digits) {
    for (const std::string_view sign : {"$", "€", "£", "¥"}) {
      if (text.substr(0, start).ends_with(sign)) return sign.size();
    }
    return 0;
  }
  const bool dot = start > 0 && text[start - 1] == '.' && first.letters;
  return dot && starts_name(text, start - 1) ? 1 : 0;
}

// The two underscores on both sides of __init__ belong to it.
Span with_underscores(std::string_view text, Span span) {
  if (span.start < 2 || text.substr(span.start - 2, 2) != "__" ||
      text.substr(span.end, 2) != "__") {
    return span;
  }
  const char before = span.start > 2 ? text[span.start - 3] : ' ';
  const char after = at(text, span.end + 2);
  if (before == '_' || after == '_' || is_ascii_alnum(before) ||
      word_at(text, span.end + 2)) {
    return span;
  }
  return {span.start - 2, span.end + 2};
}

}  // namespace

size_t plain_word_end(std::string_view text, size_t offset) {
  const char before = offset > 0 ? text[offset - 1] : ' ';
  if (is_wide(before) || before == '.' || before == '$' || before == '_') {
    return offset;
  }
  size_t end = offset;
  while (end < text.size() && is_ascii_alnum(text[end])) ++end;
  const char sign = at(text, end);
  const char next = at(text, end + 1);
  switch (sign) {
    case '+':
    case '#':
    case '_':
      return offset;
    case ':':
    case '-':
    case '.':
    case '@':
    case '&':
    case '\'':
    case ',':
    case '/':
      return is_wide(next) || is_ascii_alnum(next) || next == ':' ? offset
                                                                  : end;
    default:
      return is_wide(sign) ? offset : end;
  }
}

Compound read_compound(std::string_view text, size_t offset) {
  Compound compound;
  compound.pieces.push_back(read_piece(text, offset));
  const Piece& first = compound.pieces[0];
  compound.span = {offset - prefix_bytes(text, first), first.span.end};
  while (extend(text, compound)) {
  }
  compound.span = with_underscores(text, compound.span);
  return compound;
}

}  // namespace ibid
