// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a translated query and orders what it finds. Every front end gets its
// hits from here; how they are scored is this stage's affair alone.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "index/article_record.h"
#include "index/database.h"
#include "index/hash.h"
#include "index/passage.h"
#include "searcher/deadline.h"
#include "searcher/features.h"
#include "searcher/fingerprint.h"

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
  double score = 0;          // rounded by round_score
  FeatureValues features{};  // of the rerank; zeros where there was none
  bool reranked = false;
  // What the rerank saw; null where there was none.
  std::shared_ptr<const Evidence> evidence;
  StoredPassage passage;
  Hash128 hash;  // of the passage's content
  Xapian::docid document = 0;
  size_t collection = 0;  // which database it is from, of several
  std::string language;   // of the passage
  // Both only of hits that rank() gives back, and the first where a stage
  // needs it: reading them for every candidate would take as long as finding
  // the candidates.
  std::shared_ptr<const RecordHead> article;
  std::shared_ptr<const ArticleRecord> record;
  size_t number = 0;     // its place in record->passages, from 1
  uint32_t similar = 0;  // passages behind it that it stands for
};

struct Ranking {
  std::vector<Ranked> hits;  // best first; equal ones by article id and number
  uint64_t total = 0;        // passages that match
  bool total_exact = false;
  // Matches, all below those that were, that `accept` was not asked about.
  uint64_t unchecked = 0;
  // Score of the best passage of another article than the first hit's, on
  // whatever page; 0: there is none.
  double runner_up = 0;
};

// What else rank needs to be told; each may be empty.
struct RankStages {
  // What a candidate must pass besides the query, and whether it wants to know
  // the candidate's article, which takes longer to find out.
  std::function<bool(const Ranked&)> accept;
  bool accept_articles = false;
  // So many candidates are looked at for one page at most: half a second's
  // work.
  size_t most_candidates = 20000;
  // Where it is given, near-identical passages become one hit.
  std::function<Fingerprint(const StoredPassage&)> fingerprint;
  // Of all passages; empty: more than one, and each candidate's is looked up.
  std::string language;
  // Gives the candidates their final scores; they come in the order of the
  // first pass, `depth` of them at least where there are so many.
  std::function<void(std::vector<Ranked>&)> rerank;
  size_t depth = 0;
  Deadline deadline;
};

// To 1e-9: scores that are equal but for the last bits of a sum are equal.
double round_score(double score);

// Throws Error: a stored passage or record that is damaged is kCorrupt, never
// left out; kLimit where the deadline has passed.
Ranking rank(const Database& database, const Xapian::Query& query,
             const RankOptions& options, const RankStages& stages);

}  // namespace ibid
