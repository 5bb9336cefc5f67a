// SPDX-License-Identifier: GPL-3.0-or-later
// The third step of reading HTML: from elements and pieces of text to blocks
// that read well: white space collapsed, list items with their marks, a table
// one row a line, code as it stands.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/article.h"

namespace ibid {

// Spans and starts are offsets into the page as UTF-8; lines stay 0. Every
// `at` is the offset of the tag that causes the call.
class HtmlText {
 public:
  // Gets each finished block, in file order.
  explicit HtmlText(std::function<void(Block)> sink) : sink_(std::move(sink)) {}

  void add(std::string_view text, size_t start, size_t end);
  void break_line(size_t at);
  void space() { space_ = true; }

  // Ends the block that is being written, if any. tag_end: the end of the end
  // tag that ends it; at where none does.
  void finish(size_t at, size_t tag_end);
  void finish(size_t at) { finish(at, at); }

  // Anything that ends a paragraph.
  void open_block(size_t at);
  // As open_block, but a line of its own even in a cell of a table.
  void open_paragraph(size_t at);
  void close_block(size_t at, size_t tag_end);

  void open_code(size_t at);
  void close_code(size_t at, size_t tag_end);

  void open_list(bool ordered, int first, size_t at);
  void set_item_number(int number);  // of the item that opens next
  void open_item(size_t at);
  void close_item(size_t at, size_t tag_end);
  void close_list(size_t at);

  void open_table(size_t at);
  void open_row();
  void open_cell();
  void close_table(size_t at, size_t tag_end);

  // A term (dt): the block after it continues it, after a colon.
  void open_term(size_t at);
  void close_term();

  // Sets the text from here aside until take(): a heading or a summary.
  void begin_capture(size_t at);
  // The block written since begin_capture or open_term; its text may be empty.
  Block take(size_t at, size_t tag_end);
  bool capturing() const { return capturing_; }

  // The text of the block that is being written.
  std::string_view draft() const { return draft_; }
  bool in_table() const { return tables_ > 0; }

 private:
  struct List {
    bool ordered = false;
    int number = 1;       // of the next item
    size_t items = 0;     // now open: 0 or 1
    std::string hanging;  // what lines up with the text of its item
  };

  void add_code(std::string_view text, size_t start, size_t end);
  // Writes what must stand before the next visible character.
  void begin_word(size_t start);
  void begin_row_or_cell();
  Block make_block(size_t at, size_t tag_end);
  bool in_item() const { return !lists_.empty() && lists_.back().items > 0; }

  std::function<void(Block)> sink_;
  std::string draft_;
  size_t start_ = 0;          // of the draft, once it has text
  size_t element_ = kNone;    // where the innermost block now open begins
  size_t text_end_ = 0;       // of the last text added
  bool own_element_ = false;  // the draft began with its element
  bool list_item_ = false;
  bool space_ = false;
  bool line_end_ = false;
  bool term_ = false;  // the draft is a term without its definition yet
  bool capturing_ = false;
  size_t codes_ = 0;        // open <pre> elements
  size_t tables_ = 0;       // open tables
  bool row_ = false;        // a row began, nothing in it yet
  size_t cells_ = 0;        // cells begun in the row since its last text
  size_t cell_start_ = 0;   // where the text of the cell begins in draft_
  bool cell_line_ = false;  // a paragraph began in a cell that has text
  std::string mark_;        // of a list item, to be written before its text
  std::vector<List> lists_;

  static constexpr size_t kNone = static_cast<size_t>(-1);
};

}  // namespace ibid
