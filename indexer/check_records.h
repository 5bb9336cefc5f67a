// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a check that looks at metadata: records of articles and files,
// aliases, roots, synonyms.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "index/article_record.h"
#include "index/database.h"
#include "indexer/check_report.h"
#include "indexer/checked_shard.h"

namespace ibid {

struct CheckedRecords {
  // By article key; those that can be read.
  std::map<std::string, ArticleRecord, std::less<>> articles;
  // What a rebuild without paths needs could be read.
  bool remembers_paths = false;
  bool has_stdin = false;  // articles that no path leads to
  // The shards do not agree, and the next update makes them.
  bool is_torn = false;
};

// database: all of the shards as one. Problems are added to the report.
CheckedRecords check_records(const Database& database,
                             const std::vector<CheckedShard>& shards,
                             CheckReport& report);

}  // namespace ibid
