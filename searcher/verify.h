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

namespace ibid {

// Holds passages against one query, whose own texts are analysed only once for
// each language. Not thread-safe.
class Verifier {
 public:
  // query: outlives the verifier.
  explicit Verifier(const Query& query) : query_(query) {}

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

  const Query& query_;
  std::map<std::pair<const QueryNode*, const Analyser*>, Words> wanted_;
};

// Of a single passage: Verifier(query).passes(...).
bool passes(const Query& query, const StoredPassage& passage,
            const Analyser& analyser, const Verifier::AtPath& at_path);

}  // namespace ibid
