// SPDX-License-Identifier: GPL-3.0-or-later
// Text to lexemes (lex.h), those without meaning back to words (settle.h), the
// rest to a tree (parse.h). How much of the grammar holds depends on the mode
// (query_mode.h).
#include "searcher/interpret.h"

#include <algorithm>
#include <vector>

#include "index/text.h"
#include "searcher/lex.h"
#include "searcher/parse.h"
#include "searcher/query_mode.h"
#include "searcher/settle.h"

namespace ibid {

namespace {

// text as valid UTF-8 of at most kMaxQueryBytes. Only the first bytes are
// looked at; 4 more, so that the cut makes no half character.
std::string bounded(std::string_view text, bool strict) {
  std::string valid = to_valid_utf8(text.substr(0, kMaxQueryBytes + 4));
  if (valid.size() <= kMaxQueryBytes) return valid;
  const size_t end = utf8_floor(valid, kMaxQueryBytes);
  if (strict) {
    fail_at(valid, end,
            "query longer than " + std::to_string(kMaxQueryBytes) + " bytes");
  }
  valid.resize(end);
  return valid;
}

std::vector<Lexeme> read(std::string_view text, Grammar grammar, bool strict) {
  std::vector<Lexeme> lexemes = lex(text, grammar, strict);
  settle_groups(lexemes, text, strict);
  settle_operators(lexemes, text, strict);
  return lexemes;
}

// Syntax that nobody writes in a plain question. Filters are none of it: they
// say where to look for the answer.
bool has_operators(const std::vector<Lexeme>& lexemes) {
  return std::any_of(lexemes.begin(), lexemes.end(), [](const Lexeme& lexeme) {
    return lexeme.type == Lexeme::Type::kNear ||
           (lexeme.field != FieldName::kNone && !is_filter(lexeme.field));
  });
}

bool has_syntax(const QueryNode& root) {
  return std::any_of(root.children.begin(), root.children.end(),
                     [](const QueryNode& node) {
                       return node.type != QueryNode::Type::kText ||
                              node.mark != QueryNode::Mark::kPlain ||
                              node.field != Field::kAny;
                     });
}

}  // namespace

Query interpret(std::string_view text, const InterpretOptions& options) {
  Query query;
  query.text = bounded(text, options.strict);
  query.mode = options.mode.value_or(reads_as_question(query.text)
                                         ? QueryMode::kQuestion
                                         : QueryMode::kKeyword);
  std::vector<Lexeme> lexemes;
  if (query.mode == QueryMode::kQuestion) {
    lexemes = read(query.text, Grammar::kQuestion, options.strict);
    settle_question(lexemes);
    if (!options.mode && has_operators(lexemes)) {
      query.mode = QueryMode::kKeyword;
    }
  }
  if (query.mode == QueryMode::kKeyword) {
    lexemes = read(query.text, Grammar::kFull, options.strict);
  }
  query.root = parse(query.text, lexemes, options.strict);
  query.has_syntax = has_syntax(query.root);
  return query;
}

}  // namespace ibid
