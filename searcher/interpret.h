// SPDX-License-Identifier: GPL-3.0-or-later
// From what a person typed to a Query. Never fails: what is no syntax is text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "searcher/query.h"

namespace ibid {

struct InterpretOptions {
  std::optional<QueryMode> mode;  // nullopt: told from the text
  // --strict: syntax errors throw Error(kUsage) with the position (in
  // characters, from 1) instead of being read as text.
  bool strict = false;
};

// The grammar stands in docs/query.md. Invalid UTF-8 is replaced, text over
// kMaxQueryBytes cut (strict: an error).
Query interpret(std::string_view text, const InterpretOptions& options);

}  // namespace ibid
