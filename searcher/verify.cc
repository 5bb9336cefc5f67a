// SPDX-License-Identifier: GPL-3.0-or-later
// The tree is evaluated with three values (Kleene's logic): what the stored
// passage cannot tell is unknown, and only a plain false drops a hit.
#include "searcher/verify.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "index/fold.h"

namespace ibid {
namespace {

using Type = QueryNode::Type;
using Mark = QueryNode::Mark;

enum class Truth { kFalse, kUnknown, kTrue };

Truth negate(Truth t) {
  if (t == Truth::kUnknown) return t;
  return t == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

bool counts_in_order(const Token& token) {
  return token.role == TokenRole::kWord || token.role == TokenRole::kPart ||
         token.role == TokenRole::kNgram;
}

bool is_filter(const QueryNode& node) {
  return node.type == Type::kPath || node.type == Type::kKind ||
         node.type == Type::kTag || node.type == Type::kLanguage;
}

// The words of a stretch of text in order, and all of its stems.
struct Words {
  std::vector<std::string> in_order;
  std::unordered_set<std::string> stems;

  Words(std::string_view text, const Analyser& analyser) {
    analyser.analyse(text, [&](const Token& token) {
      if (counts_in_order(token)) in_order.emplace_back(token.word);
      stems.emplace(token.stem);
    });
  }

  bool has_phrase(const std::vector<std::string>& phrase) const {
    return std::search(in_order.begin(), in_order.end(), phrase.begin(),
                       phrase.end()) != in_order.end();
  }
};

class Verifier {
 public:
  Verifier(const StoredPassage& passage, const Analyser& analyser,
           const std::function<bool(std::string_view)>& at_path)
      : analyser_(analyser), at_path_(at_path) {
    add(Field::kTitle, passage.title);
    for (const std::string& heading : passage.headings) {
      add(Field::kHeading, heading);
    }
    add(Field::kQuestion, passage.question);
    add(Field::kAny, visible_text(passage.text, passage.markup));
  }

  Truth truth(const QueryNode& node) const {
    switch (node.type) {
      case Type::kText:
        return text(node);
      case Type::kPhrase:
        return phrase(node);
      case Type::kPath:
        return at_path_(node.text) ? Truth::kTrue : Truth::kFalse;
      case Type::kAny:
        return any(node.children);
      case Type::kAll:
        return all(node.children);
      case Type::kGroup:
        return group(node.children);
      default:
        return Truth::kUnknown;
    }
  }

 private:
  struct FieldWords {
    Field field;
    Words words;
  };

  void add(Field field, std::string_view text) {
    fields_.push_back({field, Words(text, analyser_)});
  }

  template <class Holds>
  Truth in_fields(Field field, Holds&& holds) const {
    const bool found =
        std::any_of(fields_.begin(), fields_.end(), [&](const FieldWords& f) {
          return (field == Field::kAny || f.field == field) && holds(f.words);
        });
    return found ? Truth::kTrue : Truth::kFalse;
  }

  Truth phrase(const QueryNode& node) const {
    const std::vector<std::string> wanted =
        Words(node.text, analyser_).in_order;
    return in_fields(node.field, [&](const Words& words) {
      return words.has_phrase(wanted);
    });
  }

  // Found words are sure; absent ones may have matched in another language.
  Truth text(const QueryNode& node) const {
    const Words wanted(node.text, analyser_);
    const Truth found = in_fields(node.field, [&](const Words& words) {
      return std::any_of(
          wanted.stems.begin(), wanted.stems.end(),
          [&](const std::string& stem) { return words.stems.contains(stem); });
    });
    return found == Truth::kFalse ? Truth::kFalse : Truth::kUnknown;
  }

  Truth any(const std::vector<QueryNode>& nodes) const {
    Truth best = Truth::kFalse;
    for (const QueryNode& node : nodes) best = std::max(best, marked(node));
    return best;
  }

  Truth all(const std::vector<QueryNode>& nodes) const {
    Truth worst = Truth::kTrue;
    for (const QueryNode& node : nodes) worst = std::min(worst, marked(node));
    return worst;
  }

  // Required and excluded children decide; without required ones, one of the
  // others must hold.
  Truth group(const std::vector<QueryNode>& nodes) const {
    std::vector<QueryNode> decisive;
    std::vector<QueryNode> plain;
    bool required = false;
    for (const QueryNode& node : nodes) {
      required = required || node.mark == Mark::kMust;
      const bool decides = node.mark != Mark::kPlain || is_filter(node);
      (decides ? decisive : plain).push_back(node);
    }
    const Truth sure = all(decisive);
    if (required || plain.empty()) return sure;
    return std::min(sure, any(plain));
  }

  Truth marked(const QueryNode& node) const {
    if (node.mark != Mark::kMustNot) return truth(node);
    // Words were excluded by their stems already.
    const bool told = node.type == Type::kPhrase || node.type == Type::kPath;
    return told ? negate(truth(node)) : Truth::kUnknown;
  }

  const Analyser& analyser_;
  const std::function<bool(std::string_view)>& at_path_;
  std::vector<FieldWords> fields_;
};

}  // namespace

bool passes(const Query& query, const StoredPassage& passage,
            const Analyser& analyser,
            const std::function<bool(std::string_view glob)>& at_path) {
  return Verifier(passage, analyser, at_path).truth(query.root) !=
         Truth::kFalse;
}

}  // namespace ibid
