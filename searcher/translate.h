// SPDX-License-Identifier: GPL-3.0-or-later
// From the tree of a query to Xapian's: the only place that knows which terms
// stand for what a person typed.
#pragma once

#include <xapian.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "searcher/query.h"
#include "searcher/query_words.h"

namespace ibid {

struct TranslateOptions {
  bool all = false;  // --all: every word of a kText, not any
  // Languages to analyse in, normal form; at least one.
  std::vector<std::string> languages;
  // Article keys that a path glob stands for, as path_keys gives them.
  std::function<std::vector<std::string>(std::string_view glob)> path_keys;
};

struct Translation {
  Xapian::Query query;  // empty: nothing can match
  // What is looked for and not excluded: the words of kText, kPhrase, kNear
  // and kPrefix (those of a kPrefix are the words it became).
  std::vector<QueryWord> words;
  // Words of the query that no passage has, as typed, each once.
  std::vector<std::string> missing;
  // Whether a hit must be looked at with verify.h: stems found a phrase, or a
  // path stands for too many articles to name them all.
  bool needs_verifying = false;
};

// Runs inside Database::read: throws Xapian's exceptions.
Translation translate(const Query& query, const TranslateOptions& options,
                      const Xapian::Database& db, Analysers& analysers);

}  // namespace ibid
