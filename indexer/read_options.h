// SPDX-License-Identifier: GPL-3.0-or-later
// How files are chosen and read, as the command line says it. What it does not
// say, the roots of the database remember (RootOptions).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ibid {

// nullopt: the command line says nothing, so what is remembered holds.
struct GivenOptions {
  std::optional<std::vector<std::string>> include;
  std::optional<std::vector<std::string>> exclude;
  std::optional<std::string> format;    // empty: told from each file
  std::optional<std::string> language;  // normal form
};

}  // namespace ibid
