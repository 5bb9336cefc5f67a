// SPDX-License-Identifier: GPL-3.0-or-later
// The YAML of front_matter.cc: from text to the entries of a flat mapping.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ibid {

// A key of the outermost mapping and what stands under it.
struct YamlEntry {
  std::string key;                 // lower case; empty: the key is no scalar
  std::vector<std::string> texts;  // a scalar, or the scalars of a list
  bool is_list = false;
  bool is_other = false;  // a mapping, or a list that holds more than scalars
  size_t line = 0;        // of the key, from 0
};

struct YamlProblem {
  size_t line = 0;  // from 0
  bool is_syntax = false;
  std::string reason;
  std::string hint;
};

struct YamlMapping {
  std::vector<YamlEntry> entries;  // none where there is a problem
  bool is_mapping = false;         // the document is a mapping
  std::optional<YamlProblem> problem;
};

// Reads the first document of yaml, valid UTF-8 with LF line ends. Anchors,
// aliases and nesting below kMaxNesting levels are problems.
YamlMapping read_yaml_mapping(const std::string& yaml);

}  // namespace ibid
