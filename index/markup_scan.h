// SPDX-License-Identifier: GPL-3.0-or-later
// Where things of Markdown end that begin at a known place: link targets and
// the HTML inside it. For markup.cc and markup_inline.cc, which hide them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ibid {

bool is_ascii_punctuation(char c);

// Offset after the destination and title that begin at `start` (after any white
// space) in text, and the white space behind them; npos where there is none. A
// destination is what stands between "](" and ")" of a link and after "]:" of a
// reference definition.
size_t after_link_target(std::string_view text, size_t start);

// Keeps text as a view. Calls with growing offsets take linear time in all.
class TagScanner {
 public:
  explicit TagScanner(std::string_view text) : text_(text) {}

  // Offset after an opening or closing tag, a comment, a declaration or a
  // processing instruction that begins at `at`, where a '<' stands; nullopt:
  // there is none.
  std::optional<size_t> tag_end(size_t at);

  // The same for <https://example.org> and <user@example.org>.
  std::optional<size_t> autolink_end(size_t at) const;

 private:
  std::optional<size_t> after(std::string_view end, size_t at, bool& missing);
  std::optional<size_t> element_end(size_t at) const;
  size_t after_attribute(size_t at) const;

  std::string_view text_;
  // No such end stands in the rest of the text.
  bool no_comment_end_ = false;
  bool no_instruction_end_ = false;
  bool no_declaration_end_ = false;
};

}  // namespace ibid
