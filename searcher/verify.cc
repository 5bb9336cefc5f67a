// SPDX-License-Identifier: GPL-3.0-or-later
// The tree is evaluated with three values (Kleene's logic): what the stored
// passage cannot tell is unknown, and only a plain false drops a hit. Paths
// come first, and the passage is analysed only where they do not decide.
#include "searcher/verify.h"

#include <algorithm>
#include <optional>
#include <set>

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

bool is_decisive(const QueryNode& node) {
  return node.mark != Mark::kPlain || is_filter(node);
}

std::vector<std::string> words_in_order(std::string_view text,
                                        const Analyser& analyser) {
  std::vector<std::string> words;
  analyser.analyse(text, [&](const Token& token) {
    if (counts_in_order(token)) words.emplace_back(token.word);
  });
  return words;
}

std::vector<std::string> stems(std::string_view text,
                               const Analyser& analyser) {
  std::vector<std::string> stems;
  analyser.analyse(text,
                   [&](const Token& token) { stems.emplace_back(token.stem); });
  std::sort(stems.begin(), stems.end());
  return stems;
}

bool have_common(const std::vector<std::string>& a,
                 const std::vector<std::string>& b) {
  auto of_b = b.begin();
  return std::any_of(a.begin(), a.end(), [&](const std::string& word) {
    of_b = std::lower_bound(of_b, b.end(), word);
    return of_b != b.end() && *of_b == word;
  });
}

}  // namespace

// Of one passage.
class Verifier::Evaluation {
 public:
  Evaluation(Verifier& verifier, const StoredPassage& passage,
             const Analyser& analyser, const AtPath& at_path)
      : verifier_(verifier),
        passage_(passage),
        analyser_(analyser),
        at_path_(at_path) {}

  Truth truth(const QueryNode& node) {
    const auto everything = [](const QueryNode&) { return true; };
    switch (node.type) {
      case Type::kText:
        return text(node);
      case Type::kPhrase:
        return phrase(node);
      case Type::kPath:
        return at_path_(node.text) ? Truth::kTrue : Truth::kFalse;
      case Type::kAny:
        return any(node.children, everything);
      case Type::kAll:
        return all(node.children, everything);
      case Type::kGroup:
        return group(node.children);
      default:
        return Truth::kUnknown;
    }
  }

 private:
  struct FieldText {
    Field field;
    std::string text;
    std::optional<Words> in_order;  // as far as they were asked for
    std::optional<Words> stems;
  };

  std::vector<FieldText>& fields() {
    if (!fields_.empty()) return fields_;
    const auto add = [&](Field field, std::string text) {
      fields_.push_back({field, std::move(text), {}, {}});
    };
    add(Field::kTitle, passage_.title);
    for (const std::string& heading : passage_.headings) {
      add(Field::kHeading, heading);
    }
    add(Field::kQuestion, passage_.question);
    add(Field::kAny, visible_text(passage_.text, passage_.markup));
    return fields_;
  }

  template <class Holds>
  Truth in_fields(Field field, Holds&& holds) {
    for (FieldText& f : fields()) {
      const bool looked_in = field == Field::kAny || f.field == field;
      if (looked_in && holds(f)) return Truth::kTrue;
    }
    return Truth::kFalse;
  }

  Truth phrase(const QueryNode& node) {
    const Words& wanted = verifier_.wanted(node, analyser_);
    return in_fields(node.field, [&](FieldText& f) {
      if (!f.in_order) f.in_order = words_in_order(f.text, analyser_);
      return std::search(f.in_order->begin(), f.in_order->end(), wanted.begin(),
                         wanted.end()) != f.in_order->end();
    });
  }

  // Stems in common may not be all that the query wants.
  Truth text(const QueryNode& node) {
    const Words& wanted = verifier_.wanted(node, analyser_);
    const Truth found = in_fields(node.field, [&](FieldText& f) {
      if (!f.stems) f.stems = stems(f.text, analyser_);
      return have_common(wanted, *f.stems);
    });
    return found == Truth::kFalse ? Truth::kFalse : Truth::kUnknown;
  }

  // The most of those that `counts` takes.
  template <class Counts>
  Truth any(const std::vector<QueryNode>& nodes, const Counts& counts) {
    Truth best = Truth::kFalse;
    for_each_paths_first(nodes, counts, [&](const QueryNode& node) {
      best = std::max(best, marked(node));
      return best != Truth::kTrue;
    });
    return best;
  }

  // The least of them.
  template <class Counts>
  Truth all(const std::vector<QueryNode>& nodes, const Counts& counts) {
    Truth worst = Truth::kTrue;
    for_each_paths_first(nodes, counts, [&](const QueryNode& node) {
      worst = std::min(worst, marked(node));
      return worst != Truth::kFalse;
    });
    return worst;
  }

  // Until visit gives false.
  template <class Counts, class Visit>
  void for_each_paths_first(const std::vector<QueryNode>& nodes,
                            const Counts& counts, Visit&& visit) {
    for (const bool paths : {true, false}) {
      for (const QueryNode& node : nodes) {
        if ((node.type == Type::kPath) != paths || !counts(node)) continue;
        if (!visit(node)) return;
      }
    }
  }

  // Required and excluded children decide; without required ones, one of the
  // others must hold.
  Truth group(const std::vector<QueryNode>& nodes) {
    const auto is_plain = [](const QueryNode& node) {
      return !is_decisive(node);
    };
    const Truth sure = all(nodes, is_decisive);
    const bool required = std::any_of(
        nodes.begin(), nodes.end(),
        [](const QueryNode& node) { return node.mark == Mark::kMust; });
    if (required || sure == Truth::kFalse ||
        std::none_of(nodes.begin(), nodes.end(), is_plain)) {
      return sure;
    }
    return std::min(sure, any(nodes, is_plain));
  }

  Truth marked(const QueryNode& node) {
    if (node.mark != Mark::kMustNot) return truth(node);
    // Words were excluded by their stems already.
    return node.type == Type::kText ? Truth::kUnknown : negate(truth(node));
  }

  Verifier& verifier_;
  const StoredPassage& passage_;
  const Analyser& analyser_;
  const AtPath& at_path_;
  std::vector<FieldText> fields_;
};

const Verifier::Words& Verifier::wanted(const QueryNode& node,
                                        const Analyser& analyser) {
  const std::pair key(&node, &analyser);
  const auto known = wanted_.find(key);
  if (known != wanted_.end()) return known->second;
  Words words = node.type == Type::kPhrase ? words_in_order(node.text, analyser)
                                           : wanted_stems(node.text, analyser);
  return wanted_.emplace(key, std::move(words)).first->second;
}

// Those of the text and of what its words were taken for besides. Sorted.
Verifier::Words Verifier::wanted_stems(std::string_view text,
                                       const Analyser& analyser) const {
  Words wanted = stems(text, analyser);
  const Words typed = words_in_order(text, analyser);
  const std::set<std::string_view> known(typed.begin(), typed.end());
  for (const QueryWord& word : words_) {
    if (!known.contains(word.word)) continue;
    wanted.insert(wanted.end(), word.stems.begin(), word.stems.end());
    for (const Words& phrase : word.phrases) {
      wanted.insert(wanted.end(), phrase.begin(), phrase.end());
    }
  }
  std::sort(wanted.begin(), wanted.end());
  return wanted;
}

bool Verifier::passes(const StoredPassage& passage, const Analyser& analyser,
                      const AtPath& at_path) {
  return Evaluation(*this, passage, analyser, at_path).truth(query_.root) !=
         Truth::kFalse;
}

}  // namespace ibid
