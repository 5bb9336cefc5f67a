// SPDX-License-Identifier: GPL-3.0-or-later
// From the tree of a query to Xapian's: the only place that knows which terms
// stand for what a person typed.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "index/analysers.h"
#include "index/synonyms.h"
#include "searcher/answer.h"
#include "searcher/path_keys.h"
#include "searcher/query.h"
#include "searcher/query_words.h"
#include "searcher/term_lists.h"

namespace ibid {

struct TranslateOptions {
  bool all = false;  // --all: every word of a kText, not any
  // Languages to analyse in, normal form; at least one.
  std::vector<std::string> languages;
  PathKeys paths;  // of the query, as path_keys gives them
  // All that passages are in; null: the same as `languages`.
  const std::vector<std::string>* passage_languages = nullptr;
  const Synonyms* synonyms = nullptr;  // null: none
  TermLists* lists = nullptr;  // of the database, if a part of it is remote
};

struct Translation {
  Xapian::Query query;  // empty: nothing can match
  // What is looked for and not excluded: the words of kText, kPhrase, kNear
  // and kPrefix (those of a kPrefix are the words it became).
  std::vector<QueryWord> words;
  // Words of the query that no passage has, as typed, each once.
  std::vector<std::string> missing;
  // What was looked for besides the words of kText, or in their place, and
  // what might be; each word once.
  std::vector<Widening> widened;
  // Whether a hit must be looked at with verify.h: stems found a phrase, or a
  // path stands for too many articles to name them all.
  bool needs_verifying = false;
};

// Matches all. Xapian's own MatchAll is one object for all threads, which
// counts those who hold it without a lock.
inline Xapian::Query match_all() { return Xapian::Query(std::string()); }

// Runs inside Database::read: throws Xapian's exceptions.
Translation translate(const Query& query, const TranslateOptions& options,
                      const Xapian::Database& db, Analysers& analysers);

}  // namespace ibid
