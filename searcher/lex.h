// SPDX-License-Identifier: GPL-3.0-or-later
// The first step of interpret.cc: query text to lexemes. What cannot be syntax
// by its own looks is a word here; what cannot be syntax by its neighbours
// becomes one in settle.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/span.h"
#include "searcher/query.h"

namespace ibid {

// What can stand before a colon.
enum class FieldName : uint8_t {
  kNone,
  kTitle,
  kHeading,
  kQuestion,
  kPath,
  kKind,
  kTag,
  kLanguage,
};

// True for path:, kind:, tag: and lang:, whose values are no words to stem.
bool is_filter(FieldName field);

struct Lexeme {
  enum class Type : uint8_t {
    kWord,    // anything without white space
    kPrefix,  // word*, value with the star
    kPhrase,  // "...", value without the quotes
    kNear,    // "..."~N
    kOpen,    // ( and the mark and field before it
    kClose,
    kAnd,
    kOr,
    kNot,
    kNoise,  // punctuation: joins words into one text, but is none itself
  };

  Type type = Type::kWord;
  QueryNode::Mark mark = QueryNode::Mark::kPlain;
  FieldName field = FieldName::kNone;
  uint32_t distance = 0;  // kNear, in words
  Span span;              // with mark, field, quotes and distance
  Span value;             // without them
};

// Which syntax there is. Questions have little: in prose a hyphen, a star, a
// parenthesis or a NOT in capitals is rarely meant for a search engine.
enum class Grammar : uint8_t {
  kFull,
  kQuestion,  // phrases, distances and fields with their marks
};

// text: valid UTF-8. strict: see InterpretOptions. Time and space are linear.
std::vector<Lexeme> lex(std::string_view text, Grammar grammar, bool strict);

// Throws Error(kUsage) "message at character N" for the byte at offset.
[[noreturn]] void fail_at(std::string_view text, size_t offset,
                          const std::string& message);

}  // namespace ibid
