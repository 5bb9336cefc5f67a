// SPDX-License-Identifier: GPL-3.0-or-later
// Which paths a run looks at: those that were named, else all that the database
// remembers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "index/database.h"
#include "index/file_record.h"
#include "indexer/options.h"
#include "indexer/roots.h"

namespace ibid {

// Those that options name, on the command line or in a list. nullopt: none is
// named, and nothing else is to be done. Throws what listed_paths throws.
std::optional<std::vector<std::string>> named_paths(
    const IndexerOptions& options);

// All that a database remembers: roots that were passed as a whole, and of
// others the files.
std::vector<std::string> remembered_paths(const Roots& roots,
                                          const std::vector<FileRecord>& files);

struct Remembered {
  std::vector<Root> roots;
  std::vector<std::string> paths;
};

// Throws Error(kUsage) where the database (at path db) remembers nothing.
Remembered remembered(const std::string& db);

}  // namespace ibid
