// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a query as analysis sees them, in every language that the
// database holds: what is looked up, marked in snippets and named as missing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "index/analysis.h"
#include "searcher/query.h"

namespace ibid {

struct QueryWord {
  std::string word;                // folded
  std::vector<std::string> stems;  // one a language, without doubles
  TokenRole role = TokenRole::kWord;
  uint32_t position = 0;  // in its node's text
  uint32_t compound = 0;  // as in Token
  Span span;              // in its node's text
  // Stems of other forms of the word (word_forms.h), where English is looked
  // for; found, they are worth less than the word.
  std::vector<std::string> forms;
  // Synonyms of several words: the stems of each, all to be found.
  std::vector<std::vector<std::string>> phrases;
  // No passage has the word: the stems are of those it may have been meant for.
  bool is_guess = false;
};

// The tokens of text that a query looks for (all but kChar; a single CJK
// character has kNgram), in order. The cut into tokens is the same in every
// language; only stems differ. At most `most` words.
std::vector<QueryWord> query_words(std::string_view text,
                                   const std::vector<std::string>& languages,
                                   Analysers& analysers,
                                   size_t most = kMaxQueryTerms);

}  // namespace ibid
