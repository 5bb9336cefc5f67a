// SPDX-License-Identifier: GPL-3.0-or-later
// An article as the readers in formats/ give it: the same parts whatever the
// format. split.h cuts it into passages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/article_record.h"
#include "index/markup.h"
#include "index/passage.h"
#include "index/span.h"

namespace ibid {

enum class Format : uint8_t { kText, kMarkdown, kHtml, kJsonl };

// Something that a reader met and went on from: a bad line, a date nobody can
// read. Warnings are told; errors also make the indexer exit with 1.
struct Diagnostic {
  enum class Severity : uint8_t { kWarning, kError };
  Severity severity = Severity::kWarning;
  std::string file;   // as shown to people; filled by the caller of a reader
  uint32_t line = 0;  // from 1; 0: the file as a whole
  std::string reason;
  std::string hint;  // what to do; may be empty
};
using Diagnostics = std::vector<Diagnostic>;

// A paragraph, a list item, a table, a block of code: never shown in pieces
// unless it alone is longer than a passage may be.
struct Block {
  Span span;          // bytes in the source
  uint32_t line = 0;  // of the span's first byte, from 1
  // What to store, valid UTF-8. nullopt: the source's own bytes of the span
  // (only in articles whose source is UTF-8 text).
  std::optional<std::string> text;
  bool code = false;       // cut at line ends, not at sentences
  bool list_item = false;  // joined to a list item before it by one line end
};

// The text under one heading, one related question, or the quick answer; the
// unit that split cuts. Sections come in file order and do not nest.
struct Section {
  PassageKind kind = PassageKind::kSection;
  std::vector<std::string> headings;  // outermost first, without the title
  std::string question;               // kQuestion only
  std::string anchor;                 // HTML id to link to; may be empty
  std::vector<Block> blocks;          // in file order; may be empty
};

struct Article {
  std::string id;       // set by JSONL readers, else by the caller
  std::string title;    // one line; never empty once read
  std::string updated;  // "YYYY-MM-DD"; empty: unknown
  std::string url;
  std::string language;  // normal form; empty: not said
  std::vector<std::string> tags;
  std::vector<ibid::Source> sources;
  std::vector<Section> sections;
  Markup markup = Markup::kNone;  // of the passages' text
};

}  // namespace ibid
