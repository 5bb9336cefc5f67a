// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what a hit shows still stands in its file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "index/article_record.h"
#include "index/database.h"

namespace ibid {

// Whether other bytes stand where the passage stood, or none: what changed
// elsewhere in the file is no matter. nullopt: nobody can tell, since the root
// is not on this machine, the file cannot be read, or the article came from
// stdin.
std::optional<bool> is_stale(const ArticleRecord& record,
                             const PassagePlace& place,
                             const std::vector<Root>& roots);

// Whether is_stale is true of any passage of the article. Reads its file once.
std::optional<bool> is_any_stale(const ArticleRecord& record,
                                 const std::vector<Root>& roots);

// The absolute path of a file below a root (see ArticleRecord); nullopt: the
// article came from stdin.
std::optional<std::string> article_path(int32_t root, const std::string& path,
                                        const std::vector<Root>& roots);

}  // namespace ibid
