// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/flat_text.h"

#include <unicode/uchar.h>

#include "index/text.h"

namespace ibid {
namespace {

// What stands between a character and the one before it.
enum class Gap : uint8_t { kNothing, kMarkup, kSpace };

bool is_white(char32_t c) {
  return c < 0x80 ? is_space(static_cast<char>(c))
                  : u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}
bool is_alnum(char32_t c) { return u_isalnum(static_cast<UChar32>(c)); }

// Han, Kana and their neighbours, which are written without spaces.
bool is_east_asian(char32_t c) { return c >= 0x2E80; }

// Whether two characters with nothing but markup between them need a space:
// words do ("a<br>b", "end.<br>Start"), marks around a word do not
// ("(**bold**)", "[link](x),").
bool needs_space(char32_t before, char32_t after) {
  if (!is_alnum(after) || is_east_asian(before) || is_east_asian(after)) {
    return false;
  }
  return is_alnum(before) || std::u32string_view(U".!?:;,)").find(before) !=
                                 std::u32string_view::npos;
}

bool is_plain(char c) { return c > ' ' && c < 0x7F; }

Gap wider(Gap a, Gap b) { return a < b ? b : a; }

// What a byte of visible that is no character of the line leaves behind. Table
// cells stay apart.
Gap gap_of(char source, bool markup) {
  return markup && source != '|' ? Gap::kMarkup : Gap::kSpace;
}

}  // namespace

FlatText::FlatText(std::string_view source, std::string_view visible) {
  text_.reserve(visible.size());
  before_.resize(visible.size());
  after_.resize(visible.size());
  Gap gap = Gap::kNothing;
  char32_t last = 0;
  for (size_t at = 0; at < visible.size();) {
    if (gap == Gap::kNothing && is_plain(visible[at])) {
      at = add_plain(visible, at);
      last = static_cast<unsigned char>(text_.back());
      continue;
    }
    const CodePoint point = decode_utf8(visible, at);
    const bool white = is_white(point.value);
    if (white) {
      const bool markup = visible[at] == ' ' && !is_space(source[at]);
      gap = wider(gap, gap_of(source[at], markup));
    } else if (!text_.empty() &&
               (gap == Gap::kSpace ||
                (gap == Gap::kMarkup && needs_space(last, point.value)))) {
      text_ += ' ';
    }
    const auto start = static_cast<uint32_t>(text_.size());
    if (!white) {
      append_utf8(text_, point.value);
      gap = Gap::kNothing;
      last = point.value;
    }
    const auto end = static_cast<uint32_t>(text_.size());
    for (const size_t next = at + point.length; at < next; ++at) {
      before_[at] = start;
      after_[at] = end;
    }
  }

  uint32_t chars = 0;
  chars_.resize(text_.size() + 1);
  for (size_t i = 0; i < text_.size(); ++i) {
    chars_[i] = chars;
    if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) ++chars;
  }
  chars_.back() = chars;
}

size_t FlatText::add_plain(std::string_view visible, size_t start) {
  auto to = static_cast<uint32_t>(text_.size());
  size_t end = start;
  for (; end < visible.size() && is_plain(visible[end]); ++end) {
    before_[end] = to;
    after_[end] = ++to;
  }
  text_ += visible.substr(start, end - start);
  return end;
}

Span FlatText::map(Span visible) const {
  if (visible.empty() || visible.end > after_.size()) return {};
  // White space at the start maps before the space that it became.
  const size_t end = after_[visible.end - 1];
  size_t start = before_[visible.start];
  if (start < end && text_[start] == ' ') ++start;
  return {start, end};
}

}  // namespace ibid
