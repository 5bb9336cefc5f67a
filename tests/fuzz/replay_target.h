// SPDX-License-Identifier: GPL-3.0-or-later
// What a fuzz target starts from: its line of targets.txt, and the files that
// this names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ibid {

struct ReplayTarget {
  size_t max_bytes = 0;  // of a mutated input
  uint64_t runs = 0;     // mutated inputs where nothing else is said
  std::vector<std::string> tokens;
  std::vector<std::string> seeds;
  std::vector<std::string> long_seeds;  // too slow to be mutated
};

// The target of that name, with its files. folder: of the whole project. Throws
// std::runtime_error where it has no such target, or a file cannot be read.
ReplayTarget read_target(const std::string& folder, std::string_view name);

// All bytes of a file; throws std::runtime_error.
std::string read_bytes(const std::string& path);

// text with \n, \xff, \0 and the like as the bytes that they stand for, as
// printf's %b takes them. Any other backslash stays.
std::string unescape(std::string_view text);

// The tokens of a dictionary in libFuzzer's form.
std::vector<std::string> parse_dictionary(std::string_view text);

}  // namespace ibid
