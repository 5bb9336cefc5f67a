// SPDX-License-Identifier: GPL-3.0-or-later
// What else a word of a query may stand for: the user's synonyms, and for a
// word that no passage has, the words that begin with it or that it was meant
// to be. A helper of translate.cc.
#pragma once

#include <xapian.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "index/synonyms.h"
#include "searcher/answer.h"
#include "searcher/query_words.h"
#include "searcher/term_lists.h"

namespace ibid {

class Widener {
 public:
  // languages: to analyse in. passage_languages: all that passages are in.
  // lists: of db, where a part of it is remote; null: there is none. All
  // outlive the widener; its functions throw Xapian's exceptions.
  Widener(const std::vector<std::string>& languages,
          const std::vector<std::string>& passage_languages,
          const Synonyms& synonyms, const Xapian::Database& db,
          Analysers& analysers, TermLists* lists);

  // Adds the synonyms of what text says to its words, which are those of
  // query_words(text). What was added, by member.
  std::vector<Widening> add_synonyms(std::string_view text,
                                     std::vector<QueryWord>& words) const;

  // For a word that no passage has: makes it stand for words that are there.
  // nullopt: there are none, and the word stays as it is.
  std::optional<Widening> replace_missing(std::string_view typed,
                                          QueryWord& word) const;

  // For a word that hardly any passage has: what it may be a slip of.
  std::optional<Widening> suggest(std::string_view typed,
                                  const QueryWord& word) const;

 private:
  void add(const std::string& other, bool is_one_word, QueryWord& word) const;

  const std::vector<std::string>& languages_;
  const std::vector<std::string>& passage_languages_;
  const Synonyms& synonyms_;
  const Xapian::Database& db_;
  Analysers& analysers_;
  TermLists* lists_;
};

}  // namespace ibid
