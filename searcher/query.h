// SPDX-License-Identifier: GPL-3.0-or-later
// A query as understood: the tree that interpret.h makes of what was typed.
// Knows nothing of Xapian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "index/span.h"

namespace ibid {

// Where a term is looked for.
enum class Field : uint8_t { kAny, kTitle, kHeading, kQuestion };

struct QueryNode {
  enum class Type : uint8_t {
    kText,      // words; how they combine: QueryOptions::all
    kPhrase,    // words in order, nothing between
    kNear,      // words within `distance` of each other, any order
    kPrefix,    // word*: text is the part before the star
    kPath,      // path:GLOB
    kKind,      // kind:NAME
    kTag,       // tag:NAME
    kLanguage,  // lang:NAME
    kAny,       // OR: any child
    kAll,       // AND: every child
    kGroup,     // children side by side, as typed (a list, parentheses)
  };
  // How a node stands among its siblings in a kGroup.
  enum class Mark : uint8_t { kPlain, kMust, kMustNot };

  Type type = Type::kText;
  Mark mark = Mark::kPlain;
  Field field = Field::kAny;
  std::string text;       // as typed, valid UTF-8; empty where children count
  uint32_t distance = 0;  // kNear, in words
  Span span;              // in the query as typed
  std::vector<QueryNode> children;
};

// The tree on one line, for tests and --explain: (TYPE FIELD DISTANCE "text"
// CHILD...) with + or - before it for a mark; what is not there is left out.
// Quotes, backslashes and control characters in text are escaped.
//   rust -title:"a b"  ->  (group (text "rust") -(phrase title "a b"))
std::string to_string(const QueryNode& node);

enum class QueryMode : uint8_t { kKeyword, kQuestion };

struct Query {
  std::string text;  // as typed, valid UTF-8, cut to kMaxQueryBytes
  QueryMode mode = QueryMode::kKeyword;
  QueryNode root;           // a kGroup; no children: nothing to look for
  bool has_syntax = false;  // anything but plain words was understood
};

// Bounds on what reaches Xapian (see docs/query.md): the rest is left out.
inline constexpr size_t kMaxQueryBytes = 16 << 10;
inline constexpr size_t kMaxQueryTerms = 256;   // words with their parts
inline constexpr size_t kMaxQueryNesting = 32;  // parentheses
inline constexpr size_t kMaxQueryParts = 256;   // nodes with text; of them ...
inline constexpr size_t kMaxQueryPrefixes = 8;  // ... kPrefix
inline constexpr size_t kMaxQueryPhrases = 8;   // ... kPhrase and kNear
inline constexpr size_t kMaxQueryPaths = 8;     // ... kPath
// Look-ups of words that other nodes look up too.
inline constexpr size_t kMaxQueryRepeats = 16;
// Compounds that must be there, or must not: they are verified as phrases are.
inline constexpr size_t kMaxQueryCompounds = 16;
inline constexpr size_t kMaxExpansion = 100;  // words that a prefix becomes

}  // namespace ibid
