// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of queries and the trees that they are understood as.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "searcher/interpret.h"

namespace ibid {

struct TreeCase {
  std::string_view query;
  std::string_view expected;  // the root's children, with a space between
};

inline std::string tree_of(std::string_view query,
                           const InterpretOptions& options) {
  std::string tree;
  for (const QueryNode& child : interpret(query, options).root.children) {
    if (!tree.empty()) tree += ' ';
    tree += to_string(child);
  }
  return tree;
}

template <size_t kCount>
void expect_trees(const TreeCase (&cases)[kCount],
                  const InterpretOptions& options = {}) {
  for (const auto& [query, expected] : cases) {
    EXPECT_EQ(tree_of(query, options), expected) << "query: " << query;
  }
}

}  // namespace ibid
