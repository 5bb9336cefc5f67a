// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a database, by its id and without a search: a passage, an
// article, and what there is of both. For front ends that show more than hits.
// Each call moves on to the newest revision and answers from that one alone.
// All throw Error: kCorrupt, kIo, kUnavailable. Where databases are away, what
// the others have.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "index/database.h"
#include "searcher/looked_up.h"

namespace ibid {

// Which passages of an article are wanted.
struct PassageRange {
  size_t first = 1;  // number of the first one
  size_t count = std::numeric_limits<size_t>::max();
  // No further passage is read once their texts have so many bytes.
  size_t max_bytes = std::numeric_limits<size_t>::max();
};

// nullopt: there is no such passage. id is ARTICLE-ID#n. Throws also
// Error(kUnavailable) where it may be in a database that is away.
std::optional<LocatedPassage> look_up_passage(Database& database,
                                              std::string_view id);

// nullopt: there is no such article. Throws also Error(kUnavailable) where it
// may be in a database that is away.
std::optional<FullArticle> look_up_article(Database& database,
                                           std::string_view id,
                                           const PassageRange& range = {});

// At most count articles (at least 1). from: `next` of the stretch before;
// empty: the first. Articles that are added or go meanwhile move no others.
ArticleList list_articles(Database& database, const std::string& from,
                          size_t count);

// Looks at the key of each article: some 25 ms for 10,000 of them.
DatabaseSummary summarize(Database& database);

}  // namespace ibid
