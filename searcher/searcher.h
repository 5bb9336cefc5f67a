// SPDX-License-Identifier: GPL-3.0-or-later
// The library that every front end asks: text in, Answer out.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "index/database.h"
#include "index/synonyms.h"
#include "searcher/answer.h"
#include "searcher/deadline.h"
#include "searcher/fingerprint.h"
#include "searcher/query.h"
#include "searcher/rank.h"
#include "searcher/translate.h"

namespace ibid {

struct SearchRequest {
  std::string text;
  std::optional<QueryMode> mode;  // nullopt: told from the text
  bool strict = false;            // syntax errors throw
  bool all = false;               // every word, not any
  RankOptions rank;
  // Filters; empty: none. A passage must meet all of them.
  std::optional<PassageKind> kind;
  std::string tag;
  std::string language_filter;  // --lang, normal form
  std::string after;            // "YYYY-MM-DD", inclusive
  std::string before;           // likewise
  std::string path;             // glob over paths as articles have them
  // --language: analyse the query in this one only; empty: in all there are.
  std::string language;
  // --like: passages like this one, or like those of this article (like.h),
  // instead of a text; empty: none.
  std::string like;
  // Near-identical passages (duplicates.h) become one hit.
  bool collapse = true;
  bool snippets = true;  // false: hits come without theirs
  bool explain = false;  // hits say how their scores came about
  // Rather none than a partial answer, from what is there (database.h).
  bool require_all = false;
  // For all of it; 0: none. Where a shard is found to be away in the middle, it
  // begins anew with the search over the rest: what was waited for that shard
  // (DatabaseSource::timeout) comes on top.
  std::chrono::milliseconds time_limit{0};
  // Asked time and again while the search goes on, by its thread: whether
  // nobody wants the answer any more. Empty: somebody always does.
  std::function<bool()> is_cancelled;
};

// Not thread-safe: one a thread.
class Searcher {
 public:
  explicit Searcher(Database database);

  // Of the newest revision, and of that one alone, whatever is written
  // meanwhile; where databases are away, of the rest (Answer::missing_shards).
  // Throws Error: kUsage (strict, or a bad filter), kCorrupt, kIo, kLimit (the
  // time limit, passed by a few ms at most), kInterrupted (cancelled),
  // kNotFound (what hits are to be like), kUnavailable (none is there, or not
  // all that are required or that may have what hits are to be like).
  Answer search(const SearchRequest& request);

  // What it searches, for lookup.h; may be moved on to another revision.
  Database& database() { return database_; }

 private:
  void load();
  Answer search_there(const SearchRequest& request);
  Answer search_revision(const SearchRequest& request);
  std::vector<std::string> query_languages(const SearchRequest& request) const;
  bool is_at(int32_t root, const std::string& path,
             std::string_view glob) const;
  Translation translate_all(const Query& query, const SearchRequest& request);
  Translation translate_like(const Query& query, const SearchRequest& request);
  RerankQuery rerank_query(const Query& query,
                           const Translation& translation) const;
  Ranking find(const Query& query, const RerankQuery& rerank_query,
               const Translation& translation, const SearchRequest& request);
  static void add_answer(const RerankQuery& query, const Ranking& ranking,
                         const SearchRequest& request, Answer& answer);
  Hit make_hit(const Ranked& ranked, size_t rank) const;

  Database database_;
  Deadline deadline_;  // of the search under way
  // Of the revision that the database is at, and of Database::moves then.
  uint64_t loaded_ = 0;
  std::vector<Root> roots_;
  std::vector<std::string> languages_;
  Synonyms synonyms_;
  TermLists term_lists_;
  Analysers analysers_;
  Fingerprinter fingerprinter_;
};

}  // namespace ibid
