// SPDX-License-Identifier: GPL-3.0-or-later
// A pattern of a .gitignore file in the words of index/glob.h. Not for others
// than ignore.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ibid {

struct IgnorePattern {
  std::string glob;     // what glob_match takes
  std::string plain;    // the literal bytes of the pattern, one after another
  std::string literal;  // the longest run of them between two wildcards
  size_t wildcards = 0;
};

// pattern: without '!' and the slash at its end. nullopt: matches nothing, as
// a broken set or a backslash at the end make it.
std::optional<IgnorePattern> translate_ignore_pattern(std::string_view pattern);

}  // namespace ibid
