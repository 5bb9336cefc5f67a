// SPDX-License-Identifier: GPL-3.0-or-later
// What a search gives: the one result that every front end prints. Knows
// nothing of Xapian, terminals or JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "index/article_record.h"
#include "index/database_source.h"
#include "index/passage.h"
#include "index/span.h"
#include "searcher/query.h"

namespace ibid {

enum class Outcome : uint8_t { kAnswered, kRelated, kNone };

// "answered", "related", "none".
std::string_view outcome_name(Outcome outcome);
// "keyword", "question".
std::string_view query_mode_name(QueryMode mode);

struct Snippet {
  std::string text;              // one line, plain, valid UTF-8
  std::vector<Span> highlights;  // byte spans in text, in order, apart
};

// What one feature adds to a score: value x weight.
struct FeatureShare {
  std::string name;
  double value = 0;
  double weight = 0;
};

// What was looked for besides a word of the query, or in its place.
struct Widening {
  std::string typed;            // the word, or words, of the query
  std::vector<std::string> by;  // folded; with * at its end: what begins so
  // "synonym": also looked for. No passage has the word, and instead were
  // looked for: "prefix", the words that begin with it; "spelling", one that
  // it was meant to be. "suggestion": not looked for, the word is only rare.
  std::string why;
};

// A passage and where it stands.
struct LocatedPassage {
  std::string id;  // ARTICLE-ID#n
  StoredPassage passage;
  std::string article_id;
  std::optional<std::string> path;  // absolute; nullopt: from stdin
  std::string url;                  // empty: none
  std::string anchor;               // empty: none
  std::string updated;              // "YYYY-MM-DD"; empty: unknown
  std::vector<ibid::Source> sources;
  Span span;  // bytes in the source
  uint32_t line = 0;
  bool exact = true;
  // Whether the file has changed since it was indexed; nullopt: it cannot be
  // told (the root is not on this machine).
  std::optional<bool> stale;
};

// A passage that was found.
struct Hit : LocatedPassage {
  uint32_t rank = 0;  // from 1, counting skipped pages
  double score = 0;   // rounded to 1e-9; comparable within one query only
  Snippet snippet;
  // How many near-identical passages, ranked no better, are left out for it.
  uint32_t similar = 0;
  std::vector<FeatureShare> explanation;  // of the score; empty: not asked for
};

// The span that answers; offsets are bytes in the source of hits[hit].
struct AnswerSpan {
  std::string text;
  size_t hit = 0;
  Span span;
};

struct Answer {
  std::optional<std::string> query_id;  // of a batch
  std::string query;                    // as typed
  QueryMode mode = QueryMode::kKeyword;
  Outcome outcome = Outcome::kNone;
  std::optional<AnswerSpan> answer;
  std::vector<Hit> hits;
  std::optional<std::string> suggestion;
  std::vector<std::string> missing;  // query words that no passage has
  std::vector<Widening> widened;
  uint64_t total = 0;        // passages that match
  bool total_exact = false;  // else an estimate
  // Passages that have the words of a phrase, or whatever else only their text
  // can tell, and were not looked at, since so many rank above them.
  uint64_t unchecked = 0;
  // What could not be asked: the answer is that of the rest. Empty: it is of
  // all that is searched.
  std::vector<MissingShard> missing_shards;
  double took_ms = 0;
  // Of that, the search itself, without what shards were waited for that do not
  // answer.
  double search_ms = 0;

  bool is_partial() const { return !missing_shards.empty(); }
};

}  // namespace ibid
