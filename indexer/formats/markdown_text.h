// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text out of pieces of Markdown: headings and their anchors, entries of
// lists, the words after a label. For markdown.cc.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "index/span.h"

namespace ibid {

// A piece of Markdown as one line of plain text: without marks, entities
// decoded, white space collapsed. Valid UTF-8 for any bytes.
std::string plain_markdown(std::string_view source);

// The entries of a list and of the lists in it, each as plain_markdown with its
// mark; paragraphs after the first of an entry are left out.
std::vector<std::string> list_entries(std::string_view source);

// Where source, a paragraph, has the text of "Quick Answer: TEXT", also with
// marks of emphasis around the label or all of it; nullopt: it has no such
// label. The span may be empty.
std::optional<Span> quick_answer_text(std::string_view source);

// Makes the anchors that GitHub gives to the headings of one file: lower case,
// hyphens for spaces, signs left out, -1, -2 ... where one came before.
class Anchors {
 public:
  // heading: as plain_markdown gives it.
  std::string next(std::string_view heading);

 private:
  std::unordered_map<std::string, size_t> used_;  // times that it was given
};

}  // namespace ibid
