// SPDX-License-Identifier: GPL-3.0-or-later
// The target of a request, taken apart: path and parameters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ibid {

// A parameter of a search, as text.
struct Parameter {
  std::string name;
  std::string value;  // empty: none was given
};

// The value; empty where there is none.
inline std::string value_of(const std::vector<Parameter>& parameters,
                            std::string_view name) {
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return parameter.value;
  }
  return "";
}

struct Target {
  std::string path;  // still with its %XX, so that slashes can be told apart
  std::vector<Parameter> parameters;  // decoded, in order
};

// Throws Error(kUsage): not a path, a broken %XX, a NUL, bytes that are no
// UTF-8, a parameter twice.
Target parse_target(std::string_view target);

// text with its %XX replaced. Throws as parse_target.
std::string percent_decode(std::string_view text);

}  // namespace ibid
