// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/markdown_text.h"

#include <cmark-gfm.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <memory>

#include "index/markup.h"
#include "index/text.h"
#include "indexer/formats/parts.h"

namespace ibid {
namespace {

// The longest name of an entity in HTML, with & and ;
constexpr size_t kMaxEntityBytes = 33;

struct NodeDeleter {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};

// visible without the spaces that stand for marks of source.
std::string without_hidden(std::string_view source, std::string_view visible) {
  std::string text;
  for (size_t at = 0; at < source.size(); ++at) {
    if (visible[at] == ' ' && !is_space(source[at])) continue;
    text += visible[at];
  }
  return text;
}

// The character that entity (&name; or &#1;) stands for; itself where it stands
// for none.
std::string decode_entity(std::string_view entity) {
  const std::unique_ptr<cmark_node, NodeDeleter> document(
      cmark_parse_document(entity.data(), entity.size(), CMARK_OPT_DEFAULT));
  cmark_node* node = document.get();
  while (node && cmark_node_get_type(node) != CMARK_NODE_TEXT) {
    node = cmark_node_first_child(node);
  }
  const char* text = node ? cmark_node_get_literal(node) : nullptr;
  return text && !cmark_node_next(node) ? text : std::string(entity);
}

std::string decode_entities(std::string_view text) {
  std::string decoded;
  size_t at = 0;
  while (at < text.size()) {
    const size_t start = std::min(text.find('&', at), text.size());
    decoded += text.substr(at, start - at);
    const size_t end = text.substr(start, kMaxEntityBytes).find(';');
    if (end == std::string_view::npos) {
      decoded += text.substr(start, 1);
      at = start + 1;
    } else {
      decoded += decode_entity(text.substr(start, end + 1));
      at = start + end + 1;
    }
  }
  return decoded;
}

bool is_kept(char32_t c) {
  const auto value = static_cast<UChar32>(c);
  constexpr uint32_t kKept =
      U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_PC_MASK;
  return c == '-' || (U_GET_GC_MASK(value) & kKept) != 0;
}

std::string slug(std::string_view heading) {
  std::string anchor;
  for (size_t at = 0; at < heading.size();) {
    const CodePoint c = decode_utf8(heading, at);
    at += c.length;
    if (c.value == ' ') {
      anchor += '-';
    } else if (is_kept(c.value)) {
      const UChar32 lower = u_tolower(static_cast<UChar32>(c.value));
      append_utf8(anchor, static_cast<char32_t>(lower));
    }
  }
  return anchor;
}

// What visible_text made of source, as plain_markdown gives it.
std::string plain(std::string_view source, std::string_view visible) {
  const std::string text = to_valid_utf8(without_hidden(source, visible));
  return collapse_space(decode_entities(text));
}

// Whether a line of visible text begins with a list mark.
bool begins_entry(std::string_view line) {
  line = trim(line);
  const size_t digits =
      std::min(line.find_first_not_of("0123456789"), line.size());
  const std::string_view signs = digits == 0 ? "-*+" : ".)";
  return digits < line.size() &&
         signs.find(line[digits]) != std::string_view::npos &&
         (digits + 1 == line.size() || is_space(line[digits + 1]));
}

bool is_emphasis(char c) { return c == '*' || c == '_'; }

// Marks of emphasis in text that end at `end`.
size_t marks_before(std::string_view text, size_t end) {
  size_t count = 0;
  while (count < end && is_emphasis(text[end - count - 1])) ++count;
  return count;
}

}  // namespace

std::string plain_markdown(std::string_view source) {
  return plain(source, visible_text(source, Markup::kMarkdown));
}

std::vector<std::string> list_entries(std::string_view source) {
  const std::string visible = visible_text(source, Markup::kMarkdown);
  std::vector<std::string> entries;
  std::optional<Span> entry;
  const auto add = [&] {
    if (entry)
      entries.push_back(plain(slice(source, *entry), slice(visible, *entry)));
    entry.reset();
  };
  for (const Line& line : split_lines(visible)) {
    const std::string_view words = slice(visible, line.span);
    const bool begins = begins_entry(words);
    if (begins || trim(words).empty()) add();
    if (begins) entry = line.span;
    if (entry) entry->end = line.span.end;
  }
  add();
  return entries;
}

std::optional<Span> quick_answer_text(std::string_view source) {
  const std::string visible = visible_text(source, Markup::kMarkdown);
  const Span all = trim(visible, {0, visible.size()});
  const std::string_view words = slice(visible, all);
  const auto line = words.substr(0, words.find_first_of("\r\n"));
  if (!after_quick_answer(line)) return std::nullopt;
  const size_t colon = all.start + line.find(':');
  const size_t opening = marks_before(source, all.start);
  Span text{colon + 1, trim(source, {0, source.size()}).end};
  if (opening > 0 && marks_before(source, colon) == 0) {
    // The label's marks close behind the colon, else at the paragraph's end.
    size_t closing = 0;
    while (closing < opening && text.start < text.end &&
           is_emphasis(source[text.start])) {
      ++text.start;
      ++closing;
    }
    if (closing == 0 && marks_before(source, text.end) >= opening) {
      text.end = std::max(text.start, text.end - opening);
    }
  }
  return trim(source, text);
}

std::string Anchors::next(std::string_view heading) {
  std::string anchor = slug(heading);
  const size_t before = used_[anchor]++;
  if (before > 0) anchor += "-" + std::to_string(before);
  return anchor;
}

}  // namespace ibid
