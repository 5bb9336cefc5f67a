// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/line_writer.h"

#include <algorithm>
#include <utility>

#include "index/text.h"
#include "searcher/wrap.h"

namespace ibid {
namespace {

constexpr size_t kMinColumns = 10;  // that text is wrapped to

// The SGR sequence that begins a look.
std::string_view sgr(Look look) {
  switch (look) {
    case Look::kBold:
      return "\x1b[1m";
    case Look::kDim:
      return "\x1b[2m";
    case Look::kMatch:
      return "\x1b[1;4m";
    case Look::kNotice:
      return "\x1b[33m";
    case Look::kPlain:
      break;
  }
  return "";
}

}  // namespace

void LineWriter::wrapped(std::string_view text, Look look,
                         std::string_view first_indent, std::string_view indent,
                         const std::vector<Span>& marks) {
  auto mark = marks.begin();
  std::string_view margin = first_indent;
  for (const Span& line : wrap(text, columns(first_indent), columns(indent))) {
    out_ += margin;
    size_t at = line.start;
    while (mark != marks.end() && mark->start < line.end) {
      const size_t start = std::max(at, mark->start);
      const size_t end = std::min(line.end, mark->end);
      if (start < end) {
        styled(slice(text, {at, start}), look);
        styled(slice(text, {start, end}), Look::kMatch);
        at = end;
      }
      if (mark->end > line.end) break;  // goes on in the next line
      ++mark;
    }
    styled(slice(text, {at, line.end}), look);
    out_ += '\n';
    margin = indent;
  }
}

void LineWriter::items(const std::vector<Item>& items,
                       std::string_view indent) {
  constexpr std::string_view kDot = " · ";
  size_t used = 0;
  out_ += indent;
  for (const Item& item : items) {
    const size_t width = display_width(item.text);
    if (used > 0 && used + display_width(kDot) + width > columns(indent)) {
      out_ += '\n';
      out_ += indent;
      used = 0;
    } else if (used > 0) {
      styled(kDot, Look::kDim);
      used += display_width(kDot);
    }
    linked(item);
    used += width;
  }
  out_ += '\n';
}

std::string LineWriter::finish() { return std::exchange(out_, {}); }

// What an indent leaves of the width.
size_t LineWriter::columns(std::string_view indent) const {
  const size_t taken = display_width(indent);
  return std::max(kMinColumns, style_.width - std::min(taken, style_.width));
}

void LineWriter::styled(std::string_view text, Look look) {
  if (text.empty()) return;
  if (!style_.color || look == Look::kPlain) {
    out_ += text;
    return;
  }
  out_ += sgr(look);
  out_ += text;
  out_ += "\x1b[0m";
}

void LineWriter::linked(const Item& item) {
  const bool link = style_.links && !item.link.empty();
  if (link) out_ += "\x1b]8;;" + item.link + "\x1b\\";
  styled(item.text, item.look);
  if (link) out_ += "\x1b]8;;\x1b\\";
}

}  // namespace ibid
