// SPDX-License-Identifier: GPL-3.0-or-later
// Reads Markdown line by line, hides the marks of blocks, and gives each
// paragraph and heading to markup_inline.cc. cmark cannot do this: its columns
// shift after invalid bytes and in nested blocks, and a passage may be a piece
// of a block.
#include "index/markup.h"

#include <algorithm>
#include <optional>

#include "index/markup_inline.h"
#include "index/markup_scan.h"
#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr size_t kCodeIndent = 4;
constexpr size_t kMaxMarkDigits = 9;
constexpr size_t kMinFence = 3;
constexpr size_t kMaxHeadingLevel = 6;
// Text without any of these has nothing to hide.
constexpr std::string_view kSigns = "\\`*_~[<>#=-";

size_t run_length(std::string_view text, char c) {
  return std::min(text.find_first_not_of(c), text.size());
}

// Length of the list mark at the start of text, with one space; 0: none.
size_t list_mark_length(std::string_view text) {
  size_t end = text.find_first_not_of("0123456789");
  if (end > kMaxMarkDigits) return 0;  // also where there is no end
  const std::string_view signs = end == 0 ? "-*+" : ".)";
  if (signs.find(text[end]) == kNone) return 0;
  if (++end == text.size()) return end;
  return text[end] == ' ' || text[end] == '\t' ? end + 1 : 0;
}

// Three or more of one of "*-_" and white space, or the line between the head
// and the body of a table.
bool is_rule(std::string_view text) {
  const char first = text.empty() ? ' ' : text[0];
  if (text.find_first_not_of("|:- \t") == kNone && text.find('|') != kNone) {
    return text.find('-') != kNone;
  }
  if (first != '*' && first != '_' && first != '-') return false;
  const char allowed[] = {first, ' ', '\t'};
  return text.find_first_not_of({allowed, 3}) == kNone &&
         std::count(text.begin(), text.end(), first) >= 3;
}

bool is_setext_underline(std::string_view text) {
  text = trim(text);
  return !text.empty() && (text[0] == '=' || text[0] == '-') &&
         run_length(text, text[0]) == text.size();
}

// [label]: target "title", alone on its line. A label of a footnote begins with
// ^; its text is to be read.
bool is_reference_definition(std::string_view text) {
  if (text.empty() || text[0] != '[' || text.starts_with("[^")) return false;
  const size_t label_end = text.find_first_of("[]", 1);
  if (label_end == kNone || label_end == 1) return false;
  const std::string_view rest = text.substr(label_end);
  return rest.starts_with("]:") && !trim(rest.substr(2)).empty() &&
         after_link_target(rest, 2) == rest.size();
}

// A block of code between two fences that is open.
struct Fence {
  char sign = '`';
  size_t length = 0;
  size_t quotes = 0;  // quote marks before it
  size_t indent = 0;  // columns that its list item asks for
};

std::optional<Fence> read_fence(std::string_view text) {
  if (text.empty() || (text[0] != '`' && text[0] != '~')) return std::nullopt;
  const size_t length = run_length(text, text[0]);
  if (length < kMinFence) return std::nullopt;
  if (text[0] == '`' && text.find('`', length) != kNone) return std::nullopt;
  return Fence{text[0], length};
}

bool closes(const Fence& fence, std::string_view text) {
  text = trim(text);
  return text.size() >= fence.length &&
         run_length(text, fence.sign) == text.size();
}

class BlockScanner {
 public:
  explicit BlockScanner(std::string_view text) : text_(text), visible_(text) {}

  // in_code: text begins inside a block of code that this fence closes.
  void run(std::optional<Fence> in_code) {
    fence_ = in_code;
    for (const Line& line : split_lines(text_)) {
      if (line.span.end > hidden_until_) read_line(line.span);
    }
    end_paragraph();
  }

  // The fence, where text ends right after a bare one that seemed to open: it
  // closes a block whose beginning is in the passage before.
  std::optional<Fence> orphan() const {
    const bool last = fence_ && fence_start_ != kNone &&
                      closes(*fence_, text_.substr(fence_start_));
    return last ? fence_ : std::nullopt;
  }

  std::string take() { return std::move(visible_); }

 private:
  // What is left of a line when the marks before its text are read.
  struct Rest {
    size_t at = 0;
    size_t end = 0;
    size_t quotes = 0;
    size_t indent = 0;  // columns of white space before `at`, behind quotes
  };

  std::string_view text_of(const Rest& rest) const {
    return text_.substr(rest.at, rest.end - rest.at);
  }

  void hide(size_t start, size_t end) { hide_bytes(visible_, {start, end}); }

  void skip_space(Rest& rest) const {
    for (; rest.at < rest.end && is_space(text_[rest.at]); ++rest.at) {
      rest.indent +=
          text_[rest.at] == '\t' ? kCodeIndent - rest.indent % kCodeIndent : 1;
    }
  }

  void skip_quotes(Rest& rest, size_t most) {
    for (skip_space(rest);
         rest.at < rest.end && text_[rest.at] == '>' && rest.quotes < most &&
         rest.indent < list_indent_ + kCodeIndent;
         skip_space(rest)) {
      hide(rest.at, rest.at + 1);
      ++rest.at;
      ++rest.quotes;
      rest.indent = 0;
      if (rest.at < rest.end && text_[rest.at] == ' ') ++rest.at;
    }
  }

  void read_line(Span span) {
    Rest rest{std::max(span.start, hidden_until_), span.end};
    skip_quotes(rest, fence_ ? fence_->quotes : kNone);
    if (fence_) {
      if (in_fence(rest)) return;
      skip_quotes(rest, kNone);
    }
    if (rest.at == rest.end || rest.quotes > quotes_) end_paragraph();
    quotes_ = rest.quotes;
    if (rest.at == rest.end) return;
    if (paragraph_.empty()) {
      if (rest.indent >= list_indent_ + kCodeIndent) return;
      list_indent_ = std::min(list_indent_, rest.indent);
    }
    if (!is_rule(text_of(rest))) skip_list_marks(rest);
    if (rest.at < rest.end) read_text(rest);
  }

  // Whether the line belongs to the open block of code; closes it where it
  // ends.
  bool in_fence(const Rest& rest) {
    const bool blank = rest.at == rest.end;
    if (rest.quotes < fence_->quotes ||
        (!blank && rest.indent < fence_->indent)) {
      fence_.reset();
      return false;
    }
    if (closes(*fence_, text_of(rest))) {
      hide(rest.at, rest.end);
      fence_.reset();
    }
    return true;
  }

  void skip_list_marks(Rest& rest) {
    while (const size_t length = list_mark_length(text_of(rest))) {
      end_paragraph();
      rest.at += length;
      rest.indent += length;
      list_indent_ = rest.indent;
      skip_quotes(rest, kNone);
    }
  }

  void read_text(const Rest& rest) {
    const std::string_view text = text_of(rest);
    const bool in_paragraph = !paragraph_.empty();
    if (auto fence = read_fence(text)) {
      open_fence(rest, *fence);
    } else if ((in_paragraph && is_setext_underline(text)) || is_rule(text)) {
      end_paragraph();
      hide(rest.at, rest.end);
    } else if (const size_t level = heading_level(text)) {
      end_paragraph();
      read_heading(rest, level);
    } else if (!in_paragraph && is_reference_definition(text)) {
      hide(rest.at, rest.end);
    } else if (!in_paragraph && text.starts_with("<!--")) {
      read_comment(rest);
    } else {
      if (!in_paragraph) paragraph_.start = rest.at;
      paragraph_.end = rest.end;
    }
  }

  void open_fence(const Rest& rest, Fence fence) {
    end_paragraph();
    hide(rest.at, rest.end);
    fence.quotes = rest.quotes;
    fence.indent = std::min(list_indent_, rest.indent);
    fence_ = fence;
    fence_start_ = rest.at;
  }

  static size_t heading_level(std::string_view text) {
    const size_t level = run_length(text, '#');
    if (level == 0 || level > kMaxHeadingLevel) return 0;
    return level == text.size() || is_space(text[level]) ? level : 0;
  }

  void read_heading(const Rest& rest, size_t level) {
    hide(rest.at, rest.at + level);
    const std::string_view text = text_of(rest);
    const size_t last = text.find_last_not_of(" \t");
    size_t end = std::min(last, text.size() - 1) + 1;
    const size_t before = text.find_last_not_of('#', end - 1);
    if (before != kNone && before + 1 < end && is_space(text[before])) {
      hide(rest.at + before, rest.end);
      end = before;
    }
    if (level < end) {
      hide_inline_marks(text_, {rest.at + level, rest.at + end}, visible_);
    }
  }

  // A comment may go over blank lines, which end paragraphs.
  void read_comment(const Rest& rest) {
    const size_t close =
        no_comment_end_ ? kNone : text_.find("-->", rest.at + 4);
    no_comment_end_ = close == kNone;
    hidden_until_ = no_comment_end_ ? rest.at + 4 : close + 3;
    hide(rest.at, hidden_until_);
    if (hidden_until_ < rest.end) paragraph_ = {hidden_until_, rest.end};
  }

  void end_paragraph() {
    if (!paragraph_.empty()) hide_inline_marks(text_, paragraph_, visible_);
    paragraph_ = {};
  }

  std::string_view text_;
  std::string visible_;
  std::optional<Fence> fence_;
  size_t fence_start_ = kNone;  // of the last fence that opened
  Span paragraph_;              // the open one; empty: none
  size_t quotes_ = 0;           // quote marks before the last line
  size_t list_indent_ = 0;      // column of text in the open list item
  size_t hidden_until_ = 0;     // end of the last comment
  bool no_comment_end_ = false;
};

}  // namespace

std::string visible_text(std::string_view text, Markup markup) {
  if (markup == Markup::kNone || text.find_first_of(kSigns) == kNone) {
    return std::string(text);
  }
  BlockScanner scanner(text);
  scanner.run(std::nullopt);
  const auto orphan = scanner.orphan();
  if (!orphan) return scanner.take();
  BlockScanner again(text);
  again.run(Fence{orphan->sign, orphan->length});
  return again.take();
}

}  // namespace ibid
