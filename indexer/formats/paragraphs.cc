// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/paragraphs.h"

#include <algorithm>
#include <utility>

#include "index/text.h"
#include "indexer/formats/parts.h"

namespace ibid {
namespace {

constexpr size_t kMaxHeadingChars = 100;
constexpr uint32_t kTabColumns = 8;
constexpr uint32_t kMaxIndent = 1000;
constexpr uint32_t kMinRecords = 4;
// Neighbouring entries of a log begin with the same date.
constexpr size_t kSamePrefix = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_newline(char c) { return c == '\n' || c == '\r'; }

uint32_t indent_of(std::string_view line) {
  uint32_t columns = 0;
  for (const char c : line) {
    if (c == '\t') {
      columns += kTabColumns;
    } else if (c == ' ') {
      ++columns;
    } else {
      break;
    }
    if (columns >= kMaxIndent) break;
  }
  return columns;
}

// The offset after the line ending at `end`.
size_t after_newline(std::string_view text, size_t end) {
  return end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
}

// --- or === or ~~~, three or more.
bool is_underline(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 &&
         std::string_view("-=~").find(line[0]) != std::string_view::npos &&
         line.find_first_not_of(line[0]) == std::string_view::npos;
}

// Underlined headings may be numbered or end in any way.
bool can_be_underlined(std::string_view line) {
  const bool is_item = after_list_mark(line) > 0 && !is_digit(line[0]);
  return has_word(line) && !is_item && line[0] != '|' &&
         line.find("   ") == std::string_view::npos &&
         line.size() <= 4 * kMaxHeadingChars &&
         utf8_length(line) <= kMaxHeadingChars;
}

// Whether a line begins as an entry of a list of records does: with a digit or
// a bracket, or as the line before it.
bool is_record(std::string_view line, std::string_view before) {
  const char c = line.front();
  if (is_digit(c) || c == '[' || c == '{' || c == '<' || c == '|') return true;
  return line.size() >= kSamePrefix && before.size() >= kSamePrefix &&
         line.substr(0, kSamePrefix) == before.substr(0, kSamePrefix);
}

// Collects lines to paragraphs.
class Builder {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  // line: with its indentation, without its end.
  void add(Line line) {
    const std::string_view words = trim(slice(text_, line.span));
    if (words.empty()) {
      finish();
      return;
    }
    const bool is_label =
        paragraphs_.empty() && lines_ > 0 &&
        (after_last_updated(words) || after_quick_answer(words));
    if (is_label) finish();
    if (lines_ == 0) {
      begin(line);
    } else {
      continue_with(line, words);
    }
    paragraph_.span.end = trim(text_, line.span).end;
    before_ = words;
  }

  void finish() {
    if (lines_ == 0) return;
    paragraph_.records = lines_ >= kMinRecords && records_ > lines_ / 2;
    if (!paragraph_.rest.empty()) paragraph_.rest.end = paragraph_.span.end;
    paragraphs_.push_back(paragraph_);
    lines_ = 0;
  }

  bool full() const { return paragraphs_.size() >= kMaxParagraphs; }
  std::vector<Paragraph> take() { return std::move(paragraphs_); }

 private:
  void begin(Line line) {
    const uint32_t indent = indent_of(slice(text_, line.span));
    paragraph_ = {};
    paragraph_.span = line.span;
    paragraph_.first = trim(text_, line.span);
    paragraph_.line = line.number;
    paragraph_.indent = indent;
    paragraph_.indented = paragraph_.first.start > line.span.start;
    lines_ = 1;
    records_ = 0;
  }

  void continue_with(Line line, std::string_view words) {
    // A heading with a rule under it is a paragraph of its own.
    if (lines_ == 1 && !paragraph_.indented && is_underline(words) &&
        can_be_underlined(before_)) {
      paragraph_.underlined = true;
      finish();
      return;
    }
    const uint32_t indent = indent_of(slice(text_, line.span));
    if (paragraph_.rest.empty()) {
      paragraph_.rest = line.span;
      paragraph_.rest_indent = indent;
    }
    paragraph_.indent = std::min(paragraph_.indent, indent);
    paragraph_.rest_indent = std::min(paragraph_.rest_indent, indent);
    records_ += is_record(words, before_);
    ++lines_;
  }

  std::string_view text_;
  std::vector<Paragraph> paragraphs_;
  Paragraph paragraph_;  // being collected, where lines_ > 0
  uint32_t lines_ = 0;
  uint32_t records_ = 0;
  std::string_view before_;  // the words of the line before
};

}  // namespace

std::vector<Paragraph> read_paragraphs(std::string_view text, size_t start) {
  Builder builder(text);
  const Span all{start, text.size()};
  // Not split_lines: the lines of a large file need not be held at once.
  uint32_t number = 1;
  while (start < text.size() && !builder.full()) {
    const Span line = line_at(text, all, start);
    builder.add({line, number++});
    start = after_newline(text, line.end);
  }
  builder.finish();
  return builder.take();
}

Paragraph without_first_line(std::string_view text,
                             const Paragraph& paragraph) {
  Paragraph rest = paragraph;
  rest.span = paragraph.rest;
  rest.line = paragraph.line + 1;
  rest.indent = paragraph.rest_indent;
  const Span first = line_at(text, rest.span, rest.span.start);
  rest.first = trim(text, first);
  rest.indented = rest.first.start > rest.span.start;
  rest.rest.start = line_after(text, rest.span, first).start;
  return rest;
}

Span line_at(std::string_view text, Span within, size_t start) {
  size_t end = start;
  while (end < within.end && !is_newline(text[end])) ++end;
  return {start, end};
}

Span line_after(std::string_view text, Span within, Span line) {
  const size_t start = std::min(after_newline(text, line.end), within.end);
  return line_at(text, within, start);
}

bool has_word(std::string_view line) {
  return std::ranges::any_of(line, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

bool looks_like_heading(std::string_view line) {
  if (line.empty() || is_space(line[0]) || line.size() > 4 * kMaxHeadingChars)
    return false;
  if (std::string_view(".!:;,").find(line.back()) != std::string_view::npos)
    return false;
  for (const std::string_view stop : {"。", "！", "：", "；", "，", "、"}) {
    if (line.ends_with(stop)) return false;
  }
  return has_word(line) && line[0] != '|' && after_list_mark(line) == 0 &&
         line.find("   ") == std::string_view::npos &&
         line.find('\t') == std::string_view::npos &&
         utf8_length(line) <= kMaxHeadingChars;
}

size_t after_list_mark(std::string_view line) {
  constexpr std::string_view kBullet = "\xE2\x80\xA2";
  size_t at = 0;
  while (at < line.size() && is_space(line[at])) ++at;
  const std::string_view words = line.substr(at);
  size_t end = 0;
  if (words.starts_with(kBullet)) {
    end = kBullet.size();
  } else if (!words.empty() &&
             std::string_view("-*+").find(words[0]) != std::string_view::npos) {
    end = 1;
  } else {
    const bool bracketed = words.starts_with('[');
    const size_t digits = bracketed ? 1 : 0;
    end = digits;
    while (end < words.size() && end < digits + 6 && is_digit(words[end]))
      ++end;
    const bool marked = end > digits && end < words.size() &&
                        (bracketed ? words[end] == ']'
                                   : words[end] == '.' || words[end] == ')');
    if (!marked) return 0;
    ++end;
  }
  const bool alone = end >= words.size();
  if (alone || !is_space(words[end])) return 0;
  while (end < words.size() && is_space(words[end])) ++end;
  return at + end;
}

}  // namespace ibid
