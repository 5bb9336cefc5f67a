// SPDX-License-Identifier: GPL-3.0-or-later
// The tree is evaluated with three values (Kleene's logic): what the stored
// passage cannot tell is unknown, and only a plain false drops a hit. Paths
// come first, and the passage is analysed only where they do not decide.
#include "searcher/verify.h"

#include <algorithm>
#include <optional>
#include <set>

#include "searcher/text_words.h"

namespace ibid {
namespace {

using Type = QueryNode::Type;
using Mark = QueryNode::Mark;

enum class Truth { kFalse, kUnknown, kTrue };

Truth negate(Truth t) {
  if (t == Truth::kUnknown) return t;
  return t == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

bool is_filter(const QueryNode& node) {
  return node.type == Type::kPath || node.type == Type::kKind ||
         node.type == Type::kTag || node.type == Type::kLanguage;
}

// Sorted lists.
bool have_common(const std::vector<std::string>& a,
                 const std::vector<std::string>& b) {
  auto of_b = b.begin();
  return std::any_of(a.begin(), a.end(), [&](const std::string& word) {
    of_b = std::lower_bound(of_b, b.end(), word);
    return of_b != b.end() && *of_b == word;
  });
}

bool contains(const std::vector<std::string>& sorted, const std::string& word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

void sort_without_doubles(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
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

  // required: a text must have each of its words.
  Truth truth(const QueryNode& node, bool required) {
    const auto everything = [](const QueryNode&) { return true; };
    switch (node.type) {
      case Type::kText:
        return text(node, required);
      case Type::kPhrase:
        return phrase(node);
      case Type::kNear:
        return near(node);
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
    std::optional<TextWords> read;  // once it was asked for
  };

  std::vector<FieldText>& fields() {
    if (!fields_.empty()) return fields_;
    const auto add = [&](Field field, std::string text) {
      fields_.push_back({field, std::move(text), {}});
    };
    add(Field::kTitle, passage_.title);
    for (const std::string& heading : passage_.headings) {
      add(Field::kHeading, heading);
    }
    add(Field::kQuestion, passage_.question);
    add(Field::kAny, visible_text(passage_.text, passage_.markup));
    return fields_;
  }

  // Whether a text of the field holds.
  template <class Holds>
  bool in_fields(Field field, Holds&& holds) {
    for (FieldText& f : fields()) {
      if (field != Field::kAny && f.field != field) continue;
      if (!f.read) {
        f.read = read_text(f.text, analyser_, verifier_.beginnings(analyser_));
      }
      if (holds(*f.read)) return true;
    }
    return false;
  }

  Truth phrase(const QueryNode& node) {
    const Words& wanted = verifier_.wanted(node, analyser_).words;
    const bool found = in_fields(node.field, [&](const TextWords& text) {
      return have_in_order(
          text, wanted, [](const PlacedWord& placed, const std::string& word) {
            return placed.word == word;
          });
    });
    return found ? Truth::kTrue : Truth::kFalse;
  }

  Truth near(const QueryNode& node) {
    const Words& wanted = verifier_.wanted(node, analyser_).stems;
    if (wanted.empty()) return Truth::kUnknown;
    const size_t window = node.distance + wanted.size() - 1;
    const bool found = in_fields(node.field, [&](const TextWords& text) {
      return have_within(text, wanted, std::max<size_t>(window, 1));
    });
    return found ? Truth::kTrue : Truth::kFalse;
  }

  // Stems in common may not be all that the query wants; where it wants all,
  // and all are there as they were typed, it has them.
  Truth text(const QueryNode& node, bool required) {
    const Wanted& wanted = verifier_.wanted(node, analyser_);
    const bool found = in_fields(node.field, [&](const TextWords& text) {
      return have_common(wanted.stems, text.stems);
    });
    if (!found) return Truth::kFalse;
    const auto is_there = [&](const Compound& compound) {
      return has(compound, node.field);
    };
    if (!required) return Truth::kUnknown;
    if (!std::ranges::all_of(wanted.compounds, is_there)) return Truth::kFalse;
    return has_all(wanted.typed, node.field) ? Truth::kTrue : Truth::kUnknown;
  }

  bool has_all(const Words& stems, Field field) {
    return std::ranges::all_of(stems, [&](const std::string& stem) {
      return in_fields(field, [&](const TextWords& text) {
        return contains(text.stems, stem);
      });
    });
  }

  bool has(const Compound& compound, Field field) {
    return in_fields(field, [&](const TextWords& text) {
      return have_common(compound.forms, text.stems) ||
             have_in_order(text, compound.parts,
                           [](const PlacedWord& placed, const Words& part) {
                             return contains(part, placed.stem);
                           });
    });
  }

  // The most of those that `counts` takes.
  template <class Counts>
  Truth any(const std::vector<QueryNode>& nodes, const Counts& counts) {
    Truth best = Truth::kFalse;
    for_each_paths_first(nodes, counts, [&](const QueryNode& node) {
      best = std::max(best, marked(node, false));
      return best != Truth::kTrue;
    });
    return best;
  }

  // The least of them.
  template <class Counts>
  Truth all(const std::vector<QueryNode>& nodes, const Counts& counts) {
    Truth worst = Truth::kTrue;
    for_each_paths_first(nodes, counts, [&](const QueryNode& node) {
      worst = std::min(worst, marked(node, true));
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
    const auto is_plain = [&](const QueryNode& node) {
      return !is_decisive(node);
    };
    const Truth sure =
        all(nodes, [&](const QueryNode& node) { return is_decisive(node); });
    const bool required = std::any_of(
        nodes.begin(), nodes.end(),
        [](const QueryNode& node) { return node.mark == Mark::kMust; });
    if (required || sure == Truth::kFalse ||
        std::none_of(nodes.begin(), nodes.end(), is_plain)) {
      return sure;
    }
    return std::min(sure, any(nodes, is_plain));
  }

  bool is_decisive(const QueryNode& node) const {
    return node.mark != Mark::kPlain || verifier_.all_ || is_filter(node);
  }

  Truth marked(const QueryNode& node, bool required) {
    required = required || node.mark == Mark::kMust || verifier_.all_;
    if (node.mark != Mark::kMustNot) return truth(node, required);
    return node.type == Type::kText ? without(node)
                                    : negate(truth(node, required));
  }

  // Words were excluded by their stems already, compounds as far as they are
  // written as one.
  Truth without(const QueryNode& node) {
    const Wanted& wanted = verifier_.wanted(node, analyser_);
    const bool found = std::ranges::any_of(
        wanted.compounds,
        [&](const Compound& compound) { return has(compound, node.field); });
    return found ? Truth::kFalse : Truth::kUnknown;
  }

  Verifier& verifier_;
  const StoredPassage& passage_;
  const Analyser& analyser_;
  const AtPath& at_path_;
  std::vector<FieldText> fields_;
};

const Verifier::Wanted& Verifier::wanted(const QueryNode& node,
                                         const Analyser& analyser) {
  const std::pair key(&node, &analyser);
  const auto known = wanted_.find(key);
  if (known != wanted_.end()) return known->second;
  return wanted_.emplace(key, read(node, analyser)).first->second;
}

Verifier::Wanted Verifier::read(const QueryNode& node,
                                const Analyser& analyser) const {
  const TextWords text = read_text(node.text, analyser);
  Wanted wanted;
  for (const PlacedWord& placed : text.in_order) {
    wanted.words.push_back(placed.word);
    wanted.typed.push_back(placed.stem);
  }
  wanted.stems = wanted.typed;
  if (node.type == Type::kText) {
    wanted.stems = taken_for(wanted.words);
    wanted.stems.insert(wanted.stems.end(), text.stems.begin(),
                        text.stems.end());
    wanted.compounds = compounds(node.text, analyser);
  }
  sort_without_doubles(wanted.stems);
  return wanted;
}

const Beginnings& Verifier::beginnings(const Analyser& analyser) {
  const auto known = beginnings_.find(&analyser);
  if (known != beginnings_.end()) return known->second;
  Beginnings all;
  add_beginnings(query_.root, analyser, all);
  return beginnings_.emplace(&analyser, all).first->second;
}

void Verifier::add_beginnings(const QueryNode& node, const Analyser& analyser,
                              Beginnings& all) {
  if (node.type == Type::kText || node.type == Type::kPhrase ||
      node.type == Type::kNear) {
    for (const std::string& stem : wanted(node, analyser).stems) all.add(stem);
  }
  for (const QueryNode& child : node.children) {
    add_beginnings(child, analyser, all);
  }
}

// What words were taken for besides.
Verifier::Words Verifier::taken_for(const Words& typed) const {
  Words stems;
  const std::set<std::string_view> known(typed.begin(), typed.end());
  for (const QueryWord& word : words_) {
    if (!known.contains(word.word)) continue;
    stems.insert(stems.end(), word.stems.begin(), word.stems.end());
    for (const Words& phrase : word.phrases) {
      stems.insert(stems.end(), phrase.begin(), phrase.end());
    }
  }
  return stems;
}

std::vector<Verifier::Compound> Verifier::compounds(
    std::string_view text, const Analyser& analyser) const {
  std::vector<Compound> found;
  uint32_t number = 0;
  analyser.analyse(text, [&](const Token& token) {
    if (token.compound == 0) return;
    if (token.compound != number) found.emplace_back();
    number = token.compound;
    Compound& compound = found.back();
    if (!role_has_position(token.role)) {
      compound.forms.emplace_back(token.stem);
      return;
    }
    Words stems = taken_for({std::string(token.word)});
    stems.emplace_back(token.stem);
    sort_without_doubles(stems);
    compound.parts.push_back(std::move(stems));
  });
  std::erase_if(found, [](const Compound& c) { return c.parts.size() < 2; });
  for (Compound& compound : found) sort_without_doubles(compound.forms);
  return found;
}

bool Verifier::passes(const StoredPassage& passage, const Analyser& analyser,
                      const AtPath& at_path) {
  return Evaluation(*this, passage, analyser, at_path)
             .truth(query_.root, false) != Truth::kFalse;
}

}  // namespace ibid
