// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian's queries for words and runs of words: the terms that stand for them.
// A helper of translate.cc.
#pragma once

#include <xapian.h>

#include <functional>
#include <vector>

#include "searcher/query.h"
#include "searcher/query_words.h"

namespace ibid {

using Queries = std::vector<Xapian::Query>;

Xapian::Query join(Xapian::Query::op op, const Queries& queries);

// "" for kAny, whose terms have no prefix.
std::string_view field_prefix(Field field);

// Whether the word stands in the order of the text; else it is another form of
// a compound.
bool has_position(const QueryWord& word);

// One word in a field: its stems of all languages count as one term. times: as
// often as it is in the query.
Xapian::Query stems_query(const QueryWord& word, std::string_view prefix,
                          Xapian::termcount times = 1);

// The same with what the title adds to the score where the field is kAny.
Xapian::Query word_query(const QueryWord& word, Field field,
                         Xapian::termcount times = 1);

// All words that stand in an order: what passages must have before verify.h
// looks whether they stand side by side, or near each other. exact: the words
// as they are, not others of their stems.
Xapian::Query together_query(const std::vector<QueryWord>& words, Field field,
                             bool exact);

// All tokens of one compound, which must be there: the whole, or all its parts,
// of which verify.h sees whether they stand side by side.
Xapian::Query compound_query(const std::vector<QueryWord>& words, Field field);

// What of that are forms of the whole.
Queries whole_forms(const std::vector<QueryWord>& words, Field field);

}  // namespace ibid
