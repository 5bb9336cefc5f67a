// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/settle.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace ibid {

namespace {

using Type = Lexeme::Type;

void make_word(Lexeme& lexeme) {
  lexeme.type = Type::kWord;
  lexeme.mark = QueryNode::Mark::kPlain;
  lexeme.field = FieldName::kNone;
  lexeme.value = lexeme.span;
}

// A parenthesis that groups nothing; of "title:(" the word stays.
void drop(Lexeme& lexeme) {
  const bool has_word = lexeme.field != FieldName::kNone;
  make_word(lexeme);
  if (!has_word) lexeme.type = Type::kNoise;
}

bool is_operand(const Lexeme& lexeme) {
  return lexeme.type == Type::kWord || lexeme.type == Type::kPrefix ||
         lexeme.type == Type::kPhrase || lexeme.type == Type::kNear;
}

bool is_plain_word(const Lexeme& lexeme) {
  return lexeme.type == Type::kWord && lexeme.field == FieldName::kNone;
}

// Drops parentheses without partner or content.
void drop_useless_groups(std::vector<Lexeme>& lexemes, std::string_view text,
                         bool strict) {
  struct Open {
    size_t index;
    size_t contents_before;
  };
  std::vector<Open> open;
  size_t contents = 0;
  for (size_t i = 0; i < lexemes.size(); ++i) {
    Lexeme& lexeme = lexemes[i];
    if (lexeme.type == Type::kOpen) {
      open.push_back({i, contents});
    } else if (lexeme.type == Type::kClose) {  // the lexer saw its partner
      Lexeme& start = lexemes[open.back().index];
      if (open.back().contents_before == contents) {
        if (strict) fail_at(text, start.span.start, "empty parentheses");
        drop(start);
        drop(lexeme);
      }
      open.pop_back();
    } else if (lexeme.type != Type::kNoise) {
      ++contents;
    }
  }
  for (const Open& unclosed : open) {
    Lexeme& lexeme = lexemes[unclosed.index];
    if (strict) fail_at(text, lexeme.span.end - 1, "\"(\" without \")\"");
    drop(lexeme);
  }
}

// Drops parentheses within more than kMaxQueryNesting - 1 others.
void drop_deep_groups(std::vector<Lexeme>& lexemes, std::string_view text,
                      bool strict) {
  size_t depth = 0;
  for (Lexeme& lexeme : lexemes) {
    if (lexeme.type == Type::kOpen && ++depth > kMaxQueryNesting) {
      if (strict) {
        fail_at(text, lexeme.span.start,
                "parentheses nested deeper than " +
                    std::to_string(kMaxQueryNesting));
      }
      drop(lexeme);
    } else if (lexeme.type == Type::kClose && depth-- > kMaxQueryNesting) {
      drop(lexeme);
    }
  }
}

// Makes words of the operators with nothing to their right.
void require_right_sides(std::vector<Lexeme>& lexemes, std::string_view text,
                         bool strict) {
  bool operand_follows = false;
  bool not_follows = false;
  for (size_t i = lexemes.size(); i-- > 0;) {
    Lexeme& lexeme = lexemes[i];
    if (lexeme.type == Type::kNoise) continue;
    const bool is_not = lexeme.type == Type::kNot;
    const bool is_operator =
        is_not || lexeme.type == Type::kAnd || lexeme.type == Type::kOr;
    if (is_operator && !operand_follows && (is_not || !not_follows)) {
      if (strict) {
        fail_at(
            text, lexeme.span.start,
            std::string(slice(text, lexeme.span)) + " without a right side");
      }
      make_word(lexeme);
    }
    not_follows = lexeme.type == Type::kNot;
    operand_follows = is_operand(lexeme) || lexeme.type == Type::kOpen;
  }
}

// Makes words of AND and OR with nothing to their left.
void require_left_sides(std::vector<Lexeme>& lexemes, std::string_view text,
                        bool strict) {
  bool operand_before = false;
  for (Lexeme& lexeme : lexemes) {
    if (lexeme.type == Type::kNoise) continue;
    const bool is_binary =
        lexeme.type == Type::kAnd || lexeme.type == Type::kOr;
    if (is_binary && !operand_before) {
      if (strict) {
        fail_at(text, lexeme.span.start,
                std::string(slice(text, lexeme.span)) + " without a left side");
      }
      make_word(lexeme);
    }
    operand_before = is_operand(lexeme) || lexeme.type == Type::kClose;
  }
}

}  // namespace

void settle_groups(std::vector<Lexeme>& lexemes, std::string_view text,
                   bool strict) {
  drop_useless_groups(lexemes, text, strict);
  drop_deep_groups(lexemes, text, strict);
}

void settle_operators(std::vector<Lexeme>& lexemes, std::string_view text,
                      bool strict) {
  require_right_sides(lexemes, text, strict);
  require_left_sides(lexemes, text, strict);
}

void settle_question(std::vector<Lexeme>& lexemes) {
  const auto first =
      std::find_if(lexemes.begin(), lexemes.end(), is_plain_word);
  const auto last =
      std::find_if(lexemes.rbegin(), lexemes.rend(), is_plain_word).base();
  for (auto it = first; it < last; ++it) {
    if (it->field != FieldName::kNone) make_word(*it);
  }
}

}  // namespace ibid
