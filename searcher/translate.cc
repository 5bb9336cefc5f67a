// SPDX-License-Identifier: GPL-3.0-or-later
// Words are looked up by their stems, and in titles with kTitleShare of the
// weight: the best single pass of those measured (docs/ranking.md). A compound
// is sought by its parts and, beyond that, as it is written; where it must be
// there, it is the whole or its parts side by side.
#include "searcher/translate.h"

#include <algorithm>
#include <map>

#include "index/fold.h"
#include "index/language.h"
#include "index/schema.h"
#include "index/text.h"
#include "searcher/expand.h"
#include "searcher/query_terms.h"

namespace ibid {
namespace {

using Type = QueryNode::Type;
using Mark = QueryNode::Mark;
using Queries = std::vector<Xapian::Query>;

constexpr double kTitleShare = 0.3;
constexpr Xapian::doccount kCostlyPassages = 10000;
constexpr size_t kMaxPathArticles = 500;

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

Xapian::Query join(Xapian::Query::op op, const Queries& queries) {
  return Xapian::Query(op, queries.begin(), queries.end());
}

class Translator {
 public:
  Translator(const TranslateOptions& options, const Xapian::Database& db,
             Analysers& analysers)
      : options_(options), db_(db), analysers_(analysers) {}

  Translation run(const Query& query) {
    result_.query = node(query.root);
    return std::move(result_);
  }

 private:
  Xapian::Query node(const QueryNode& n) {
    switch (n.type) {
      case Type::kText:
        return text(n);
      case Type::kPhrase:
        return phrase(n);
      case Type::kNear:
        return near(n);
      case Type::kPrefix:
        return expand(n);
      case Type::kPath:
        return path(n);
      case Type::kKind:
        return filter(prefix::kKind, ascii_lower(n.text));
      case Type::kTag:
        return filter(prefix::kTag, fold(n.text));
      case Type::kLanguage:
        return filter(prefix::kLanguage, normal_language(n.text));
      case Type::kAny:
        return join(Xapian::Query::OP_OR, children(n));
      case Type::kAll:
        return all_of(n);
      case Type::kGroup:
        break;
    }
    return group(n.children);
  }

  Queries children(const QueryNode& n) {
    Queries queries;
    for (const QueryNode& child : n.children) queries.push_back(node(child));
    return queries;
  }

  // Children of an AND are required, but for those marked as excluded.
  Xapian::Query all_of(const QueryNode& n) {
    std::vector<QueryNode> required = n.children;
    for (QueryNode& child : required) {
      if (child.mark == Mark::kPlain) child.mark = Mark::kMust;
    }
    return group(required);
  }

  static bool is_filter(const QueryNode& n) {
    return n.type == Type::kPath || n.type == Type::kKind ||
           n.type == Type::kTag || n.type == Type::kLanguage;
  }

  // Plain words beside a required one only lift the score; a filter is
  // required where other things are sought beside it.
  Xapian::Query group(const std::vector<QueryNode>& nodes) {
    Queries must;
    Queries should;
    Queries filters;
    Queries must_not;
    for (const QueryNode& n : nodes) {
      if (n.mark == Mark::kMustNot) {
        must_not.push_back(excluded(n));
      } else if (is_filter(n)) {
        filters.push_back(node(n));
      } else if (n.mark == Mark::kMust || options_.all) {
        must.push_back(required(n));
      } else {
        should.push_back(node(n));
      }
    }
    Xapian::Query query = wanted(must, should, filters);
    for (const Xapian::Query& out : must_not) {
      if (!out.empty())
        query = Xapian::Query(Xapian::Query::OP_AND_NOT, query, out);
    }
    return query;
  }

  static Xapian::Query wanted(const Queries& must, const Queries& should,
                              const Queries& filters) {
    Xapian::Query query;
    if (!must.empty()) {
      query = join(Xapian::Query::OP_AND, must);
      if (!should.empty()) {
        query = Xapian::Query(Xapian::Query::OP_AND_MAYBE, query,
                              join(Xapian::Query::OP_OR, should));
      }
    } else if (!should.empty()) {
      query = join(Xapian::Query::OP_OR, should);
    } else if (!filters.empty()) {
      query = Xapian::Query::MatchAll;
    }
    for (const Xapian::Query& f : filters) {
      query = Xapian::Query(Xapian::Query::OP_FILTER, query, f);
    }
    return query;
  }

  // All words of a required text are required.
  Xapian::Query required(const QueryNode& n) {
    return n.type == Type::kText ? all_words(n) : node(n);
  }

  // What is excluded adds no words to look for. Any word of an excluded text
  // excludes. Phrases and paths are left to verify.h: stems cannot exclude a
  // phrase.
  Xapian::Query excluded(const QueryNode& n) {
    if (n.type == Type::kPhrase || n.type == Type::kPath) {
      result_.needs_verifying = true;
      return {};
    }
    const size_t words = result_.words.size();
    const size_t missing = result_.missing.size();
    Xapian::Query query = n.type == Type::kText
                              ? join(Xapian::Query::OP_OR, single_words(n))
                              : node(n);
    result_.words.resize(words);
    result_.missing.resize(missing);
    return query;
  }

  std::vector<QueryWord> words_of(const QueryNode& n) {
    const size_t used = result_.words.size();
    std::vector<QueryWord> words =
        query_words(n.text, options_.languages, analysers_,
                    kMaxQueryTerms - std::min(used, kMaxQueryTerms));
    for (const QueryWord& word : words) note_missing(word, n);
    result_.words.insert(result_.words.end(), words.begin(), words.end());
    return words;
  }

  void note_missing(const QueryWord& word, const QueryNode& n) {
    if (!has_position(word) || n.field != Field::kAny) return;
    for (const std::string& stem : word.stems) {
      if (db_.term_exists(make_term("", stem))) return;
    }
    if (word.role == TokenRole::kNgram &&
        db_.term_exists(make_term(prefix::kWord, word.word))) {
      return;
    }
    std::string typed(slice(n.text, word.span));
    auto& missing = result_.missing;
    if (std::find(missing.begin(), missing.end(), typed) == missing.end()) {
      missing.push_back(std::move(typed));
    }
  }

  // One word in a field: its stems of all languages count as one term.
  Xapian::Query stems(const QueryWord& word, std::string_view field,
                      Xapian::termcount times = 1) const {
    Queries queries;
    for (const std::string& stem : word.stems) {
      queries.emplace_back(make_term(field, stem), times);
    }
    if (word.role == TokenRole::kNgram && field.empty()) {
      queries.emplace_back(make_term(prefix::kWord, word.word), times);
    }
    return queries.size() == 1 ? queries[0]
                               : join(Xapian::Query::OP_SYNONYM, queries);
  }

  Xapian::Query scored(const QueryWord& word, Field field,
                       Xapian::termcount times) const {
    if (field != Field::kAny) return stems(word, field_prefix(field), times);
    return Xapian::Query(
        Xapian::Query::OP_OR, stems(word, "", times),
        Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
                      stems(word, prefix::kTitle, times), kTitleShare));
  }

  // Any word; a word that is typed twice counts twice. Fillers that very many
  // passages have add to the score beside other words, but find nothing by
  // themselves: reading all of their postings would take most of the time.
  Xapian::Query text(const QueryNode& n) {
    if (options_.all) return all_words(n);
    std::map<std::vector<std::string>, std::pair<QueryWord, unsigned>> distinct;
    for (QueryWord& word : words_of(n)) {
      auto& [first, times] = distinct[word.stems];
      if (times++ == 0) first = std::move(word);
    }
    Queries content;
    Queries fillers;
    for (const auto& [key, counted] : distinct) {
      (is_costly(counted.first) ? fillers : content)
          .push_back(scored(counted.first, n.field, counted.second));
    }
    if (content.empty() || fillers.empty()) {
      content.insert(content.end(), fillers.begin(), fillers.end());
      return join(Xapian::Query::OP_OR, content);
    }
    return Xapian::Query(Xapian::Query::OP_AND_MAYBE,
                         join(Xapian::Query::OP_OR, content),
                         join(Xapian::Query::OP_OR, fillers));
  }

  bool is_costly(const QueryWord& word) const {
    return is_filler(word.word) &&
           db_.get_termfreq(make_term("", word.stems[0])) > kCostlyPassages;
  }

  Xapian::Query all_words(const QueryNode& n) {
    return join(Xapian::Query::OP_AND, single_words(n));
  }

  // A query a word; a compound is found as a whole or by its parts in order.
  Queries single_words(const QueryNode& n) {
    const std::vector<QueryWord> words = words_of(n);
    Queries queries;
    for (size_t i = 0; i < words.size();) {
      size_t end = i + 1;
      while (words[i].compound != 0 && end < words.size() &&
             words[end].compound == words[i].compound) {
        ++end;
      }
      queries.push_back(compound({words.begin() + static_cast<ptrdiff_t>(i),
                                  words.begin() + static_cast<ptrdiff_t>(end)},
                                 n.field));
      i = end;
    }
    return queries;
  }

  Xapian::Query compound(const std::vector<QueryWord>& words,
                         Field field) const {
    if (words.size() == 1) return scored(words[0], field, 1);
    Queries either;
    for (const QueryWord& word : words) {
      if (!has_position(word)) either.push_back(scored(word, field, 1));
    }
    either.push_back(in_any_language(words, field, in_order));
    return join(Xapian::Query::OP_OR, either);
  }

  static Xapian::Query in_order(const Queries& parts) {
    if (parts.empty()) return {};
    if (parts.size() == 1) return parts[0];
    return Xapian::Query(Xapian::Query::OP_PHRASE, parts.begin(), parts.end(),
                         static_cast<Xapian::termcount>(parts.size()));
  }

  // The words with positions, of one language.
  static Queries positional(const std::vector<QueryWord>& words, Field field,
                            size_t language) {
    const std::string prefix(field_prefix(field));
    Queries terms;
    for (const QueryWord& word : words) {
      if (!has_position(word)) continue;
      const size_t i = std::min(language, word.stems.size() - 1);
      terms.emplace_back(make_term(prefix, word.stems[i]));
    }
    return terms;
  }

  // Xapian's positional operators take plain terms only, so each language's
  // way to stem the words is a query of its own.
  template <class Combine>
  static Xapian::Query in_any_language(const std::vector<QueryWord>& words,
                                       Field field, Combine&& combine) {
    size_t ways = 1;
    for (const QueryWord& word : words) {
      ways = std::max(ways, word.stems.size());
    }
    Queries either;
    for (size_t i = 0; i < ways; ++i) {
      either.push_back(combine(positional(words, field, i)));
    }
    return join(Xapian::Query::OP_OR, either);
  }

  Xapian::Query phrase(const QueryNode& n) {
    result_.needs_verifying = true;
    return in_any_language(words_of(n), n.field, in_order);
  }

  Xapian::Query near(const QueryNode& n) {
    return in_any_language(words_of(n), n.field, [&](const Queries& terms) {
      if (terms.size() < 2) return in_order(terms);
      const auto window =
          static_cast<Xapian::termcount>(n.distance + terms.size() - 1);
      return Xapian::Query(Xapian::Query::OP_NEAR, terms.begin(), terms.end(),
                           window);
    });
  }

  // word*: the passages that have such a word, scored by its stems as one.
  Xapian::Query expand(const QueryNode& n) {
    const std::string start = fold(n.text);
    const Expansion expansion =
        expand_prefix(start, options_.languages, db_, analysers_);
    if (expansion.terms.empty()) {
      result_.missing.push_back(n.text + "*");
      return Xapian::Query::MatchNothing;
    }
    Queries exact;
    for (const std::string& term : expansion.terms) exact.emplace_back(term);
    QueryWord word;
    word.word = start;
    word.stems.assign(expansion.stems.begin(), expansion.stems.end());
    result_.words.push_back(word);
    return Xapian::Query(Xapian::Query::OP_FILTER,
                         stems(word, field_prefix(n.field)),
                         join(Xapian::Query::OP_OR, exact));
  }

  static Xapian::Query filter(std::string_view prefix,
                              const std::string& text) {
    return Xapian::Query(make_term(prefix, text));
  }

  // A path of many articles is left to verify.h: a query of as many terms
  // would take seconds.
  Xapian::Query path(const QueryNode& n) {
    const std::vector<std::string> keys = options_.path_keys(n.text);
    if (keys.empty()) return Xapian::Query::MatchNothing;
    if (keys.size() > kMaxPathArticles) {
      result_.needs_verifying = true;
      return Xapian::Query::MatchAll;
    }
    Queries articles;
    for (const std::string& key : keys) {
      articles.emplace_back(make_term(prefix::kArticle, key));
    }
    return join(Xapian::Query::OP_OR, articles);
  }

  const TranslateOptions& options_;
  const Xapian::Database& db_;
  Analysers& analysers_;
  Translation result_;
};

}  // namespace

Translation translate(const Query& query, const TranslateOptions& options,
                      const Xapian::Database& db, Analysers& analysers) {
  return Translator(options, db, analysers).run(query);
}

}  // namespace ibid
