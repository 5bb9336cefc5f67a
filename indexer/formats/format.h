// SPDX-License-Identifier: GPL-3.0-or-later
// The readers: one function a format, each from bytes to Article. Readers are
// pure: they open nothing, keep nothing, and throw only Error(kLimit). Whatever
// the bytes, they come back with an article and say what was wrong.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/article.h"

namespace ibid {

// Documented limits; a file over them is reported and left out.
inline constexpr size_t kMaxArticleBytes = 64 << 20;   // one article's source
inline constexpr size_t kMaxJsonLineBytes = 16 << 20;  // one line of JSONL
inline constexpr size_t kMaxFrontMatterBytes = 64 << 10;
inline constexpr size_t kMaxNesting = 256;  // of HTML elements, lists, YAML

// "text", "markdown", "html", "jsonl": what --format takes beside "auto".
std::optional<Format> parse_format(std::string_view name);
std::string_view format_name(Format format);

// The format of a file by its name's ending, else (no known ending) by its
// first bytes. nullopt: binary or nothing we read (the caller skips it).
std::optional<Format> guess_format(std::string_view path,
                                   std::string_view first_bytes);

// fallback_title: what to call an article that has no title (its file name
// without folder and ending).

// Plain text, in the form of corpus/README.md or any other.
Article read_text(std::string_view source, std::string_view fallback_title,
                  Diagnostics& diagnostics);

// CommonMark with GitHub's tables, after optional YAML front matter.
Article read_markdown(std::string_view source, std::string_view fallback_title,
                      Diagnostics& diagnostics);

// HTML or XHTML in any encoding that can be told from it.
Article read_html(std::string_view source, std::string_view fallback_title,
                  Diagnostics& diagnostics);

// One line of JSONL: one article. span: of the line, as its blocks get it;
// line: its number in the file. nullopt where the line is no article (a
// diagnostic says why).
std::optional<Article> read_json_line(std::string_view json, Span span,
                                      uint32_t line, Diagnostics& diagnostics);

}  // namespace ibid
