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

// Whether passages know where they have the word; else it is another form of a
// compound.
bool has_position(const QueryWord& word);

// One word in a field: its stems of all languages count as one term. times: as
// often as it is in the query.
Xapian::Query stems_query(const QueryWord& word, std::string_view prefix,
                          Xapian::termcount times = 1);

// The same with what the title adds to the score where the field is kAny.
Xapian::Query word_query(const QueryWord& word, Field field,
                         Xapian::termcount times = 1);

// The words side by side, in order. Those without positions are left out; of
// more than kMaxPlacedWords only the first are sought side by side, and the
// others anywhere in the passage.
Xapian::Query phrase_query(const std::vector<QueryWord>& words, Field field);

// The words within `distance` of each other, likewise.
Xapian::Query near_query(const std::vector<QueryWord>& words, Field field,
                         uint32_t distance);

// All tokens of one compound, which must be there: the whole, or its parts side
// by side.
Xapian::Query compound_query(const std::vector<QueryWord>& words, Field field);

}  // namespace ibid
