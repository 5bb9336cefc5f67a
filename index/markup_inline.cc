// SPDX-License-Identifier: GPL-3.0-or-later
// One pass from left to right over the paragraph, with a stack of open brackets
// and one of open emphasis marks. The usual traps for quadratic time are met in
// three ways: ticks are found by their length in a table, searches for an end
// that is not there are made once, and an opener that a closing mark did not
// fit is not looked at again for its like.
#include "index/markup_inline.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "index/markup_scan.h"
#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kNone = std::string_view::npos;

enum class CharClass { kSpace, kPunctuation, kOther };

CharClass class_of(char32_t c) {
  const auto value = static_cast<UChar32>(c);
  if (u_isUWhiteSpace(value)) return CharClass::kSpace;
  const bool symbol =
      c < 0x80 ? is_ascii_punctuation(static_cast<char>(c)) : u_ispunct(value);
  return symbol ? CharClass::kPunctuation : CharClass::kOther;
}

// Class of the character that ends before `offset`, or begins at it.
CharClass class_before(std::string_view text, size_t offset) {
  if (offset == 0) return CharClass::kSpace;
  size_t start = offset - 1;
  while (start > 0 && offset - start < 4 && (text[start] & 0xC0) == 0x80) {
    --start;
  }
  return class_of(decode_utf8(text, start).value);
}

CharClass class_after(std::string_view text, size_t offset) {
  if (offset >= text.size()) return CharClass::kSpace;
  return class_of(decode_utf8(text, offset).value);
}

// A run of *, _ or ~ that may open or close emphasis; [start, end) is what of
// it is not used yet.
struct Mark {
  char sign = 0;
  bool can_open = false;
  bool can_close = false;
  size_t length = 0;  // as written
  size_t start = 0;
  size_t end = 0;
};

// CommonMark's rules for what a run may do, by the characters around it.
Mark read_mark(std::string_view text, Span run) {
  const char sign = text[run.start];
  const CharClass before = class_before(text, run.start);
  const CharClass after = class_after(text, run.end);
  const bool left =
      after != CharClass::kSpace &&
      (after != CharClass::kPunctuation || before != CharClass::kOther);
  const bool right =
      before != CharClass::kSpace &&
      (before != CharClass::kPunctuation || after != CharClass::kOther);
  Mark mark{sign, left, right, run.size(), run.start, run.end};
  if (sign == '_') {
    mark.can_open = left && (!right || before == CharClass::kPunctuation);
    mark.can_close = right && (!left || after == CharClass::kPunctuation);
  }
  return mark;
}

bool fit(const Mark& opener, const Mark& closer) {
  if (opener.sign != closer.sign) return false;
  if (opener.sign == '~') return opener.length == closer.length;
  const bool both = (opener.can_open && opener.can_close) ||
                    (closer.can_open && closer.can_close);
  return !both || (opener.length + closer.length) % 3 != 0 ||
         (opener.length % 3 == 0 && closer.length % 3 == 0);
}

class InlineScanner {
 public:
  InlineScanner(std::string_view source, Span range, std::string& visible)
      : text_(source.substr(0, range.end)),
        start_(range.start),
        tags_(text_),
        visible_(visible) {}

  void run() {
    find_ticks();
    for (size_t at = start_; at < text_.size();) at = step(at);
  }

 private:
  struct Bracket {
    size_t start = 0;  // of "[" or "!["
    size_t end = 0;
  };

  void hide(size_t start, size_t end) { hide_bytes(visible_, {start, end}); }

  // Handles what stands at `at` and says where to go on.
  size_t step(size_t at) {
    switch (text_[at]) {
      case '\\':
        return escape(at);
      case '`':
        return code(at, run_end(at));
      case '<':
        return tag(at);
      case '!':
        if (at + 1 >= text_.size() || text_[at + 1] != '[') return at + 1;
        brackets_.push_back({at, at + 2});
        return at + 2;
      case '[':
        brackets_.push_back({at, at + 1});
        return at + 1;
      case ']':
        return close_bracket(at);
      case '*':
      case '_':
      case '~':
        return emphasis(at, run_end(at));
      default:
        return at + 1;
    }
  }

  size_t run_end(size_t at) const {
    return std::min(text_.find_first_not_of(text_[at], at), text_.size());
  }

  size_t escape(size_t at) {
    if (at + 1 >= text_.size()) return at + 1;
    const char next = text_[at + 1];
    if (next == '\n' || next == '\r') {
      hide(at, at + 1);
    } else if (is_ascii_punctuation(next)) {
      hide(at, at + 1);
      return at + 2;
    }
    return at + 1;
  }

  // Where the runs of ticks are, by their length, in order.
  void find_ticks() {
    for (size_t at = text_.find('`', start_); at != kNone;
         at = text_.find('`', at)) {
      const size_t end = run_end(at);
      ticks_[end - at].places.push_back(at);
      at = end;
    }
  }

  size_t code(size_t at, size_t end) {
    const size_t length = end - at;
    const auto found = ticks_.find(length);
    if (found == ticks_.end()) return end;
    auto& [places, next] = found->second;
    while (next < places.size() && places[next] < end) ++next;
    if (next == places.size()) return end;
    const size_t close = places[next];
    hide(at, end);
    hide(close, close + length);
    return close + length;
  }

  size_t tag(size_t at) {
    if (const auto link = tags_.autolink_end(at)) {
      hide(at, at + 1);
      hide(*link - 1, *link);
      return *link;
    }
    const auto end = tags_.tag_end(at);
    if (!end) return at + 1;
    hide(at, *end);
    return *end;
  }

  size_t close_bracket(size_t at) {
    if (brackets_.empty()) return at + 1;
    const Bracket open = brackets_.back();
    brackets_.pop_back();
    const size_t end = link_tail_end(open, at + 1);
    if (end == kNone) return at + 1;
    hide(open.start, open.end);
    hide(at, end);
    return end;
  }

  // Where "(target)" or "[label]" behind a link's text ends; kNone: no such.
  size_t link_tail_end(const Bracket& open, size_t at) const {
    if (at >= text_.size()) return kNone;
    if (text_[at] == '(') {
      const size_t end = after_link_target(text_, at + 1);
      const bool closed = end < text_.size() && text_[end] == ')';
      return closed ? end + 1 : kNone;
    }
    // a[i][j] is no link: a link's text begins a word.
    if (text_[at] != '[' ||
        class_before(text_, open.start) == CharClass::kOther) {
      return kNone;
    }
    const size_t end = text_.find_first_of("[]", at + 1);
    return end != kNone && text_[end] == ']' ? end + 1 : kNone;
  }

  size_t emphasis(size_t at, size_t end) {
    if (text_[at] == '~' && end - at > 2) return end;
    Mark mark = read_mark(text_, {at, end});
    if (mark.can_close) close(mark);
    if (mark.can_open && mark.start < mark.end) openers_.push_back(mark);
    return end;
  }

  // Uses up what of mark closes marks that are open.
  void close(Mark& mark) {
    const size_t sign = mark.sign == '*' ? 0 : mark.sign == '_' ? 1 : 2;
    size_t& bottom =
        bottoms_[sign * 6 + mark.length % 3 * 2 + (mark.can_open ? 1 : 0)];
    while (mark.start < mark.end) {
      size_t open = openers_.size();
      while (open > 0 && openers_[open - 1].start >= bottom &&
             !fit(openers_[open - 1], mark)) {
        --open;
      }
      if (open == 0 || openers_[open - 1].start < bottom) {
        bottom = mark.start;
        return;
      }
      openers_.resize(open);
      pair(openers_.back(), mark);
      if (openers_.back().start == openers_.back().end) openers_.pop_back();
    }
  }

  void pair(Mark& opener, Mark& closer) {
    const size_t left =
        std::min(opener.end - opener.start, closer.end - closer.start);
    const size_t used = std::min<size_t>(left, 2);
    hide(opener.end - used, opener.end);
    hide(closer.start, closer.start + used);
    opener.end -= used;
    closer.start += used;
  }

  struct Ticks {
    std::vector<size_t> places;
    size_t next = 0;  // first that no code span has passed yet
  };

  std::string_view text_;
  size_t start_;
  TagScanner tags_;
  std::string& visible_;
  std::unordered_map<size_t, Ticks> ticks_;
  std::vector<Bracket> brackets_;
  std::vector<Mark> openers_;
  // By sign, length modulo 3 and whether the closer could open: openers that
  // begin before this offset fit no such closer.
  std::array<size_t, 18> bottoms_{};
};

}  // namespace

void hide_bytes(std::string& text, Span span) {
  for (size_t at = span.start; at < span.end; ++at) {
    if (text[at] != '\n' && text[at] != '\r') text[at] = ' ';
  }
}

void hide_inline_marks(std::string_view source, Span range,
                       std::string& visible) {
  InlineScanner(source, range, visible).run();
}

}  // namespace ibid
