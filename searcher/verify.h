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
#include "index/beginnings.h"
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
  // verifier. all: as TranslateOptions has it.
  Verifier(const Query& query, const std::vector<QueryWord>& words,
           bool all = false)
      : query_(query), words_(words), all_(all) {}

  // Whether the article of the passage is where a glob says.
  using AtPath = std::function<bool(std::string_view glob)>;

  // False where the passage cannot be a hit of the query: it lacks a phrase, a
  // distance, a compound or a path that is required, or has one that is
  // excluded. Things that the passage cannot tell (tags, dates, ...) are taken
  // to be as the query wants them. analyser: of the passage's language;
  // outlives the verifier.
  bool passes(const StoredPassage& passage, const Analyser& analyser,
              const AtPath& at_path);

 private:
  class Evaluation;
  using Words = std::vector<std::string>;
  // What stands side by side, each as any of several stems; or one of the forms
  // that it has as a whole.
  struct Compound {
    std::vector<Words> parts;
    Words forms;  // sorted
  };
  // What a node looks for, as one language has it.
  struct Wanted {
    Words words;  // in order
    Words typed;  // their stems
    // Sorted, without doubles; of kText with what it was taken for besides.
    Words stems;
    std::vector<Compound> compounds;  // of several parts; of kText
  };

  const Wanted& wanted(const QueryNode& node, const Analyser& analyser);
  Wanted read(const QueryNode& node, const Analyser& analyser) const;
  // How the stems begin that any node looks for.
  const Beginnings& beginnings(const Analyser& analyser);
  void add_beginnings(const QueryNode& node, const Analyser& analyser,
                      Beginnings& all);
  Words taken_for(const Words& typed) const;
  std::vector<Compound> compounds(std::string_view text,
                                  const Analyser& analyser) const;

  const Query& query_;
  const std::vector<QueryWord>& words_;
  bool all_;
  std::map<std::pair<const QueryNode*, const Analyser*>, Wanted> wanted_;
  std::map<const Analyser*, Beginnings> beginnings_;
};

}  // namespace ibid
