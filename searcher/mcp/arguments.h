// SPDX-License-Identifier: GPL-3.0-or-later
// The arguments of a tool call, read one by one. All that is wrong with them
// is told in words that whoever called can act on: Error(kUsage).
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/mcp/json.h"

namespace ibid {

// Null is the same as left out.
class Arguments {
 public:
  // object: a JSON object, which must stay.
  explicit Arguments(const McpJson& object) : object_(object) {}

  // Empty where it is left out. Of kMaxQueryBytes at most.
  std::string text(const char* name);
  // Neither left out nor empty.
  std::string needed_text(const char* name);
  size_t number(const char* name, size_t fallback, size_t least, size_t most);
  bool flag(const char* name);
  // One of names, or the first of them where it is left out.
  std::string choice(const char* name,
                     std::initializer_list<std::string_view> names);

  // Nothing was given that was not read.
  void finish() const;

 private:
  const McpJson* find(const char* name);

  const McpJson& object_;
  std::vector<std::string> read_;
};

}  // namespace ibid
