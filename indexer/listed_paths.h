// SPDX-License-Identifier: GPL-3.0-or-later
// The paths that --files-from names.
#pragma once

#include <string>
#include <vector>

namespace ibid {

// The lines of a file, or of stdin where file is "-"; empty ones are left out.
// Throws Error where it cannot be read.
std::vector<std::string> listed_paths(const std::string& file);

}  // namespace ibid
