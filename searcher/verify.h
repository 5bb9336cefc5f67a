// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a stored passage says what a query demands word for word. Stems find
// candidates for "memory leak"; only the text can tell leak from leaks.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/analysis.h"
#include "index/passage.h"
#include "searcher/query.h"
#include "searcher/query_words.h"

namespace ibid {

// Holds passages against one query, whose own texts are analysed only once for
// each language. Not thread-safe.
class Verifier {
 public:
  // words: what the words of the query became (Translation::words); those that
  // are not among them have neither synonyms nor corrections. Both outlive the
  // verifier.
  Verifier(const Query& query, const std::vector<QueryWord>& words)
      : query_(query), words_(words) {}

  // Whether the article of the passage is where a glob says.
  using AtPath = std::function<bool(std::string_view glob)>;

  // False where the passage cannot be a hit of the query: it lacks a phrase or
  // a path that is required, or has one that is excluded. Things that the
  // passage cannot tell (tags, dates, ...) are taken to be as the query wants
  // them. analyser: of the passage's language; outlives the verifier.
  bool passes(const StoredPassage& passage, const Analyser& analyser,
              const AtPath& at_path);

 private:
  class Evaluation;
  using Words = std::vector<std::string>;
  // The words of a phrase in order, or the stems of a text.
  const Words& wanted(const QueryNode& node, const Analyser& analyser);
  Words wanted_stems(std::string_view text, const Analyser& analyser) const;

  const Query& query_;
  const std::vector<QueryWord>& words_;
  std::map<std::pair<const QueryNode*, const Analyser*>, Words> wanted_;
};

}  // namespace ibid
