// SPDX-License-Identifier: GPL-3.0-or-later
// Separators (spaces, line ends, cell bars, list marks) are only noted when
// their element is met and written before the next visible character, so that
// empty elements leave nothing behind.
#include "indexer/formats/html_text.h"

#include <algorithm>
#include <utility>

#include "index/text.h"

namespace ibid {
namespace {

// Deeper lists are indented no further.
constexpr size_t kMaxIndentedLists = 8;
// A cell with more text than this when a paragraph ends in it belongs to a
// table that lays out a page: its paragraphs are blocks of their own.
constexpr size_t kLayoutCellBytes = 1500;
// Empty cells in one row beyond these leave no bar.
constexpr size_t kMaxEmptyCells = 8;

struct Special {
  size_t length = 0;  // bytes; 0: an ordinary character
  bool space = false;
};

// White space, and characters that must not split or join words: no-break
// spaces read as spaces; soft hyphens, zero-width spaces, direction marks and
// stray byte order marks as nothing.
Special special_at(std::string_view text, size_t at) {
  const char first = text[at];
  if (is_space(first)) return {1, true};
  const std::string_view two = text.substr(at, 2);
  if (two == "\xC2\xA0") return {2, true};
  if (two == "\xC2\xAD") return {2, false};
  const std::string_view three = text.substr(at, 3);
  if (three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9" ||
      three == "\xE3\x80\x80") {
    return {3, true};
  }
  if (three == "\xE2\x80\x8B" || three == "\xE2\x80\x8E" ||
      three == "\xE2\x80\x8F" || three == "\xEF\xBB\xBF") {
    return {3, false};
  }
  return {};
}

bool may_be_special(char c) {
  return is_space(c) || c == '\xC2' || c == '\xE2' || c == '\xE3' ||
         c == '\xEF';
}

// Whether a term already ends with a mark, so that a colon would be too much.
bool ends_clause(std::string_view term) {
  const char last = term.back();
  return last == ':' || last == ';' || last == '?' || last == '!' ||
         (last == '.' && term.size() > 1 && term[term.size() - 2] != '.');
}

// Code without blank lines before and white space after it.
std::string trim_code(std::string text) {
  size_t begin = 0;
  for (size_t i = 0; i < text.size() && is_space(text[i]); ++i) {
    if (text[i] == '\n') begin = i + 1;
  }
  size_t end = text.size();
  while (end > begin && is_space(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

}  // namespace

void HtmlText::begin_row_or_cell() {
  if (row_) {
    draft_ += '\n';
  } else if (cells_ > 0) {
    for (size_t i = 0; i < std::min(cells_, kMaxEmptyCells); ++i) {
      draft_ += " |";
    }
    draft_ += ' ';
  }
  cell_start_ = draft_.size();
}

void HtmlText::begin_word(size_t start) {
  if (draft_.empty()) {
    own_element_ = element_ != kNone;
    start_ = own_element_ ? element_ : start;
    const bool item = in_item() && tables_ == 0 && !capturing_ && !term_;
    list_item_ = item;
    if (item) draft_ = mark_.empty() ? lists_.back().hanging : mark_;
    if (item) mark_.clear();
    cell_start_ = draft_.size();
  } else if (row_ || cells_ > 0) {
    begin_row_or_cell();
  } else if (cell_line_) {
    draft_ += "\n  ";
  } else if (term_ && !capturing_) {
    draft_ += ends_clause(draft_) ? " " : ": ";
    term_ = false;
  } else if (line_end_) {
    draft_ += '\n';
    if (list_item_) draft_ += lists_.empty() ? "" : lists_.back().hanging;
  } else if (space_) {
    draft_ += ' ';
  }
  if (tables_ > 0 && !mark_.empty()) draft_ += std::exchange(mark_, {});
  space_ = line_end_ = row_ = cell_line_ = false;
  cells_ = 0;
}

void HtmlText::add(std::string_view text, size_t start, size_t end) {
  if (codes_ > 0 && !capturing_) {
    add_code(text, start, end);
    return;
  }
  size_t at = 0;
  while (at < text.size()) {
    size_t word_end = at;
    Special special;
    while (word_end < text.size()) {
      if (may_be_special(text[word_end])) {
        special = special_at(text, word_end);
        if (special.length > 0) break;
      }
      ++word_end;
    }
    if (word_end > at) {
      if (draft_.empty() || space_ || line_end_ || row_ || cells_ > 0 ||
          cell_line_ || term_) {
        begin_word(start);
      }
      draft_.append(text, at, word_end - at);
      text_end_ = end;
    }
    space_ |= special.space;
    at = word_end + special.length;
  }
}

void HtmlText::add_code(std::string_view text, size_t start, size_t end) {
  if (draft_.empty()) {
    own_element_ = element_ != kNone;
    start_ = own_element_ ? element_ : start;
  }
  text_end_ = end;
  for (size_t at = 0; at < text.size();) {
    size_t plain = at;
    while (plain < text.size() && text[plain] != '\r' && text[plain] != '\xC2')
      ++plain;
    draft_.append(text, at, plain - at);
    at = plain;
    if (at == text.size()) break;
    const bool hard_space = text.substr(at, 2) == "\xC2\xA0";
    if (hard_space) draft_ += ' ';
    if (!hard_space && text[at] != '\r') draft_ += text[at];
    at += hard_space ? 2 : 1;
  }
}

void HtmlText::break_line(size_t at) {
  if (codes_ > 0 && !capturing_) {
    if (!draft_.empty()) draft_ += '\n';
  } else if (tables_ > 0 || capturing_) {
    space_ = true;
  } else if (line_end_) {
    finish(at);  // two in a row end a paragraph
  } else {
    line_end_ = !draft_.empty();
  }
}

Block HtmlText::make_block(size_t at, size_t tag_end) {
  Block block;
  const size_t end = own_element_ ? tag_end : std::min(at, text_end_);
  block.span = {start_, std::max(start_, end)};
  block.code = codes_ > 0 && !capturing_;
  block.list_item = list_item_;
  block.text = block.code ? trim_code(std::move(draft_)) : std::move(draft_);
  draft_.clear();
  element_ = kNone;
  cell_start_ = 0;
  list_item_ = space_ = line_end_ = cell_line_ = false;
  term_ = capturing_ = false;
  return block;
}

void HtmlText::finish(size_t at, size_t tag_end) {
  if (draft_.empty()) {
    element_ = kNone;
    space_ = line_end_ = false;
    return;
  }
  Block block = make_block(at, tag_end);
  if (!block.text->empty()) sink_(std::move(block));
}

void HtmlText::open_block(size_t at) {
  close_block(at, at);
  if (draft_.empty() && tables_ == 0) element_ = at;
}

void HtmlText::open_paragraph(size_t at) {
  open_block(at);
  cell_line_ =
      tables_ > 0 && draft_.size() > cell_start_ && codes_ == 0 && !capturing_;
}

void HtmlText::close_block(size_t at, size_t tag_end) {
  const bool in_cell =
      tables_ > 0 && draft_.size() < cell_start_ + kLayoutCellBytes;
  if (codes_ > 0 || capturing_ || term_ || in_cell) {
    space_ = true;
  } else {
    finish(at, tag_end);
  }
}

void HtmlText::open_code(size_t at) {
  if (codes_ == 0 && !capturing_) {
    finish(at);
    element_ = at;
  }
  ++codes_;
}

void HtmlText::close_code(size_t at, size_t tag_end) {
  if (codes_ == 1 && !capturing_) finish(at, tag_end);
  if (codes_ > 0) --codes_;
}

void HtmlText::open_list(bool ordered, int first, size_t at) {
  if (tables_ == 0 && !capturing_ && codes_ == 0) finish(at);
  lists_.push_back({ordered, first, 0, {}});
}

void HtmlText::set_item_number(int number) {
  if (!lists_.empty()) lists_.back().number = number;
}

void HtmlText::open_item(size_t at) {
  open_paragraph(at);
  if (capturing_ || codes_ > 0) return;
  if (lists_.empty()) lists_.push_back({});  // an item outside of any list
  List& list = lists_.back();
  list.items = 1;
  const size_t depth =
      tables_ > 0 ? 0 : std::min(lists_.size() - 1, kMaxIndentedLists);
  mark_.assign(2 * depth, ' ');
  if (list.ordered) {
    mark_ += std::to_string(list.number);
    mark_ += ". ";
    if (list.number < 1000000000) ++list.number;
  } else {
    mark_ += "- ";
  }
  list.hanging.assign(mark_.size(), ' ');
}

void HtmlText::close_item(size_t at, size_t tag_end) {
  close_block(at, tag_end);
  mark_.clear();
  if (!lists_.empty()) lists_.back().items = 0;
}

void HtmlText::close_list(size_t at) {
  if (tables_ == 0 && !capturing_ && codes_ == 0) finish(at);
  if (!lists_.empty()) lists_.pop_back();
  mark_.clear();
}

void HtmlText::open_table(size_t at) {
  if (tables_ == 0 && !capturing_ && codes_ == 0) {
    finish(at);
    element_ = at;
  }
  ++tables_;
}

void HtmlText::open_row() {
  row_ = !draft_.empty() && !capturing_;
  cells_ = 0;
}

void HtmlText::open_cell() {
  space_ = true;
  if (!draft_.empty() && !capturing_ && !row_) ++cells_;
}

void HtmlText::close_table(size_t at, size_t tag_end) {
  if (tables_ > 0) --tables_;
  if (tables_ > 0 || capturing_ || codes_ > 0) {
    space_ = true;
    return;
  }
  row_ = false;
  cells_ = 0;
  finish(at, tag_end);
}

void HtmlText::open_term(size_t at) {
  if (tables_ > 0 || codes_ > 0 || capturing_) {
    space_ = true;
    return;
  }
  if (term_) {
    line_end_ = !draft_.empty();  // a second name for the same thing
  } else {
    finish(at);
    element_ = at;
  }
  term_ = capturing_ = true;
}

void HtmlText::close_term() {
  if (!term_) return;
  capturing_ = false;
  term_ = !draft_.empty();
}

void HtmlText::begin_capture(size_t at) {
  finish(at);
  row_ = false;
  cells_ = 0;
  element_ = at;
  capturing_ = true;
}

Block HtmlText::take(size_t at, size_t tag_end) {
  if (draft_.empty()) start_ = at;
  own_element_ = true;
  return make_block(at, tag_end);
}

}  // namespace ibid
