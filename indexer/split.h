// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts an article into passages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "index/passage.h"
#include "index/span.h"
#include "indexer/article.h"

namespace ibid {

// A passage takes whole blocks while it stays below this, in code points. Over
// the collections that we score, 1,000 costs at most .006 nDCG@10 against whole
// sections, and fits a screen.
inline constexpr size_t kPassageChars = 1000;
// A rest shorter than this joins the passage before it.
inline constexpr size_t kMinPassageChars = 200;
// The longest passage: a single sentence or block of code may reach it, then it
// is cut at white space.
inline constexpr size_t kMaxPassageChars = 4000;
// Passages of one article; what comes after is left out with a diagnostic.
inline constexpr size_t kMaxPassages = 100000;

struct Passage {
  StoredPassage stored;  // without its article key
  Span span;             // bytes in the source
  uint32_t line = 0;
  bool exact = true;  // source bytes of span == stored.text
  std::string anchor;
};

// The passages in file order. source: the bytes that article was read from.
// Sections without text give none.
std::vector<Passage> split(const Article& article, std::string_view source,
                           Diagnostics& diagnostics);

}  // namespace ibid
