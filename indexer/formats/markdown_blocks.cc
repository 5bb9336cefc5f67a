// SPDX-License-Identifier: GPL-3.0-or-later
// cmark decides where blocks begin, and nothing else is taken from it: its end
// lines are off by one for setext headings and some HTML blocks, its columns
// shift after invalid bytes, and its inline parser (which runs when a document
// is finished) takes quadratic time on hostile text. So a block goes to the
// line before the next one begins, the document is never finished, and blocks
// are taken out of the tree and freed as soon as the next one stands behind
// them.
//
// Since only the starts of blocks count, cmark need not see all of a line:
// prepare_line leaves out what costs much and decides nothing.
#include "indexer/formats/markdown_blocks.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cmark-gfm/parser.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "indexer/formats/format.h"

namespace ibid {
namespace {

// What of a line cmark gets to see.
constexpr size_t kMaxLineBytes = 1024;
// cmark fills up each row of a table to the width of its head. Cells that it
// may make so for a whole text, and the widest and narrowest table it may see.
constexpr size_t kMaxCells = 20'000'000;
constexpr size_t kMaxColumns = 200;
constexpr size_t kMinColumns = 2;
// Lines between two looks at the tree.
constexpr size_t kBatchLines = 256;

struct ParserDeleter {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
using Parser = std::unique_ptr<cmark_parser, ParserDeleter>;

// Of GitHub's extensions only tables change where blocks begin; strikethrough,
// task lists and autolinks are about what stands in them.
Parser make_parser() {
  static const bool registered = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return true;
  }();
  Parser parser(cmark_parser_new(CMARK_OPT_DEFAULT));
  cmark_syntax_extension* table = cmark_find_syntax_extension("table");
  if (registered && table) {
    cmark_parser_attach_syntax_extension(parser.get(), table);
  }
  return parser;
}

// Length of the white space and the marks of quotes and lists at the start.
size_t prefix_length(std::string_view line) {
  return std::min(line.find_first_not_of(" \t>-*+0123456789.)"), line.size());
}

// The first kMaxLineBytes, and what of the rest can end a block of HTML or
// decides whether a line of ticks is a fence.
std::string cut_line(std::string_view line) {
  constexpr std::array<std::string_view, 8> kEnds = {
      "-->", "?>", "]]>", ">", "</script>", "</pre>", "</style>", "`"};
  std::string text(line.substr(0, kMaxLineBytes));
  const std::string rest = ascii_lower(line.substr(kMaxLineBytes));
  for (const std::string_view end : kEnds) {
    if (rest.find(end) != std::string::npos) text += end;
  }
  return text;
}

// line as cmark sees it: nested at most kMaxNesting deep, with at most
// max_columns cells, and without reference definitions, which cmark would take
// out of the text and keep.
std::string prepare_line(std::string_view line, size_t max_columns) {
  size_t prefix = prefix_length(line);
  if (prefix > kMaxNesting) {
    line.remove_prefix(prefix - kMaxNesting);
    prefix = kMaxNesting;
  }
  std::string text =
      line.size() > kMaxLineBytes ? cut_line(line) : std::string(line);
  if (prefix < text.size() && text[prefix] == '[') text[prefix] = '.';
  size_t columns = 0;
  for (char& c : text) {
    if (c == '|' && ++columns > max_columns) c = ' ';
  }
  text += '\n';
  return text;
}

class BlockReader {
 public:
  BlockReader(std::string_view source, const std::vector<Line>& lines,
              size_t first,
              const std::function<void(const MarkdownBlock&)>& visit)
      : source_(source),
        lines_(lines),
        visit_(visit),
        next_(first),
        max_columns_(std::clamp(kMaxCells / std::max<size_t>(1, lines.size()),
                                kMinColumns, kMaxColumns)),
        parser_(make_parser()) {}

  void run() {
    while (next_ < lines_.size()) {
      const size_t stop = std::min(lines_.size(), next_ + kBatchLines);
      while (next_ < stop) feed(next_++);
      take_closed_blocks();
      free_closed();
    }
    // Closes a paragraph, which takes its last definitions or table with it.
    cmark_parser_feed(parser_.get(), "\n", 1);
    take_closed_blocks();
    if (cmark_node* last = cmark_node_first_child(parser_->root)) take(last);
    end_block(lines_.size());
  }

 private:
  using Kind = MarkdownBlock::Kind;

  // One blank line does what a thousand do, and each costs as much as lists
  // are deep.
  void feed(size_t index) {
    const std::string_view line = slice(source_, lines_[index].span);
    const bool blank = trim(line).empty();
    if (blank && after_blank_) return;
    after_blank_ = blank;
    const std::string text = prepare_line(blank ? "" : line, max_columns_);
    cmark_parser_feed(parser_.get(), text.data(), text.size());
    fed_.push_back(static_cast<uint32_t>(index));
  }

  // Takes and frees the blocks that another one follows: only the last can
  // still change.
  void take_closed_blocks() {
    cmark_node* node = cmark_node_first_child(parser_->root);
    while (node && cmark_node_next(node)) {
      cmark_node* next = cmark_node_next(node);
      take(node);
      if (list_ == node) list_ = nullptr;
      cmark_node_free(node);
      node = next;
    }
    if (node && cmark_node_get_type(node) == CMARK_NODE_LIST) {
      take_items(node, cmark_node_last_child(node));
    }
  }

  void take(cmark_node* node) {
    if (cmark_node_get_type(node) == CMARK_NODE_LIST) {
      take_items(node, nullptr);
    } else if (cmark_node_get_start_line(node) > 0) {
      // A paragraph right above a table has no lines: the table has them.
      begin_block(node);
    }
  }

  // Takes and frees the items of a list before `end`.
  void take_items(cmark_node* list, cmark_node* end) {
    for (cmark_node* item = cmark_node_first_child(list); item != end;) {
      cmark_node* next = cmark_node_next(item);
      begin_block(item);
      if (block_) block_->begins_list = list_ != list;
      list_ = list;
      cmark_node_free(item);
      item = next;
    }
  }

  // Frees what is closed inside the blocks that are open.
  void free_closed() {
    cmark_node* node = cmark_node_last_child(parser_->root);
    for (; node; node = cmark_node_last_child(node)) {
      while (cmark_node_first_child(node) != cmark_node_last_child(node)) {
        cmark_node_free(cmark_node_first_child(node));
      }
    }
  }

  void begin_block(cmark_node* node) {
    const auto fed = static_cast<size_t>(cmark_node_get_start_line(node)) - 1;
    const size_t start = fed_[fed];
    end_block(start);
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_THEMATIC_BREAK) return;
    block_.emplace();
    block_->kind = kind_of(type);
    block_->line = lines_[start].number;
    if (type == CMARK_NODE_HEADING) {
      block_->level = cmark_node_get_heading_level(node);
    }
    block_start_ = start;
  }

  static Kind kind_of(cmark_node_type type) {
    if (type == CMARK_NODE_HEADING) return Kind::kHeading;
    if (type == CMARK_NODE_CODE_BLOCK) return Kind::kCode;
    if (type == CMARK_NODE_HTML_BLOCK) return Kind::kHtml;
    return type == CMARK_NODE_ITEM ? Kind::kListItem : Kind::kText;
  }

  // Hands on the block that ends before lines_[end].
  void end_block(size_t end) {
    if (!block_) return;
    while (end > block_start_ + 1 &&
           trim(slice(source_, lines_[end - 1].span)).empty()) {
      --end;
    }
    block_->span = {lines_[block_start_].span.start, lines_[end - 1].span.end};
    visit_(*block_);
    block_.reset();
  }

  std::string_view source_;
  const std::vector<Line>& lines_;
  const std::function<void(const MarkdownBlock&)>& visit_;
  size_t next_;  // line to feed
  size_t max_columns_;
  Parser parser_;
  bool after_blank_ = false;
  std::vector<uint32_t> fed_;  // index in lines_ of each line that cmark saw
  std::optional<MarkdownBlock> block_;  // the one whose end is not known yet
  size_t block_start_ = 0;              // its first line
  cmark_node* list_ = nullptr;          // the list that items came from last
};

}  // namespace

void each_markdown_block(
    std::string_view source, const std::vector<Line>& lines, size_t first,
    const std::function<void(const MarkdownBlock&)>& visit) {
  BlockReader(source, lines, first, visit).run();
}

}  // namespace ibid
