// SPDX-License-Identifier: GPL-3.0-or-later
// A passage as the database keeps it: what the indexer stores in a document's
// data and the searcher shows. What changes with a move or an edit further up
// (id, path, spans, lines) stands in the article's record instead.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/hash.h"
#include "index/markup.h"

namespace ibid {

enum class PassageKind : uint8_t { kQuickAnswer, kSection, kQuestion };

// "quick_answer", "section", "question": in JSON, in --kind and kind:.
std::string_view passage_kind_name(PassageKind kind);
std::optional<PassageKind> parse_passage_kind(std::string_view name);

struct StoredPassage {
  std::string article_key;  // of index/schema.h; says whose passage it is
  PassageKind kind = PassageKind::kSection;
  std::string title;                  // of the article, one line
  std::vector<std::string> headings;  // outermost first, without the title
  std::string question;               // of a related question; else empty
  Markup markup = Markup::kNone;
  std::string text;  // valid UTF-8; of a question: its answer

  bool operator==(const StoredPassage&) const = default;
};

// What the passage says, without whose it is: equal passages of two articles
// have the same hash. Decides whether an update rewrites it, and orders ties.
Hash128 content_hash(const StoredPassage& passage);

// The document data. DO NOT CHANGE the bytes without raising kFormatVersion.
std::string encode_passage(const StoredPassage& passage);

// content_hash of the passage that encode_passage wrote, which decode_passage
// takes; found without making it anew.
Hash128 stored_content_hash(std::string_view data);

// Throws Error(kCorrupt) where the bytes are not what encode_passage wrote; a
// checksum stands in them, since Xapian's blocks have none.
StoredPassage decode_passage(std::string_view data);

}  // namespace ibid
