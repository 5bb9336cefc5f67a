// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of lines between empty ones are taken apart by how their lines begin and
// end. Readers of HTML and of text keep code as lines like any others, so it is
// told by its indents, semicolons and braces, and goes on over empty lines as
// long as what follows looks like code as well.
#include "searcher/web/blocks.h"

#include <algorithm>
#include <charconv>

#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr size_t kCodeIndent = 2;
constexpr size_t kMarkdownIndent = 4;
constexpr size_t kMaxDigits = 9;

size_t indent_of(std::string_view line) {
  return std::min(line.size(), line.find_first_not_of(" \t"));
}

struct ListMark {
  size_t length = 0;  // with the space after it; 0: none
  BlockKind kind = BlockKind::kBullets;
  uint32_t number = 1;
};

ListMark list_mark(std::string_view line) {
  const size_t indent = indent_of(line);
  const std::string_view text = line.substr(indent);
  for (const std::string_view sign : {"- ", "* ", "+ ", "• "}) {
    if (text.starts_with(sign)) return {indent + sign.size()};
  }
  const size_t digits = text.find_first_not_of("0123456789");
  if (digits == kNone || digits == 0 || digits > kMaxDigits) return {};
  if (!text.substr(digits).starts_with(". ") &&
      !text.substr(digits).starts_with(") ")) {
    return {};
  }
  ListMark mark{indent + digits + 2, BlockKind::kNumbers};
  std::from_chars(text.data(), text.data() + digits, mark.number);
  return mark;
}

// As no sentence begins or ends.
bool is_statement(std::string_view line) {
  const std::string_view text = trim(line);
  return text.ends_with(';') || text.ends_with('{') || text.ends_with('}') ||
         text.starts_with("$ ") || text.starts_with("//") ||
         text.starts_with("#[") || text.starts_with("#!");
}

// "```" or "~~~", with its indent taken off; empty: the line is no fence.
std::string_view fence(std::string_view line) {
  const std::string_view text = trim(line);
  for (const char c : {'`', '~'}) {
    const size_t run = std::min(text.size(), text.find_first_not_of(c));
    if (run >= 3) return text.substr(0, run);
  }
  return {};
}

bool is_table_rule(std::string_view line) {
  return line.find('|') != kNone && line.find('-') != kNone &&
         trim(line).find_first_not_of("|:- \t") == kNone;
}

class Blocks {
 public:
  Blocks(std::string_view text, Markup markup)
      : text_(text),
        is_markdown_(markup == Markup::kMarkdown),
        lines_(split_lines(text)) {}

  std::vector<Block> read() {
    size_t at = 0;
    while (at < lines_.size()) {
      if (is_empty(at)) {
        ++at;
      } else if (is_markdown_ && !fence(line(at)).empty()) {
        at = add_fenced(at);
      } else {
        at = add_run(at);
      }
    }
    return std::move(blocks_);
  }

 private:
  std::string_view line(size_t at) const {
    return slice(text_, lines_[at].span);
  }
  bool is_empty(size_t at) const { return trim(line(at)).empty(); }

  // The line after the run of lines that begins at `at`.
  size_t run_end(size_t at) const {
    while (at < lines_.size() && !is_empty(at) &&
           (!is_markdown_ || fence(line(at)).empty())) {
      ++at;
    }
    return at;
  }

  size_t add_fenced(size_t at) {
    const std::string_view opened = fence(line(at));
    const size_t first = at + 1;
    size_t end = first;
    while (end < lines_.size() && !(fence(line(end)).starts_with(opened) &&
                                    trim(line(end)) == fence(line(end)))) {
      ++end;
    }
    add_lines(BlockKind::kCode, first, end);
    return std::min(lines_.size(), end + 1);
  }

  size_t add_run(size_t at) {
    size_t end = run_end(at);
    if (is_code(at, end)) {
      end = code_end(end);
      add_lines(BlockKind::kCode, at, end);
    } else if (is_markdown_ && at + 1 < end && is_table_rule(line(at + 1))) {
      add_lines(BlockKind::kTable, at, end);
    } else if (is_markdown_ && trim(line(at)).starts_with('>')) {
      add({BlockKind::kQuote, {stretch(at, end)}});
    } else {
      add_text(at, end);
    }
    return end;
  }

  bool is_code(size_t at, size_t end) const {
    const auto counted = [&](auto&& is) {
      size_t count = 0;
      for (size_t i = at; i < end; ++i) count += is(line(i)) ? 1 : 0;
      return count;
    };
    const size_t size = end - at;
    if (is_markdown_) {
      return list_mark(line(at)).length == 0 &&
             counted([](std::string_view text) {
               return text.starts_with('\t') ||
                      indent_of(text) >= kMarkdownIndent;
             }) == size;
    }
    if (list_mark(line(at)).length > 0) return false;
    const size_t statements = counted(is_statement);
    const size_t like_code = counted([](std::string_view text) {
      return is_statement(text) || text.starts_with('\t') ||
             indent_of(text) >= kCodeIndent;
    });
    return statements > 0 && like_code * 2 >= size;
  }

  // Where code that was left at an empty line ends.
  size_t code_end(size_t end) const {
    for (;;) {
      size_t next = end;
      while (next < lines_.size() && is_empty(next)) ++next;
      const size_t next_end = run_end(next);
      if (next_end == next || !is_code(next, next_end)) return end;
      end = next_end;
    }
  }

  // Paragraphs and lists, without empty lines between.
  void add_text(size_t at, size_t end) {
    size_t first = at;
    while (at < end) {
      const ListMark mark = list_mark(line(at));
      // A number may begin any line of a paragraph.
      const bool begins_list =
          mark.length > 0 && (mark.kind == BlockKind::kBullets || at == first);
      if (!begins_list) {
        ++at;
        continue;
      }
      add_paragraph(first, at);
      first = at = add_list(at, end, mark);
    }
    add_paragraph(first, end);
  }

  size_t add_list(size_t at, size_t end, const ListMark& list) {
    Block block{list.kind, {}, list.number};
    while (at < end) {
      const ListMark mark = list_mark(line(at));
      if (mark.length == 0 || mark.kind != list.kind) break;
      size_t next = at + 1;
      while (next < end && list_mark(line(next)).length == 0) ++next;
      Span item = stretch(at, next);
      item.start = std::min(item.end, lines_[at].span.start + mark.length);
      block.parts.push_back(item);
      at = next;
    }
    add(std::move(block));
    return at;
  }

  void add_paragraph(size_t first, size_t end) {
    if (first < end) add({BlockKind::kParagraph, {stretch(first, end)}});
  }

  void add_lines(BlockKind kind, size_t first, size_t end) {
    Block block{kind, {}};
    for (size_t i = first; i < end; ++i) block.parts.push_back(lines_[i].span);
    if (!block.parts.empty()) add(std::move(block));
  }

  Span stretch(size_t first, size_t end) const {
    return {lines_[first].span.start, lines_[end - 1].span.end};
  }

  void add(Block block) { blocks_.push_back(std::move(block)); }

  std::string_view text_;
  bool is_markdown_;
  std::vector<Line> lines_;
  std::vector<Block> blocks_;
};

}  // namespace

std::vector<Block> text_blocks(std::string_view text, Markup markup) {
  return Blocks(text, markup).read();
}

}  // namespace ibid
