// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/path_keys.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "index/article_record.h"
#include "index/glob.h"
#include "searcher/stale.h"

namespace ibid {
namespace {

struct Wanted {
  Glob glob;
  std::vector<std::string>* keys;  // in the result
};

void add_globs(const QueryNode& node, PathKeys& keys) {
  if (node.type == QueryNode::Type::kPath &&
      node.mark != QueryNode::Mark::kMustNot) {
    keys.try_emplace(node.text);
  }
  for (const QueryNode& child : node.children) add_globs(child, keys);
}

}  // namespace

PathKeys path_keys(const QueryNode& root, const Database& database,
                   const std::vector<Root>& roots, const Deadline& deadline) {
  PathKeys keys;
  add_globs(root, keys);
  if (keys.empty()) return keys;
  std::vector<Wanted> wanted;
  for (auto& [glob, found] : keys) {
    wanted.push_back({Glob(glob, Glob::Match::kNames), &found});
  }
  database.each_place([&](std::string_view key, const RecordPlace& place) {
    deadline.check();
    const auto absolute = article_path(place.root, place.path, roots);
    for (const Wanted& w : wanted) {
      if (w.glob.matches(place.path) ||
          (absolute && w.glob.matches(*absolute))) {
        w.keys->emplace_back(key);
      }
    }
  });
  return keys;
}

}  // namespace ibid
