// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/lex.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "index/error.h"
#include "index/passage.h"
#include "index/text.h"
#include "searcher/query_chars.h"

namespace ibid {

namespace {

using Mark = QueryNode::Mark;
using Type = Lexeme::Type;

constexpr uint32_t kMaxDistance = 100;

constexpr std::array<std::pair<std::string_view, FieldName>, 7> kFieldNames{{
    {"title", FieldName::kTitle},
    {"heading", FieldName::kHeading},
    {"question", FieldName::kQuestion},
    {"path", FieldName::kPath},
    {"kind", FieldName::kKind},
    {"tag", FieldName::kTag},
    {"lang", FieldName::kLanguage},
}};

class Lexer {
 public:
  Lexer(std::string_view text, Grammar grammar, bool strict)
      : text_(text), full_(grammar == Grammar::kFull), strict_(strict) {}

  std::vector<Lexeme> run() {
    while (skip_blanks()) {
      if (peek(at_) == ')' && open_groups_ > 0) {
        --open_groups_;
        const Span span{at_, at_ + 1};
        add({.type = Type::kClose, .span = span, .value = span});
        fresh_ = false;
        continue;
      }
      add(read_syntax().value_or(Lexeme{}));
    }
    return std::move(lexemes_);
  }

 private:
  // The ASCII character at offset; 0 at the end.
  char peek(size_t offset) const {
    return offset < text_.size() ? text_[offset] : '\0';
  }

  bool at_blank(size_t offset) const {
    return offset >= text_.size() || is_blank(decode_utf8(text_, offset).value);
  }

  bool skip_blanks() {
    while (at_ < text_.size()) {
      const CodePoint c = decode_utf8(text_, at_);
      if (!is_blank(c.value)) return true;
      at_ += c.length;
      fresh_ = true;
    }
    return false;
  }

  // An empty lexeme stands for "no syntax here": all up to the next blank is a
  // word.
  void add(Lexeme lexeme) {
    if (lexeme.span.empty()) {
      lexeme.span = lexeme.value = {at_, word_end(at_)};
      lexeme.type =
          is_noise(slice(text_, lexeme.span)) ? Type::kNoise : Type::kWord;
    }
    at_ = lexeme.span.end;
    fresh_ = lexeme.type == Type::kOpen;
    lexemes_.push_back(lexeme);
  }

  // The end of the word at offset: a blank, or the parenthesis that closes a
  // group (not one that the word itself opened, as in "f(x)").
  size_t word_end(size_t offset) const {
    size_t own_groups = 0;
    while (offset < text_.size()) {
      const CodePoint c = decode_utf8(text_, offset);
      if (is_blank(c.value)) break;
      if (c.value == '(') ++own_groups;
      if (c.value == ')') {
        if (own_groups > 0) {
          --own_groups;
        } else if (open_groups_ > 0) {
          break;
        } else if (strict_ && full_) {
          fail_at(text_, offset, "\")\" without \"(\"");
        }
      }
      offset += c.length;
    }
    return offset;
  }

  // [mark] [field:] then a phrase, a group or a word; nullopt where that is no
  // syntax after all.
  std::optional<Lexeme> read_syntax() {
    Lexeme lexeme;
    lexeme.mark = read_mark(at_);
    const size_t value = at_ + (lexeme.mark == Mark::kPlain ? 0 : 1);
    const auto [field, colon] = read_field(value);
    const bool is_marked_prose =
        !full_ && lexeme.mark != Mark::kPlain && field == FieldName::kNone;
    if (is_marked_prose) return std::nullopt;
    lexeme.field = field;
    lexeme.span = {at_, colon};
    if (quote_family(decode_or_zero(colon)) != 0) return read_phrase(lexeme);
    if (full_ && peek(colon) == '(') {
      ++open_groups_;
      lexeme.type = Type::kOpen;
      lexeme.span.end = colon + 1;
      lexeme.value = lexeme.span;
      return lexeme;
    }
    return read_word(lexeme, value);
  }

  char32_t decode_or_zero(size_t offset) const {
    return offset < text_.size() ? decode_utf8(text_, offset).value : 0;
  }

  Mark read_mark(size_t offset) const {
    const char c = peek(offset);
    if (!fresh_ || (c != '-' && c != '+')) return Mark::kPlain;
    const char next = peek(offset + 1);
    if (at_blank(offset + 1) || next == '-' || next == '+' || next == '>') {
      return Mark::kPlain;  // " - ", "--flag", "++i", "->"
    }
    return c == '-' ? Mark::kMustNot : Mark::kMust;
  }

  // The field at offset and where its value starts; kNone and offset where
  // there is none.
  std::pair<FieldName, size_t> read_field(size_t offset) const {
    const size_t colon = text_.substr(0, offset + 9).find(':', offset);
    if (colon == std::string_view::npos) return {FieldName::kNone, offset};
    const std::string_view name = text_.substr(offset, colon - offset);
    for (const auto& [known, field] : kFieldNames) {
      if (!equal_ignoring_ascii_case(name, known)) continue;
      const char next = peek(colon + 1);
      if (strict_ && full_ && at_blank(colon + 1)) {
        fail_at(text_, offset, std::string(known) + ": without a value");
      }
      const bool has_value = !at_blank(colon + 1) && next != ':' &&
                             (next != ')' || open_groups_ == 0) &&
                             (next != '(' || full_);
      if (has_value) return {field, colon + 1};
    }
    return {FieldName::kNone, offset};
  }

  // Reads the phrase whose opening quote stands at lexeme.span.end.
  std::optional<Lexeme> read_phrase(Lexeme lexeme) {
    const CodePoint quote = decode_utf8(text_, lexeme.span.end);
    const std::optional<Span> inner = find_closing(lexeme.span.end, quote);
    if (!inner) {
      if (strict_) fail_at(text_, lexeme.span.end, "unclosed quote");
      return std::nullopt;
    }
    lexeme.value = trim(text_, *inner);
    const bool is_empty = is_noise(slice(text_, lexeme.value));
    if (is_empty && strict_) fail_at(text_, lexeme.span.end, "empty phrase");
    lexeme.type = is_empty ? Type::kNoise : Type::kPhrase;
    lexeme.span.end = inner->end + decode_utf8(text_, inner->end).length;
    if (peek(lexeme.span.end) == '~') read_distance(lexeme);
    return lexeme;
  }

  // What stands between the quote at offset and the next of its family.
  std::optional<Span> find_closing(size_t offset, CodePoint quote) {
    const size_t family = quote_family(quote.value);
    if (unclosed_[family]) return std::nullopt;
    const size_t start = offset + quote.length;
    for (size_t at = start; at < text_.size();) {
      const CodePoint c = decode_utf8(text_, at);
      if (quote_family(c.value) == family) return Span{start, at};
      at += c.length;
    }
    unclosed_[family] = true;  // or many quotes would take quadratic time
    return std::nullopt;
  }

  // Reads "~N" at the end of a phrase; without a number it stays a phrase.
  void read_distance(Lexeme& lexeme) const {
    const size_t tilde = lexeme.span.end++;
    uint32_t distance = 0;
    while (peek(lexeme.span.end) >= '0' && peek(lexeme.span.end) <= '9') {
      const auto digit = static_cast<uint32_t>(text_[lexeme.span.end++] - '0');
      distance = std::min(distance * 10 + digit, kMaxDistance + 1);
    }
    const bool has_number = lexeme.span.end > tilde + 1;
    if (strict_ && has_number && (distance == 0 || distance > kMaxDistance)) {
      fail_at(text_, tilde, "distance not within 1 and 100");
    }
    lexeme.distance = std::min(distance, kMaxDistance);
    if (lexeme.type == Type::kPhrase && distance > 0) lexeme.type = Type::kNear;
  }

  // Reads the word at lexeme.span.end; unfielded is where it starts with its
  // field.
  std::optional<Lexeme> read_word(Lexeme lexeme, size_t unfielded) const {
    lexeme.value = {lexeme.span.end, word_end(lexeme.span.end)};
    lexeme.span.end = lexeme.value.end;
    settle_filter(lexeme, unfielded);
    const std::string_view word = slice(text_, lexeme.value);
    if (!is_filter(lexeme.field) && !has_word_character(word)) {
      return std::nullopt;
    }
    if (is_filter(lexeme.field) || !full_) return lexeme;
    if (is_prefix(word)) lexeme.type = Type::kPrefix;
    if (lexeme.span == lexeme.value) {
      if (word == "AND") lexeme.type = Type::kAnd;
      if (word == "OR") lexeme.type = Type::kOr;
      if (word == "NOT") lexeme.type = Type::kNot;
    }
    return lexeme;
  }

  // Takes the punctuation of a sentence off a filter's value ("tag:rust, ..."),
  // and the field off where it cannot be meant.
  void settle_filter(Lexeme& lexeme, size_t unfielded) const {
    if (!is_filter(lexeme.field) || lexeme.field == FieldName::kPath) return;
    Span value = lexeme.value;
    while (!value.empty() && std::string_view(",;?!").find(
                                 text_[value.end - 1]) != std::string::npos) {
      --value.end;
    }
    const std::string name = ascii_lower(slice(text_, value));
    const bool is_unknown =
        lexeme.field == FieldName::kKind && !parse_passage_kind(name);
    if (is_unknown && strict_) {
      fail_at(text_, value.start, "unknown kind \"" + name + "\"");
    }
    if (value.empty() || is_unknown) {
      lexeme.field = FieldName::kNone;
      lexeme.value.start = unfielded;
    } else {
      lexeme.value = value;
    }
  }

  const std::string_view text_;
  const bool full_;
  const bool strict_;
  size_t at_ = 0;
  bool fresh_ = true;  // a mark may stand here
  size_t open_groups_ = 0;
  std::array<bool, kQuoteFamilies + 1> unclosed_{};  // by quote family
  std::vector<Lexeme> lexemes_;
};

}  // namespace

bool is_filter(FieldName field) { return field >= FieldName::kPath; }

std::vector<Lexeme> lex(std::string_view text, Grammar grammar, bool strict) {
  return Lexer(text, grammar, strict).run();
}

void fail_at(std::string_view text, size_t offset, const std::string& message) {
  const size_t character = utf8_length(text.substr(0, offset)) + 1;
  throw Error(ErrorKind::kUsage,
              message + " at character " + std::to_string(character),
              "without --strict it is searched as text");
}

}  // namespace ibid
