// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a hit's file has changed since it was indexed.
#pragma once

#include <optional>
#include <string>

#include "index/article_record.h"
#include "index/database.h"

namespace ibid {

// Told by size and modification time. nullopt: the root is not on this
// machine, or the article came from stdin. A file that is gone is stale.
std::optional<bool> is_stale(const ArticleRecord& record,
                             const std::vector<Root>& roots,
                             const Database& database);

// The absolute path of a file below a root (see ArticleRecord); nullopt: the
// article came from stdin.
std::optional<std::string> article_path(int32_t root, const std::string& path,
                                        const std::vector<Root>& roots);

}  // namespace ibid
