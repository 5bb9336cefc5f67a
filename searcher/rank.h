// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a translated query and orders what it finds. Every front end gets its
// hits from here; how they are scored is this stage's affair alone.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "index/article_record.h"
#include "index/database.h"
#include "index/passage.h"

namespace ibid {

enum class Sort : uint8_t { kRelevance, kDate };

struct RankOptions {
  size_t offset = 0;
  size_t count = 10;
  size_t per_article = 0;  // passages of one article; 0: unlimited
  Sort sort = Sort::kRelevance;
};

// A passage that matched, and where it stands.
struct Ranked {
  double score = 0;  // rounded to 1e-9
  StoredPassage passage;
  ArticleRecord record;
  size_t number = 0;  // its place in record.passages, from 1
};

struct Ranking {
  std::vector<Ranked> hits;  // best first; equal ones by article id and number
  uint64_t total = 0;        // passages that match
  bool total_exact = false;
};

// accept: what a candidate must pass besides the query; empty: nothing. Throws
// Error: a stored passage or record that is damaged is kCorrupt, never left
// out.
Ranking rank(const Database& database, const Xapian::Query& query,
             const RankOptions& options,
             const std::function<bool(const Ranked&)>& accept);

}  // namespace ibid
