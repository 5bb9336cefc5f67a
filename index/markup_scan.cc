// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar is CommonMark's. A tag's scan can pass at most a few other '<'
// (only inside quotes) and a target's at most kMaxParentheses other '(', so
// that scanning from each of them stays linear.
#include "index/markup_scan.h"

#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kNone = std::string_view::npos;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_name_char(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == ':' || c == '.';
}

size_t after_space(std::string_view text, size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// Nesting of parentheses that CommonMark asks for.
constexpr int kMaxParentheses = 32;

size_t after_destination(std::string_view text, size_t at) {
  if (at < text.size() && text[at] == '<') {
    const size_t end = text.find_first_of("<>\n\r", at + 1);
    return end != kNone && text[end] == '>' ? end + 1 : kNone;
  }
  int depth = 0;
  for (; at < text.size() && !is_space(text[at]); ++at) {
    if (text[at] == '\\' && at + 1 < text.size() &&
        is_ascii_punctuation(text[at + 1])) {
      ++at;
    } else if (text[at] == '(' && ++depth > kMaxParentheses) {
      return kNone;
    } else if (text[at] == ')' && --depth < 0) {
      break;
    }
  }
  return at;
}

size_t after_title(std::string_view text, size_t at) {
  const char open = text[at];
  const char close = open == '(' ? ')' : open;
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == close) {
      return at + 1;
    } else if (text[at] == open) {
      return kNone;
    }
  }
  return kNone;
}

}  // namespace

bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') ||
         (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

size_t after_link_target(std::string_view text, size_t start) {
  const size_t destination = after_destination(text, after_space(text, start));
  if (destination == kNone) return kNone;
  const size_t title = after_space(text, destination);
  if (title == destination || title >= text.size()) return title;
  const char sign = text[title];
  if (sign != '"' && sign != '\'' && sign != '(') return title;
  const size_t end = after_title(text, title);
  return end == kNone ? kNone : after_space(text, end);
}

std::optional<size_t> TagScanner::after(std::string_view end, size_t at,
                                        bool& missing) {
  if (missing) return std::nullopt;
  const size_t found = text_.find(end, at);
  if (found == kNone) {
    missing = true;
    return std::nullopt;
  }
  return found + end.size();
}

std::optional<size_t> TagScanner::tag_end(size_t at) {
  const std::string_view rest = text_.substr(at);
  if (rest.starts_with("<!--")) return after("-->", at + 4, no_comment_end_);
  if (rest.starts_with("<?")) return after("?>", at + 2, no_instruction_end_);
  if (rest.starts_with("<!") && rest.size() > 2 && is_letter(rest[2])) {
    return after(">", at + 2, no_declaration_end_);
  }
  return element_end(at);
}

// <name attribute... /> or </name >.
std::optional<size_t> TagScanner::element_end(size_t at) const {
  const bool closing = at + 1 < text_.size() && text_[at + 1] == '/';
  at += closing ? 2 : 1;
  if (at >= text_.size() || !is_letter(text_[at])) return std::nullopt;
  while (at < text_.size() && (is_name_char(text_[at]))) ++at;
  while (!closing) {
    const size_t next = after_space(text_, at);
    if (next == at || next >= text_.size()) break;
    const size_t end = after_attribute(next);
    if (end == kNone) return std::nullopt;
    if (end == next) break;
    at = end;
  }
  at = after_space(text_, at);
  if (!closing && at < text_.size() && text_[at] == '/') ++at;
  if (at >= text_.size() || text_[at] != '>') return std::nullopt;
  return at + 1;
}

// Offset after name, name=value, name='value' or name="value" at `at`; `at`
// itself where no name begins there, kNone where the value is broken.
size_t TagScanner::after_attribute(size_t at) const {
  const char first = text_[at];
  if (!is_letter(first) && first != '_' && first != ':') return at;
  while (at < text_.size() && is_name_char(text_[at])) ++at;
  const size_t equals = after_space(text_, at);
  if (equals >= text_.size() || text_[equals] != '=') return at;
  const size_t value = after_space(text_, equals + 1);
  if (value >= text_.size()) return kNone;
  if (text_[value] == '"' || text_[value] == '\'') {
    const size_t end = text_.find(text_[value], value + 1);
    return end == kNone ? kNone : end + 1;
  }
  const size_t end = text_.find_first_of(" \t\r\n\"'=<>`", value);
  return end == kNone || end == value ? kNone : end;
}

std::optional<size_t> TagScanner::autolink_end(size_t at) const {
  const size_t end = text_.find_first_of("<> \t\r\n", at + 1);
  if (end == kNone || text_[end] != '>') return std::nullopt;
  const std::string_view inside = text_.substr(at + 1, end - at - 1);
  const size_t colon = inside.find_first_of(":@/\"'=");
  if (colon == kNone || colon == 0) return std::nullopt;
  const bool address = inside[colon] == '@' && colon + 1 < inside.size();
  const bool url = inside[colon] == ':' && colon >= 2 && colon <= 32 &&
                   is_letter(inside[0]) && colon + 1 < inside.size();
  if (!address && !url) return std::nullopt;
  return end + 1;
}

}  // namespace ibid
