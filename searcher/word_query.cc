// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/word_query.h"

#include <algorithm>
#include <string>

#include "index/schema.h"

namespace ibid {
namespace {

constexpr double kTitleShare = 0.3;

using Terms = std::vector<std::string>;

// The words with positions, as one language stems them.
Terms positional(const std::vector<QueryWord>& words, Field field,
                 size_t language) {
  Terms terms;
  for (const QueryWord& word : words) {
    if (!has_position(word)) continue;
    const size_t i = std::min(language, word.stems.size() - 1);
    terms.push_back(make_term(field_prefix(field), word.stems[i]));
  }
  return terms;
}

Terms without_repeats(const Terms& terms) {
  Terms distinct;
  for (const std::string& term : terms) {
    if (std::find(distinct.begin(), distinct.end(), term) == distinct.end()) {
      distinct.push_back(term);
    }
  }
  return distinct;
}

// Xapian's positional operators take plain terms only, so each language's way
// to stem the words is a query of its own. Their time grows with the square of
// the terms: those beyond kMaxPlacedWords may be anywhere in the passage.
template <class Place>
Xapian::Query in_any_language(const std::vector<QueryWord>& words, Field field,
                              Place&& place) {
  size_t ways = 1;
  for (const QueryWord& word : words) ways = std::max(ways, word.stems.size());
  Queries either;
  for (size_t i = 0; i < ways; ++i) {
    Terms terms = positional(words, field, i);
    if (terms.size() < 2) {
      either.emplace_back(Xapian::Query::OP_OR, terms.begin(), terms.end());
      continue;
    }
    Queries all;
    if (terms.size() > kMaxPlacedWords) {
      for (const std::string& term : without_repeats(terms)) {
        all.emplace_back(term);
      }
      terms.resize(kMaxPlacedWords);
    }
    all.push_back(place(terms));
    either.push_back(join(Xapian::Query::OP_AND, all));
  }
  return join(Xapian::Query::OP_OR, either);
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
  return word.role == TokenRole::kWord || word.role == TokenRole::kPart ||
         word.role == TokenRole::kNgram;
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
  return queries.size() == 1 ? queries[0]
                             : join(Xapian::Query::OP_SYNONYM, queries);
}

namespace {

// What no passage has as it was typed is worth less in its other form.
constexpr double kGuessShare = 0.5;

// Synonyms of several words stand side by side.
Xapian::Query with_phrases(const QueryWord& word, Field field,
                           Xapian::Query query) {
  for (const std::vector<std::string>& stems : word.phrases) {
    Queries terms;
    for (const std::string& stem : stems) {
      terms.emplace_back(make_term(field_prefix(field), stem));
    }
    query = Xapian::Query(
        Xapian::Query::OP_OR, query,
        terms.size() < 2
            ? join(Xapian::Query::OP_OR, terms)
            : Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(),
                            terms.end(),
                            static_cast<Xapian::termcount>(terms.size())));
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

Xapian::Query phrase_query(const std::vector<QueryWord>& words, Field field) {
  return in_any_language(words, field, [](const Terms& terms) {
    return Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(),
                         static_cast<Xapian::termcount>(terms.size()));
  });
}

Xapian::Query near_query(const std::vector<QueryWord>& words, Field field,
                         uint32_t distance) {
  return in_any_language(words, field, [&](const Terms& terms) {
    const Terms distinct = without_repeats(terms);
    const auto window =
        static_cast<Xapian::termcount>(distance + distinct.size() - 1);
    return Xapian::Query(Xapian::Query::OP_NEAR, distinct.begin(),
                         distinct.end(), window);
  });
}

Xapian::Query compound_query(const std::vector<QueryWord>& words, Field field) {
  if (words.size() == 1) return word_query(words[0], field);
  Queries either;
  for (const QueryWord& word : words) {
    if (!has_position(word)) either.push_back(word_query(word, field));
  }
  either.push_back(phrase_query(words, field));
  return join(Xapian::Query::OP_OR, either);
}

}  // namespace ibid
