// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/word_query.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>

#include "index/schema.h"

namespace ibid {
namespace {

constexpr double kTitleShare = 0.3;

// Whether the text has the word itself, and not another of its stem. Words that
// are their own stems have no term of their own.
Xapian::Query exact_word(const QueryWord& word, const std::string& stem) {
  return word.word == stem ? Xapian::Query()
                           : Xapian::Query(make_term(prefix::kWord, word.word));
}

// All words that stand in an order, as one language stems them.
Xapian::Query all_stems(const std::vector<QueryWord>& words, Field field,
                        size_t language, bool exact) {
  std::set<std::string> seen;
  Queries stems;
  Queries filters;
  for (const QueryWord& word : words) {
    if (!has_position(word)) continue;
    const std::string& stem =
        word.stems[std::min(language, word.stems.size() - 1)];
    if (seen.insert(stem).second) {
      stems.emplace_back(make_term(field_prefix(field), stem));
    }
    if (exact) filters.push_back(exact_word(word, stem));
  }
  Xapian::Query query = join(Xapian::Query::OP_AND, stems);
  for (const Xapian::Query& filter : filters) {
    if (!filter.empty()) {
      query = Xapian::Query(Xapian::Query::OP_FILTER, query, filter);
    }
  }
  return query;
}

// Queries that count as one term, two at a time. How many passages have any of
// them Xapian estimates pair by pair, rounding each time; which pairs it makes
// of many at once depends on the shard, and with it the weights.
Xapian::Query as_one_term(std::span<const Xapian::Query> queries) {
  if (queries.size() == 1) return queries[0];
  const size_t half = (queries.size() + 1) / 2;
  return Xapian::Query(Xapian::Query::OP_SYNONYM,
                       as_one_term(queries.first(half)),
                       as_one_term(queries.subspan(half)));
}

}  // namespace

Xapian::Query join(Xapian::Query::op op, const Queries& queries) {
  return Xapian::Query(op, queries.begin(), queries.end());
}

std::string_view field_prefix(Field field) {
  switch (field) {
    case Field::kTitle:
      return prefix::kTitle;
    case Field::kHeading:
      return prefix::kHeading;
    case Field::kQuestion:
      return prefix::kQuestion;
    case Field::kAny:
      break;
  }
  return "";
}

bool has_position(const QueryWord& word) {
  return role_has_position(word.role);
}

Xapian::Query stems_query(const QueryWord& word, std::string_view prefix,
                          Xapian::termcount times) {
  Queries queries;
  for (const std::string& stem : word.stems) {
    queries.emplace_back(make_term(prefix, stem), times);
  }
  if (word.role == TokenRole::kNgram && prefix.empty()) {
    queries.emplace_back(make_term(prefix::kWord, word.word), times);
  }
  return as_one_term(queries);
}

namespace {

// What no passage has as it was typed is worth less in its other form.
constexpr double kGuessShare = 0.5;

// Of synonyms of several words all must be there.
Xapian::Query with_phrases(const QueryWord& word, Field field,
                           Xapian::Query query) {
  for (const std::vector<std::string>& stems : word.phrases) {
    Queries terms;
    for (const std::string& stem : stems) {
      terms.emplace_back(make_term(field_prefix(field), stem));
    }
    query = Xapian::Query(Xapian::Query::OP_OR, query,
                          join(Xapian::Query::OP_AND, terms));
  }
  if (!word.is_guess) return query;
  return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, kGuessShare);
}

Xapian::Query plain_query(const QueryWord& word, Field field,
                          Xapian::termcount times) {
  if (field != Field::kAny) {
    return stems_query(word, field_prefix(field), times);
  }
  return Xapian::Query(
      Xapian::Query::OP_OR, stems_query(word, "", times),
      Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
                    stems_query(word, prefix::kTitle, times), kTitleShare));
}

}  // namespace

Xapian::Query word_query(const QueryWord& word, Field field,
                         Xapian::termcount times) {
  return with_phrases(word, field, plain_query(word, field, times));
}

Xapian::Query together_query(const std::vector<QueryWord>& words, Field field,
                             bool exact) {
  size_t ways = 1;
  for (const QueryWord& word : words) ways = std::max(ways, word.stems.size());
  Queries either;
  for (size_t i = 0; i < ways; ++i) {
    either.push_back(all_stems(words, field, i, exact));
  }
  return join(Xapian::Query::OP_OR, either);
}

Xapian::Query compound_query(const std::vector<QueryWord>& words, Field field) {
  if (words.size() == 1) return word_query(words[0], field);
  Queries either = whole_forms(words, field);
  either.push_back(together_query(words, field, false));
  return join(Xapian::Query::OP_OR, either);
}

Queries whole_forms(const std::vector<QueryWord>& words, Field field) {
  Queries forms;
  for (const QueryWord& word : words) {
    if (!has_position(word)) forms.push_back(word_query(word, field));
  }
  return forms;
}

}  // namespace ibid
