// SPDX-License-Identifier: GPL-3.0-or-later
// By recursive descent, whose depth settle_groups has bounded:
//
//   any      := all { OR all }
//   all      := sequence { AND sequence }
//   sequence := element { element }
//   element  := [NOT] ( word | phrase | "(" any ")" )
//
// Plain words side by side become one kText: a "free" one, whose text is only
// filled in at the end, when its span no longer grows.
#include "searcher/parse.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "index/passage.h"
#include "index/text.h"
#include "searcher/prune.h"

namespace ibid {

namespace {

using Mark = QueryNode::Mark;
using Type = QueryNode::Type;

Field word_field(FieldName field) {
  switch (field) {
    case FieldName::kTitle:
      return Field::kTitle;
    case FieldName::kHeading:
      return Field::kHeading;
    case FieldName::kQuestion:
      return Field::kQuestion;
    default:
      return Field::kAny;
  }
}

bool is_free_text(const QueryNode& node) {
  return node.type == Type::kText && node.text.empty();
}

// True for a group of exclusions and nothing else.
bool is_negative(const QueryNode& node) {
  return node.type == Type::kGroup && !node.children.empty() &&
         std::all_of(node.children.begin(), node.children.end(),
                     [](const QueryNode& child) {
                       return child.mark == Mark::kMustNot;
                     });
}

QueryNode make_parent(Type type, std::vector<QueryNode> children) {
  QueryNode parent;
  parent.type = type;
  if (!children.empty()) {
    parent.span = {children.front().span.start, children.back().span.end};
  }
  parent.children = std::move(children);
  return parent;
}

// The only child of a group instead of the group; alone, a + says nothing.
QueryNode unwrap(QueryNode node) {
  if (node.type != Type::kGroup || node.children.size() != 1) return node;
  if (node.children[0].mark == Mark::kMustNot) return node;
  QueryNode child = std::move(node.children[0]);
  child.mark = Mark::kPlain;
  return child;
}

void append(std::vector<QueryNode>& list, std::vector<QueryNode> more) {
  std::move(more.begin(), more.end(), std::back_inserter(list));
}

// Adds a node to a sequence: free text joins free text, and a group of
// exclusions excludes from what it stands in.
void add_to_sequence(std::vector<QueryNode>& sequence, QueryNode node) {
  if (node.mark != Mark::kMustNot && is_negative(node)) {
    append(sequence, std::move(node.children));
  } else if (!sequence.empty() && is_free_text(node) &&
             is_free_text(sequence.back())) {
    sequence.back().span.end = node.span.end;
  } else {
    sequence.push_back(std::move(node));
  }
}

class Parser {
 public:
  Parser(std::string_view text, const std::vector<Lexeme>& lexemes, bool strict)
      : text_(text), lexemes_(lexemes), strict_(strict) {}

  QueryNode run() {
    QueryNode root = parse_any(FieldName::kNone);
    if (is_negative(root)) root = to_free_text(root, FieldName::kNone);
    if (root.type != Type::kGroup) {
      std::vector<QueryNode> children;
      children.push_back(std::move(root));
      root = make_parent(Type::kGroup, std::move(children));
    }
    root.span = {0, text_.size()};
    fill_texts(root);
    prune(root, text_, strict_);
    return root;
  }

 private:
  // Steps over noise; true where a lexeme of this type follows.
  bool next_is(Lexeme::Type type) {
    while (at_ < lexemes_.size() &&
           lexemes_[at_].type == Lexeme::Type::kNoise) {
      ++at_;
    }
    return at_ < lexemes_.size() && lexemes_[at_].type == type;
  }

  bool accept(Lexeme::Type type) {
    const bool found = next_is(type);
    if (found) ++at_;
    return found;
  }

  // field, here and below: that of the parentheses around, for what has none
  // of its own.
  QueryNode parse_any(FieldName field) {
    QueryNode first = parse_all(field);
    if (!next_is(Lexeme::Type::kOr)) return first;
    std::vector<QueryNode> operands;
    operands.push_back(to_operand(std::move(first), field));
    while (accept(Lexeme::Type::kOr)) {
      operands.push_back(to_operand(parse_all(field), field));
    }
    return make_parent(Type::kAny, std::move(operands));
  }

  // "a OR -b" cannot be meant as "all that is without b".
  QueryNode to_operand(QueryNode node, FieldName field) const {
    return is_negative(node) ? to_free_text(node, field)
                             : unwrap(std::move(node));
  }

  QueryNode parse_all(FieldName field) {
    QueryNode first = parse_sequence(field);
    if (!next_is(Lexeme::Type::kAnd)) return first;
    std::vector<QueryNode> operands;
    std::vector<QueryNode> exclusions;
    const auto add = [&](QueryNode node) {
      if (is_negative(node)) {
        append(exclusions, std::move(node.children));
      } else {
        operands.push_back(unwrap(std::move(node)));
      }
    };
    add(std::move(first));
    while (accept(Lexeme::Type::kAnd)) add(parse_sequence(field));
    return exclude(std::move(operands), std::move(exclusions));
  }

  // All of the operands without any of the exclusions.
  static QueryNode exclude(std::vector<QueryNode> operands,
                           std::vector<QueryNode> exclusions) {
    if (exclusions.empty()) return make_parent(Type::kAll, std::move(operands));
    std::vector<QueryNode> children;
    if (operands.size() > 1) {
      children.push_back(make_parent(Type::kAll, std::move(operands)));
    } else {
      append(children, std::move(operands));
    }
    append(children, std::move(exclusions));
    QueryNode group = make_parent(Type::kGroup, std::move(children));
    for (const QueryNode& child : group.children) {
      group.span.start = std::min(group.span.start, child.span.start);
      group.span.end = std::max(group.span.end, child.span.end);
    }
    return group;
  }

  QueryNode parse_sequence(FieldName field) {
    std::vector<QueryNode> sequence;
    while (!next_is(Lexeme::Type::kClose) && !next_is(Lexeme::Type::kAnd) &&
           !next_is(Lexeme::Type::kOr) && at_ < lexemes_.size()) {
      add_to_sequence(sequence, parse_element(field));
    }
    return make_parent(Type::kGroup, std::move(sequence));
  }

  QueryNode parse_element(FieldName field) {
    const size_t start = lexemes_[at_].span.start;
    const bool excluded = accept(Lexeme::Type::kNot);
    const bool is_group = next_is(Lexeme::Type::kOpen);
    const Lexeme& lexeme = lexemes_[at_++];
    const Mark mark = excluded ? Mark::kMustNot : lexeme.mark;
    if (lexeme.field != FieldName::kNone) field = lexeme.field;
    QueryNode node =
        is_group ? parse_group(lexeme, mark, field) : make_leaf(lexeme, field);
    node.span.start = start;
    if (mark == Mark::kPlain) return node;
    if (is_free_text(node)) node.text = slice(text_, lexeme.value);
    node.mark = mark;
    return node;
  }

  // The group that open has opened. One that says nothing beyond its words is
  // text, parentheses and all.
  QueryNode parse_group(const Lexeme& open, Mark mark, FieldName field) {
    QueryNode node = unwrap(parse_any(field));
    if (mark == Mark::kMustNot && is_negative(node)) {
      node = to_free_text(node, field);
    }
    const bool is_plain =
        mark == Mark::kPlain && open.field == FieldName::kNone;
    if (is_free_text(node) && !is_plain) node.text = slice(text_, node.span);
    node.span.end = lexemes_[at_].span.end;
    accept(Lexeme::Type::kClose);
    return node;
  }

  QueryNode make_leaf(const Lexeme& lexeme, FieldName field) const {
    QueryNode node;
    node.type = leaf_type(lexeme, field);
    node.field = word_field(field);
    node.span = lexeme.span;
    const bool is_free = node.type == Type::kText && !is_filter(field) &&
                         lexeme.field == FieldName::kNone;
    if (is_free) return node;
    node.text = slice(text_, lexeme.value);
    if (node.type == Type::kPrefix) node.text.pop_back();
    if (node.type == Type::kKind) node.text = ascii_lower(node.text);
    if (node.type == Type::kNear) node.distance = lexeme.distance;
    return node;
  }

  Type leaf_type(const Lexeme& lexeme, FieldName field) const {
    if (field == FieldName::kPath) return Type::kPath;
    if (field == FieldName::kTag) return Type::kTag;
    if (field == FieldName::kLanguage) return Type::kLanguage;
    if (field == FieldName::kKind && is_kind(lexeme)) return Type::kKind;
    switch (lexeme.type) {
      case Lexeme::Type::kPrefix:
        return Type::kPrefix;
      case Lexeme::Type::kPhrase:
        return Type::kPhrase;
      case Lexeme::Type::kNear:
        return Type::kNear;
      default:
        return Type::kText;
    }
  }

  bool is_kind(const Lexeme& lexeme) const {
    const std::string name = ascii_lower(slice(text_, lexeme.value));
    if (parse_passage_kind(name)) return true;
    if (strict_) {
      fail_at(text_, lexeme.value.start, "unknown kind \"" + name + "\"");
    }
    return false;
  }

  QueryNode to_free_text(const QueryNode& node, FieldName field) const {
    if (strict_) {
      fail_at(text_, node.span.start, "nothing but exclusions");
    }
    QueryNode text;
    text.field = word_field(field);
    text.span = node.span;
    return text;
  }

  void fill_texts(QueryNode& node) const {
    if (is_free_text(node)) node.text = slice(text_, node.span);
    for (QueryNode& child : node.children) fill_texts(child);
  }

  const std::string_view text_;
  const std::vector<Lexeme>& lexemes_;
  const bool strict_;
  size_t at_ = 0;
};

}  // namespace

QueryNode parse(std::string_view text, const std::vector<Lexeme>& lexemes,
                bool strict) {
  return Parser(text, lexemes, strict).run();
}

}  // namespace ibid
