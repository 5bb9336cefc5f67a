// SPDX-License-Identifier: GPL-3.0-or-later
// Each block is written from its bytes: those that visible_text() hides are
// left out, and where they were backticks what stands between them is code. A
// mark may begin and end within any of it, so it is closed and opened again
// around every tag.
#include "searcher/web/prose.h"

#include <fmt/format.h>

#include <algorithm>

#include "index/markup.h"
#include "index/text.h"
#include "searcher/web/blocks.h"
#include "searcher/web/html.h"

namespace ibid {
namespace {

constexpr size_t kNone = std::string_view::npos;

size_t indent_of(std::string_view line) {
  return std::min(line.size(), line.find_first_not_of(' '));
}

// Columns that all lines but the first are set in by, where the first lost its
// own when the passage was cut; 0: it did not.
size_t lost_indent(std::string_view text, const std::vector<Span>& lines) {
  const std::string_view first = slice(text, lines[0]);
  const std::string_view end = trim(first);
  if (indent_of(first) > 0 || end.empty() ||
      std::string_view("{([:,\\").find(end.back()) != kNone) {
    return 0;
  }
  size_t least = kNone;
  for (const Span& span : std::vector(lines.begin() + 1, lines.end())) {
    const std::string_view line = slice(text, span);
    if (!trim(line).empty()) least = std::min(least, indent_of(line));
  }
  return least == kNone ? 0 : least;
}

// The cells of a line of a table, without the rules around it.
std::vector<Span> cells(std::string_view text, Span line) {
  line = trim(text, line);
  if (slice(text, line).starts_with('|')) ++line.start;
  if (!line.empty() && slice(text, line).ends_with('|')) --line.end;
  std::vector<Span> found;
  for (size_t start = line.start; start <= line.end;) {
    size_t end = start;
    while (end < line.end && (text[end] != '|' || text[end - 1] == '\\')) ++end;
    found.push_back({start, end});
    start = end + 1;
  }
  return found;
}

class Writer {
 public:
  Writer(std::string_view text, Markup markup, Span mark)
      : text_(text), visible_(visible_text(text, markup)), mark_(mark) {}

  std::string write(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) write_block(block);
    return std::move(out_);
  }

 private:
  void write_block(const Block& block) {
    switch (block.kind) {
      case BlockKind::kParagraph:
        return element("p", block.parts[0]);
      case BlockKind::kQuote:
        return element("blockquote", block.parts[0]);
      case BlockKind::kBullets:
        return list("<ul>", block.parts, "</ul>\n");
      case BlockKind::kNumbers:
        return list(block.first == 1
                        ? "<ol>"
                        : fmt::format("<ol start=\"{}\">", block.first),
                    block.parts, "</ol>\n");
      case BlockKind::kTable:
        return table(block.parts);
      case BlockKind::kCode:
        return code(block.parts);
    }
  }

  void element(std::string_view name, Span span) {
    out_ += fmt::format("<{} dir=\"auto\">", name);
    inline_text(span);
    out_ += fmt::format("</{}>\n", name);
  }

  void list(std::string_view begin, const std::vector<Span>& items,
            std::string_view end) {
    out_ += begin;
    for (const Span& item : items) {
      out_ += "<li dir=\"auto\">";
      inline_text(item);
      out_ += "</li>";
    }
    out_ += end;
  }

  void table(const std::vector<Span>& lines) {
    out_ +=
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" "
        "aria-label=\"Table\"><table>";
    for (size_t i = 0; i < lines.size(); ++i) {
      if (i == 1) continue;  // the rule below the head
      out_ += "<tr>";
      for (const Span& cell : cells(text_, lines[i])) {
        out_ += i == 0 ? "<th scope=\"col\">" : "<td>";
        inline_text(cell);
        out_ += i == 0 ? "</th>" : "</td>";
      }
      out_ += "</tr>";
    }
    out_ += "</table></div>\n";
  }

  void code(const std::vector<Span>& lines) {
    // It can be scrolled, so it must be reached by keyboard.
    out_ += "<pre tabindex=\"0\" role=\"group\" aria-label=\"Code\"><code>";
    const size_t lost = lost_indent(text_, lines);
    for (size_t i = 0; i < lines.size(); ++i) {
      Span line = lines[i];
      if (i > 0) {
        out_ += '\n';
        line.start += std::min(lost, indent_of(slice(text_, line)));
      }
      for (size_t at = line.start; at < line.end;) at = plain(at, line.end);
      set_mark(false);
    }
    out_ += "</code></pre>\n";
  }

  bool is_hidden(size_t at) const { return visible_[at] != text_[at]; }

  // Writes [at, some end <= most) as it is; where it stopped.
  size_t plain(size_t at, size_t most) {
    const bool is_marked = at >= mark_.start && at < mark_.end;
    size_t end = is_marked ? std::min(most, mark_.end) : most;
    if (at < mark_.start) end = std::min(end, mark_.start);
    set_mark(is_marked);
    out_ += html_text(text_.substr(at, end - at));
    return end;
  }

  void inline_text(Span span) {
    for (size_t at = span.start; at < span.end;) {
      size_t end = at + 1;
      const bool hidden = is_hidden(at);
      while (end < span.end && is_hidden(end) == hidden) ++end;
      if (hidden) {
        at = hide({at, end}, span.end);
      } else {
        while (at < end) at = plain(at, end);
      }
    }
    set_code(false);
    set_mark(false);
  }

  // What takes the place of markup; where what it hides ends.
  size_t hide(Span span, size_t most) {
    const std::string_view hidden = slice(text_, span);
    if (hidden.find_first_not_of('`') == kNone) {
      set_code(!is_code_);
    } else if (hidden[0] == '<') {
      out_ += ' ';
    } else if (hidden.starts_with("](")) {
      // Spaces between the target of a link and its title.
      while (span.end < most && !is_hidden(span.end) &&
             text_[span.end] == ' ' && span.end + 1 < most &&
             is_hidden(span.end + 1)) {
        ++span.end;
        while (span.end < most && is_hidden(span.end)) ++span.end;
      }
    }
    return span.end;
  }

  void set_code(bool code) {
    if (code == is_code_) return;
    const bool marked = is_marked_;
    set_mark(false);
    out_ += code ? "<code>" : "</code>";
    is_code_ = code;
    set_mark(marked);
  }

  void set_mark(bool mark) {
    if (mark == is_marked_) return;
    out_ += mark ? "<mark>" : "</mark>";
    is_marked_ = mark;
  }

  std::string_view text_;
  std::string visible_;
  Span mark_;
  std::string out_;
  bool is_code_ = false;
  bool is_marked_ = false;
};

}  // namespace

std::string prose(const StoredPassage& passage, std::optional<Span> mark) {
  const std::string_view text = passage.text;
  Span marked;
  if (mark) {
    marked.end = utf8_floor(text, mark->end);
    marked.start = std::min(marked.end, utf8_floor(text, mark->start));
  }
  return Writer(text, passage.markup, marked)
      .write(text_blocks(text, passage.markup));
}

}  // namespace ibid
