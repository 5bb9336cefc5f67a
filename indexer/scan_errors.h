// SPDX-License-Identifier: GPL-3.0-or-later
// What scan tells people: each function words one thing that can be wrong with
// a path. Not for others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "indexer/article.h"

namespace ibid {

inline constexpr size_t kMaxPathBytes = 4095;  // what the system's open takes
inline constexpr size_t kMaxIgnoreFileBytes = 256 << 10;

// what: begins the reason ("cannot read the folder"); error: errno.
Diagnostic scan_error(const std::string& path, const std::string& what,
                      int error);

// Of a path on the command line that cannot be looked at; is_link: because
// what it leads to cannot.
Diagnostic named_path_error(const std::string& path, int error, bool is_link);

Diagnostic impossible_path_error(const std::string& path);
Diagnostic not_regular_error(const std::string& path);

// count: how many entries of the folder were left out.
Diagnostic long_paths_error(const std::string& folder, uint64_t count);

// Warnings.
Diagnostic ignore_file_warning(const std::string& path);
Diagnostic database_warning(const std::string& path);

}  // namespace ibid
