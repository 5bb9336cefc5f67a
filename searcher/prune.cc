// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/prune.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "searcher/lex.h"

namespace ibid {

namespace {

using Mark = QueryNode::Mark;
using Type = QueryNode::Type;

struct Budget {
  size_t most;
  std::string_view name;
  size_t used = 0;
};

bool is_plain_text(const QueryNode& node) {
  return node.type == Type::kText && node.mark == Mark::kPlain &&
         node.field == Field::kAny;
}

void drop_repeats(std::vector<QueryNode>& nodes) {
  if (nodes.size() < 2) return;
  std::set<std::string> seen;
  std::erase_if(nodes, [&](const QueryNode& node) {
    return !is_plain_text(node) && !seen.insert(to_string(node)).second;
  });
}

class Pruner {
 public:
  Pruner(std::string_view text, bool strict) : text_(text), strict_(strict) {}

  // Whether anything of the node is left.
  bool prune(QueryNode& node) {
    if (node.children.empty()) return fits(node);
    drop_repeats(node.children);
    std::vector<bool> left(node.children.size());
    bool finds = false;
    for (const bool excluded : {false, true}) {
      for (size_t i = 0; i < left.size(); ++i) {
        QueryNode& child = node.children[i];
        if ((child.mark == Mark::kMustNot) != excluded) continue;
        left[i] = prune(child);
        finds = finds || (left[i] && !excluded);
      }
    }
    std::vector<QueryNode> children;
    for (size_t i = 0; i < left.size(); ++i) {
      if (left[i]) children.push_back(std::move(node.children[i]));
    }
    node.children = std::move(children);
    return finds;
  }

 private:
  bool fits(const QueryNode& node) {
    switch (node.type) {
      case Type::kPrefix:
        return take(prefixes_, node) && take(parts_, node);
      case Type::kPath:
        return take(paths_, node) && take(parts_, node);
      case Type::kPhrase:
      case Type::kNear:
        return take(phrases_, node) && take(parts_, node);
      default:
        return take(parts_, node);
    }
  }

  bool take(Budget& budget, const QueryNode& node) {
    if (budget.used < budget.most) {
      ++budget.used;
      return true;
    }
    if (strict_) {
      fail_at(text_, node.span.start,
              "more than " + std::to_string(budget.most) + " " +
                  std::string(budget.name));
    }
    return false;
  }

  const std::string_view text_;
  const bool strict_;
  Budget parts_{kMaxQueryParts, "parts"};
  Budget prefixes_{kMaxQueryPrefixes, "words with a star"};
  Budget paths_{kMaxQueryPaths, "paths"};
  Budget phrases_{kMaxQueryPhrases, "phrases"};
};

}  // namespace

void prune(QueryNode& root, std::string_view text, bool strict) {
  Pruner(text, strict).prune(root);
}

}  // namespace ibid
