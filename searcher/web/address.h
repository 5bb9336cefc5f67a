// SPDX-License-Identifier: GPL-3.0-or-later
// Where the page's links lead: searches, with one parameter changed, and
// passages within their articles.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/span.h"
#include "searcher/answer.h"
#include "searcher/http/target.h"

namespace ibid {

using Parameters = std::vector<Parameter>;

// Passages of an article that one page holds. The longest has 16,000 bytes, so
// that all of them are within what is read at a time.
inline constexpr size_t kReadPassages = 60;

// A stretch of a passage's text.
struct PassageMark {
  size_t passage = 0;  // number within its article
  Span span;
};

// text with all but A to Z, a to z, 0 to 9 and -._~ as %XX.
std::string percent_encode(std::string_view text);

// "/?q=..."; "/" where there is none. Not yet HTML: & stands bare.
std::string search_address(const Parameters& parameters);

// The parameters with one set, or (empty) left out, back on the first page.
Parameters with(Parameters parameters, std::string_view name,
                std::string_view value);

// The passage in its article, with the stretch marked. db: as it was asked for.
std::string read_address(const LocatedPassage& passage, std::string_view db,
                         std::optional<Span> mark = std::nullopt);

// A page of an article, by the number of its first passage.
std::string read_address(std::string_view article_id, size_t first,
                         std::string_view db);

// The number in ARTICLE-ID#n.
size_t passage_number(const LocatedPassage& passage);

// "N:START-END", as in the addresses above.
// Throws Error(kUsage).
PassageMark parse_mark(const std::string& text);

}  // namespace ibid
