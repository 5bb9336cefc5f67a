// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/html_tame.h"

#include <algorithm>
#include <utility>

#include "index/span.h"
#include "index/text.h"

namespace ibid {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The end of an attribute's value, in quotes or not.
size_t end_of_value(std::string_view html, size_t start) {
  const char first = html[start];
  if (first == '"' || first == '\'') {
    const size_t quote = html.find(first, start + 1);
    // Without a partner it is no quote to us: nothing may hide behind it.
    return quote == std::string_view::npos ? start + 1 : quote + 1;
  }
  size_t end = start;
  while (end < html.size() && html[end] != '>' && !is_space(html[end])) ++end;
  return end;
}

struct TagExtent {
  size_t end = 0;  // offset of the '>', or of the text's end
  Span excess;     // attributes beyond the limit; empty: none
};

// Reads a tag from its '<', quotes as the parser sees them: only after '='.
TagExtent read_tag(std::string_view html, size_t start) {
  TagExtent tag;
  size_t count = 0;
  size_t at = start + 1;
  bool in_word = true;
  for (; at < html.size() && html[at] != '>'; ++at) {
    const char c = html[at];
    const bool space = is_space(c);
    if (!space && !in_word && ++count == kMaxAttributes) tag.excess.start = at;
    in_word = !space;
    if (c != '=') continue;
    size_t value = at + 1;
    while (value < html.size() && is_space(html[value])) ++value;
    if (value == html.size()) break;
    at = end_of_value(html, value) - 1;
    in_word = false;  // after a quote the next attribute needs no space
  }
  tag.end = std::min(at, html.size());
  if (count >= kMaxAttributes) tag.excess.end = tag.end;
  return tag;
}

// Where the content of a script or style that begins at `from` ends.
size_t end_of_raw_text(std::string_view html, size_t from,
                       std::string_view name) {
  for (size_t at = from; (at = html.find("</", at)) != std::string_view::npos;
       at += 2) {
    if (equal_ignoring_ascii_case(html.substr(at + 2, name.size()), name)) {
      return at;
    }
  }
  return html.size();
}

// The markup that begins at html[at] == '<': what of it is too much, and where
// to look on.
std::pair<Span, size_t> read_markup(std::string_view html, size_t at) {
  if (html.substr(at, 4) == "<!--") {
    return {{}, std::min(html.size(), html.find("-->", at + 4))};
  }
  if (at + 1 >= html.size() || !is_letter(html[at + 1])) return {{}, at + 1};
  const TagExtent tag = read_tag(html, at);
  for (const std::string_view name : {"script", "style"}) {
    const size_t end = at + 1 + name.size();
    if (end < html.size() && !is_letter(html[end]) &&
        equal_ignoring_ascii_case(html.substr(at + 1, name.size()), name)) {
      return {tag.excess, end_of_raw_text(html, tag.end, name)};
    }
  }
  return {tag.excess, tag.end};
}

}  // namespace

std::optional<std::string> tame_html(std::string_view html) {
  std::optional<std::string> copy;
  if (html.find('\0') != std::string_view::npos) {
    copy = std::string(html);
    std::replace(copy->begin(), copy->end(), '\0', ' ');
  }
  size_t at = 0;
  while ((at = html.find('<', at)) != std::string_view::npos) {
    const auto [excess, next] = read_markup(html, at);
    if (!excess.empty()) {
      if (!copy) copy = std::string(html);
      std::fill(copy->begin() + static_cast<std::ptrdiff_t>(excess.start),
                copy->begin() + static_cast<std::ptrdiff_t>(excess.end), ' ');
    }
    at = next;
  }
  return copy;
}

}  // namespace ibid
