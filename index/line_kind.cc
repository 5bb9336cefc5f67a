// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/line_kind.h"

#include <algorithm>
#include <iterator>

#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kMaxHeadingBytes = 80;
// Columns; fewer may be a slip.
constexpr size_t kFurtherIn = 2;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
bool is_newline(char c) { return c == '\n' || c == '\r'; }

size_t skip_blanks(std::string_view text, size_t at) {
  while (at < text.size() && is_space(text[at]) && !is_newline(text[at])) ++at;
  return at;
}

bool space_at(std::string_view text, size_t at) {
  return at >= text.size() || is_space(text[at]);
}

// The end of the run of c at `at`.
size_t run_end(std::string_view text, size_t at, char c) {
  while (at < text.size() && text[at] == c) ++at;
  return at;
}

// After "- ", "12. ", "3) " or "• " at `at`: the offset of what it marks; else
// `at`.
size_t after_list_mark(std::string_view text, size_t at) {
  constexpr std::string_view kBullet = "\xE2\x80\xA2";
  size_t end = at;
  if (text[at] == '-' || text[at] == '*' || text[at] == '+') {
    end = at + 1;
  } else if (text.substr(at).starts_with(kBullet)) {
    end = at + kBullet.size();
  } else {
    while (end < text.size() && end < at + 3 && is_digit(text[end])) ++end;
    const bool marked =
        end > at && end < text.size() && (text[end] == '.' || text[end] == ')');
    end = marked ? end + 1 : at;
  }
  return end > at && space_at(text, end) ? end : at;
}

// Whether the line has a backtick at `at` or later: then ``` begins a span of
// code within the line.
bool has_backtick(std::string_view text, size_t at) {
  while (at < text.size() && !is_newline(text[at])) {
    if (text[at++] == '`') return true;
  }
  return false;
}

}  // namespace

LineStart read_line_start(std::string_view text, size_t line_start) {
  const size_t at = skip_blanks(text, line_start);
  if (at >= text.size() || is_newline(text[at])) return {LineKind::kBlank, at};
  const char c = text[at];
  const size_t run = run_end(text, at, c);
  if (c == '|') return {LineKind::kTable, at};
  if (c == '+' && text.substr(at).starts_with("+--"))
    return {LineKind::kTable, at};
  if (c == '`' && run >= at + 3 && !has_backtick(text, run))
    return {LineKind::kFence, at};
  if (c == '~' && run == at + 3) return {LineKind::kFence, at};
  if (c == '#' && run <= at + 6 && space_at(text, run))
    return {LineKind::kHeading, at};
  if (std::string_view("-=~*_").find(c) != std::string_view::npos &&
      run >= at + 3) {
    const size_t rest = skip_blanks(text, run);
    if (rest >= text.size() || is_newline(text[rest]))
      return {LineKind::kRule, at};
  }
  const size_t marked = after_list_mark(text, at);
  return marked > at ? LineStart{LineKind::kList, marked}
                     : LineStart{LineKind::kProse, at};
}

bool is_code_line(std::string_view line) {
  line = trim(line);
  if (line.empty()) return false;
  const char last = line.back();
  if (last != ';' && last != '{' && last != '}') return false;
  return line.find_first_of("=(){}<>") != std::string_view::npos;
}

bool is_printout(std::string_view text, Span sentence) {
  const std::string_view words = trim(slice(text, sentence));
  constexpr std::string_view kEnds[] = {".", "?", "!", "。", "？", "！", "।"};
  constexpr std::string_view kClosing = ")]\"'`*_";
  if (words.starts_with("//") || words.starts_with("/*")) return true;
  const size_t end = words.find_last_not_of(kClosing);
  const std::string_view said = words.substr(0, end + 1);
  if (std::any_of(std::begin(kEnds), std::end(kEnds),
                  [&](std::string_view e) { return said.ends_with(e); })) {
    return false;
  }
  size_t line = sentence.start;
  while (line > 0 && !is_newline(text[line - 1])) --line;
  const auto indent_of = [&](size_t start) {
    return read_line_start(text, start).text_start - start;
  };
  size_t indent = indent_of(line);
  for (size_t i = sentence.start; i + 1 < sentence.end; ++i) {
    if (!is_newline(text[i]) || is_newline(text[i + 1])) continue;
    const size_t next = indent_of(i + 1);
    if (next >= indent + kFurtherIn) return true;
    indent = next;
  }
  return false;
}

bool is_heading_line(std::string_view text, Span line, size_t next) {
  const std::string_view words = trim(slice(text, line));
  if (words.empty() || words.size() > kMaxHeadingBytes) return false;
  if (!is_letter(words.back()) && !is_digit(words.back()) &&
      static_cast<unsigned char>(words.back()) < 0x80 && words.back() != '?')
    return false;
  if (next >= text.size() || !is_upper(text[next])) return false;
  size_t word_end = next;
  size_t end = next;
  while (end < text.size() && !is_newline(text[end]) &&
         end - next <= 2 * kMaxHeadingBytes) {
    ++end;
    if (word_end + 1 == end && !is_space(text[end - 1])) word_end = end;
  }
  const size_t length = end - next;
  return words.size() * 3 < length * 2 &&
         words.size() + 1 + (word_end - next) < length;
}

}  // namespace ibid
