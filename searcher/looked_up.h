// SPDX-License-Identifier: GPL-3.0-or-later
// What lookup.h gives, besides a LocatedPassage. Knows nothing of Xapian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "searcher/answer.h"

namespace ibid {

// An article as it was indexed.
struct FullArticle {
  std::string id;
  std::optional<std::string> path;  // absolute; nullopt: from stdin
  std::string title;
  std::string url;       // empty: none
  std::string updated;   // "YYYY-MM-DD"; empty: unknown
  std::string language;  // normal form
  std::vector<std::string> tags;
  std::vector<Source> sources;
  // Whether any of its passages is stale, wanted or not; nullopt: it cannot be
  // told.
  std::optional<bool> stale;
  size_t passage_count = 0;  // wanted or not
  // Those that were wanted, in the order of the file. Whether one of them alone
  // is stale is not looked at.
  std::vector<LocatedPassage> passages;
};

// What a list of articles says of each.
struct ArticleEntry {
  std::string id;
  std::string title;
  std::string url;      // empty: none
  std::string updated;  // "YYYY-MM-DD"; empty: unknown
};

// A stretch of the list of all articles, in an order without meaning.
struct ArticleList {
  std::vector<ArticleEntry> articles;
  std::string next;  // where the next stretch begins; empty: there is none
  // Whose articles are not in the list; empty: it is of all.
  std::vector<MissingShard> missing_shards;
};

// What there is in a database.
struct DatabaseSummary {
  std::string path;
  uint64_t articles = 0;
  uint64_t passages = 0;
  std::vector<std::string> languages;  // normal form, sorted
  // Xapian's number of the revision. Rises with each commit, and begins anew
  // with a rebuild or a compaction.
  uint64_t revision = 0;
  // Time of the last commit to those on this machine, seconds since 1970; 0:
  // none is.
  int64_t updated = 0;
  // Not counted in the above, since they could not be asked; empty: all is.
  std::vector<MissingShard> missing_shards;
};

}  // namespace ibid
