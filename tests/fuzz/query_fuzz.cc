// SPDX-License-Identifier: GPL-3.0-or-later
// The query language on any bytes: in each mode something sound comes out, and
// only --strict may say no.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "index/error.h"
#include "index/text.h"
#include "searcher/interpret.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

// A level of parentheses can hold an OR of ANDs of sequences.
constexpr size_t kMaxDepth = 3 * (kMaxQueryNesting + 1) + 1;

void check_node(const QueryNode& node, std::string_view text, size_t depth) {
  require(depth <= kMaxDepth, "the depth of the tree is bounded");
  require(is_valid_utf8(node.text), "the text of a node is UTF-8");
  require(node.span.start <= node.span.end && node.span.end <= text.size(),
          "the span of a node is in the query");
  require(is_valid_utf8(slice(text, node.span)), "a span cuts no character");
  for (const QueryNode& child : node.children) {
    check_node(child, text, depth + 1);
  }
}

void check_query(std::string_view text, const InterpretOptions& options) {
  try {
    const Query query = interpret(text, options);
    require(query.text.size() <= kMaxQueryBytes, "a query is cut");
    require(is_valid_utf8(query.text), "the text of a query is UTF-8");
    require(query.root.type == QueryNode::Type::kGroup, "the root is a group");
    require(!options.mode || query.mode == *options.mode, "the mode is kept");
    check_node(query.root, query.text, 1);
    require(is_valid_utf8(to_string(query.root)), "a tree prints as UTF-8");
  } catch (const Error& error) {
    require(options.strict, "without --strict nothing is thrown");
    require(error.kind() == ErrorKind::kUsage, "what is thrown is kUsage");
  }
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using ibid::QueryMode;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::optional<QueryMode> mode :
       {std::optional<QueryMode>(), std::optional(QueryMode::kKeyword),
        std::optional(QueryMode::kQuestion)}) {
    ibid::check_query(text, {mode, false});
    ibid::check_query(text, {mode, true});
  }
  return 0;
}
