// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over the bytes. Three things end a sentence: a terminator that
// stands like one (ends_here), the end of a line that is no prose or is
// followed by such a line (line_ends_sentence), and a blank line. Each looks
// ahead only over what no other look goes over again, or a bounded stretch, so
// that the whole stays linear.
#include "index/sentence.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "index/abbreviation.h"
#include "index/line_kind.h"
#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kMaxLookahead = 48;  // into the word after a full stop
constexpr int kMaxOpeners = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
bool is_newline(char c) { return c == '\n' || c == '\r'; }

// By byte: whether it may end a line or a sentence.
constexpr std::array<bool, 256> kMayEnd = [] {
  std::array<bool, 256> table{};
  for (const unsigned char c : {'\n', '\r', '.', '!', '?'}) table[c] = true;
  for (size_t c = 0x80; c < table.size(); ++c) table[c] = true;
  return table;
}();

// Where the first byte from `at` stands that may; the size of text: none does.
size_t next_end(std::string_view text, size_t at) {
  while (at < text.size() && !kMayEnd[static_cast<unsigned char>(text[at])]) {
    ++at;
  }
  return at;
}

bool space_at(std::string_view text, size_t at) {
  return at >= text.size() || is_space(text[at]);
}

enum class Terminator {
  kNone,
  kSpaced,  // ends a sentence only before white space: . ! ? …
  kFull,    // the full stops of Chinese and Japanese: nothing need follow
  kAsked,   // their ！ and ？
};

Terminator terminator(char32_t c) {
  switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026:  // …
    case 0x203C:  // ‼
    case 0x2047:  // ⁇
    case 0x2048:  // ⁈
    case 0x2049:  // ⁉
    case 0x061F:  // Arabic question mark
    case 0x06D4:  // Urdu full stop
    case 0x0964:  // danda
    case 0x0965:  // double danda
    case 0x0589:  // Armenian
    case 0x1362:  // Ethiopic
    case 0x104B:  // Burmese
    case 0x17D4:  // Khmer
      return Terminator::kSpaced;
    case 0x3002:  // 。
    case 0xFF61:  // ｡
      return Terminator::kFull;
    case 0xFF01:  // ！
    case 0xFF1F:  // ？
      return Terminator::kAsked;
    default:
      return Terminator::kNone;
  }
}

// Quotes, brackets and marks of emphasis, before (opens) or after a sentence.
bool is_wrapper(char32_t c, bool opens) {
  if (c < 0x80) {
    constexpr std::string_view kBoth = "\"'*_`~";
    const auto ascii = static_cast<char>(c);
    return kBoth.find(ascii) != std::string_view::npos ||
           std::string_view(opens ? "([{>" : ")]}").find(ascii) !=
               std::string_view::npos;
  }
  const int8_t type = u_charType(static_cast<UChar32>(c));
  if (type == U_INITIAL_PUNCTUATION || type == U_FINAL_PUNCTUATION) return true;
  if (opens) return type == U_START_PUNCTUATION || c == 0xBF || c == 0xA1;
  return type == U_END_PUNCTUATION;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<Span> split() {
    begin_line(0);
    while (at_ < text_.size()) {
      at_ = next_end(text_, at_);
      if (at_ == text_.size()) break;
      if (is_newline(text_[at_])) {
        newline();
      } else if (in_fence_ || line_.kind == LineKind::kTable) {
        ++at_;
      } else {
        character();
      }
    }
    cut(text_.size());
    return std::move(sentences_);
  }

 private:
  void begin_line(size_t start) {
    line_start_ = start;
    line_ = read_line_start(text_, start);
    if (line_.kind == LineKind::kFence) in_fence_ = !in_fence_;
    at_ = line_.text_start;
  }

  void cut(size_t end) {
    const Span sentence = trim(text_, {sentence_start_, end});
    if (!sentence.empty()) sentences_.push_back(sentence);
    sentence_start_ = end;
  }

  void newline() {
    const size_t end = at_;
    const LineKind kind = line_.kind;
    const Span line{line_start_, end};
    const bool crlf = text_.substr(end).starts_with("\r\n");
    begin_line(end + (crlf ? 2 : 1));
    if (in_fence_ || !flows(kind, line)) cut(end);
    first_of_paragraph_ = kind == LineKind::kBlank;
  }

  // Whether the sentence goes on from `line` into the line now begun.
  bool flows(LineKind kind, Span line) const {
    const bool starts_flow =
        line_.kind == LineKind::kProse || line_.kind == LineKind::kRule;
    const bool ends_flow = kind == LineKind::kProse || kind == LineKind::kList;
    if (!starts_flow || !ends_flow) return false;
    if (is_code_line(slice(text_, line))) return false;
    return !(first_of_paragraph_ && kind == LineKind::kProse &&
             is_heading_line(text_, line, at_));
  }

  // Reads one character that is no plain ASCII and, if it is a terminator, all
  // that belongs to it.
  void character() {
    const size_t start = at_;
    CodePoint c = decode_utf8(text_, at_);
    Terminator last = terminator(c.value);
    at_ += c.length;
    if (last == Terminator::kNone) return;
    size_t count = 1;
    while (at_ < text_.size()) {
      c = decode_utf8(text_, at_);
      const Terminator next = terminator(c.value);
      if (next == Terminator::kNone) break;
      last = next;
      at_ += c.length;
      ++count;
    }
    const size_t run = at_;
    skip_closers(last != Terminator::kSpaced);
    const bool bare_stop = count == 1 && at_ == run;
    if (last == Terminator::kSpaced ? ends_here(start, bare_stop)
                                    : ends_in_han(last, at_ > run))
      cut(at_);
  }

  // Closing quotes and brackets, and notes such as [12]. After a full stop of
  // Chinese, where no space need follow, “ opens the next sentence; elsewhere
  // it may close one, as in German.
  void skip_closers(bool han) {
    while (at_ < text_.size()) {
      size_t note = at_ + 1;
      while (note < text_.size() && note < at_ + 5 && is_digit(text_[note]))
        ++note;
      if (text_[at_] == '[' && note > at_ + 1 && note < text_.size() &&
          text_[note] == ']') {
        at_ = note + 1;
        continue;
      }
      const CodePoint c = decode_utf8(text_, at_);
      if (!is_wrapper(c.value, false) ||
          (han &&
           u_charType(static_cast<UChar32>(c.value)) == U_INITIAL_PUNCTUATION))
        return;
      at_ += c.length;
    }
  }

  // For 。！？, which need no white space after them. In 「何？」と言った the
  // quotation is part of a sentence that goes on.
  bool ends_in_han(Terminator last, bool closed) const {
    if (!closed || space_at(text_, at_)) return true;
    if (last == Terminator::kAsked) return false;
    const char32_t next = decode_utf8(text_, at_).value;
    return next != 0x3068 && next != 0x3001 && next != 0xFF0C;  // と 、 ，
  }

  // For a terminator at `start` whose closers end at at_. bare_stop: it is a
  // single character without closers.
  bool ends_here(size_t start, bool bare_stop) const {
    if (at_ >= text_.size()) return true;
    if (!is_space(text_[at_])) return false;
    size_t next = at_;
    while (next < text_.size() && is_space(text_[next])) ++next;
    if (next >= text_.size()) return true;
    if (!can_begin(next)) return false;
    return !bare_stop || text_[start] == '?' || !belongs_to_word(start, next);
  }

  bool can_begin(size_t at) const {
    for (int i = 0; i < kMaxOpeners && at < text_.size(); ++i) {
      const CodePoint opener = decode_utf8(text_, at);
      if (!is_wrapper(opener.value, true)) break;
      at += opener.length;
      if (opener.value == '`') return true;
      if (opener.value == '>') at = skip_blanks(at);  // a quoted line
    }
    if (at >= text_.size()) return true;
    const char c = text_[at];
    if (is_upper(c) || is_digit(c) || c == '$') return true;
    if (is_lower(c)) return is_odd_word(at);
    if (std::string_view(".-/@#<").find(c) != std::string_view::npos)
      return begins_name(at);
    if (static_cast<unsigned char>(c) < 0x80) return false;
    const auto value = static_cast<UChar32>(decode_utf8(text_, at).value);
    return u_isalnum(value) ? !u_islower(value) : !u_ispunct(value);
  }

  // .NET, -v, --help, /etc, @user, #tag, <b>.
  bool begins_name(size_t at) const {
    if (text_.substr(at).starts_with("--")) ++at;
    return at + 1 < text_.size() &&
           (is_letter(text_[at + 1]) || is_digit(text_[at + 1]));
  }

  // Lower-case words that begin sentences all the same since they are names:
  // malloc(), iPhone, snake_case, std::vector, node.js, x86.
  bool is_odd_word(size_t at) const {
    size_t end = at;
    while (!space_at(text_, end) && end - at < kMaxLookahead) ++end;
    std::string_view word = text_.substr(at, end - at);
    while (!word.empty() && (word.back() == '.' || word.back() == ',' ||
                             word.back() == ':' || word.back() == ';'))
      word.remove_suffix(1);
    return std::ranges::any_of(word, [](char c) {
      return is_upper(c) || is_digit(c) ||
             std::string_view("_(.:/@+#").find(c) != std::string_view::npos;
    });
  }

  // Whether the . or ! at `stop` is part of the word before it, when a sentence
  // could begin at `next`.
  bool belongs_to_word(size_t stop, size_t next) const {
    const std::string_view word = word_before(stop);
    if (text_[stop] == '!')
      return equal_ignoring_ascii_case(word, "yahoo") && !begins(next);
    if (text_[stop] != '.') return false;
    switch (abbreviation(word)) {
      case Abbreviation::kNeverEnds:
        return true;
      case Abbreviation::kBeforeNumber:
        return is_digit(text_[next]) || text_[next] == '#';
      case Abbreviation::kMayEnd:
        return !begins(next);
      case Abbreviation::kNone:
        break;
    }
    return false;
  }

  // The letters and full stops before `stop`; empty where they are only the
  // end of a word (x86_A, 5A) or too many for an abbreviation.
  std::string_view word_before(size_t stop) const {
    size_t start = stop;
    while (start > sentence_start_ && stop - start < kMaxLookahead &&
           (is_letter(text_[start - 1]) || text_[start - 1] == '.'))
      --start;
    if (start > sentence_start_) {
      const size_t before = utf8_floor(text_, start - 1);
      const char32_t c = decode_utf8(text_, before).value;
      if (c == '_' || u_isalnum(static_cast<UChar32>(c))) return {};
    }
    return text_.substr(start, stop - start);
  }

  size_t skip_blanks(size_t at) const {
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
    return at;
  }

  // Whether the word at `at` is one that sentences begin with.
  bool begins(size_t at) const {
    size_t end = at;
    while (end < text_.size() && is_letter(text_[end]) &&
           end - at < kMaxLookahead)
      ++end;
    return begins_sentences(text_.substr(at, end - at));
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t sentence_start_ = 0;
  size_t line_start_ = 0;
  LineStart line_;
  bool in_fence_ = false;
  bool first_of_paragraph_ = true;
  std::vector<Span> sentences_;
};

}  // namespace

std::vector<Span> sentences(std::string_view text) {
  return Splitter(text).split();
}

}  // namespace ibid
