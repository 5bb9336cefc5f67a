// SPDX-License-Identifier: GPL-3.0-or-later
// Similar passages (--like): from a passage or an article that is in the
// database to the query that finds others like it. rank.h runs the query, in
// the place of what translate.h makes of typed words.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "index/database.h"
#include "searcher/query_words.h"

namespace ibid {

// What the argument of --like may name.
struct LikeTarget {
  std::string article_id;
  std::optional<uint64_t> passage;  // from 1; nullopt: the whole article

  bool operator==(const LikeTarget&) const = default;
};

// The readings of an argument, in the order in which they are to be tried: the
// whole as an article's id (ids may hold any character), and where it ends in
// '#' and a positive decimal number, as a passage of the article before it. A
// number beyond 64 bits is the largest there is.
std::vector<LikeTarget> like_targets(std::string_view argument);

struct Like {
  LikeTarget target;  // what was found
  // Finds passages that share the most telling terms of the target, without the
  // target itself: of an article none of its passages, of a passage all but
  // that one. Empty: it shares no telling term with any other.
  Xapian::Query query;
  // The terms, the most telling first: a word of the target (the shortest of
  // those with this stem) and its one stem. Their positions are their order.
  std::vector<QueryWord> words;
};

// How many terms there are at most.
inline constexpr size_t kLikeTerms = 30;

// Throws Error: kNotFound where there is no such article or passage (the hint
// says how ids look), kUsage for an empty argument, kCorrupt, kIo. Of articles
// with very many passages some hundreds are read, spread evenly.
Like like(std::string_view argument, const Database& database,
          Analysers& analysers);

}  // namespace ibid
