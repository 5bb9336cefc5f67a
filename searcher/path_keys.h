// SPDX-License-Identifier: GPL-3.0-or-later
// Which articles the globs of a query stand for. Ids are no index for them: all
// records are passed over, once for all globs.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "index/database.h"
#include "searcher/deadline.h"
#include "searcher/query.h"

namespace ibid {

// By glob, the article keys.
using PathKeys = std::map<std::string, std::vector<std::string>, std::less<>>;

// Of each kPath of the tree but those that are excluded, which are looked for
// nowhere. A glob fits the path below the root or the absolute one. Throws
// Error: kLimit where the deadline has passed.
PathKeys path_keys(const QueryNode& root, const Database& database,
                   const std::vector<Root>& roots,
                   const Deadline& deadline = {});

}  // namespace ibid
