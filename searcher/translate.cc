// SPDX-License-Identifier: GPL-3.0-or-later
// Words are looked up by their stems, and in titles with kTitleShare of the
// weight: the best single pass of those measured (docs/ranking.md). A compound
// is sought by its parts and, beyond that, as it is written; where it must be
// there, it is the whole or its parts side by side.
#include "searcher/translate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "index/fold.h"
#include "index/language.h"
#include "index/schema.h"
#include "index/text.h"
#include "searcher/expand.h"
#include "searcher/query_terms.h"
#include "searcher/widen.h"
#include "searcher/word_query.h"

namespace ibid {
namespace {

using Type = QueryNode::Type;
using Mark = QueryNode::Mark;

constexpr Xapian::doccount kCostlyPassages = 10000;
// Looking for what an unknown word was meant to be takes milliseconds.
constexpr size_t kMaxWidenings = 16;
// Of all paths of a query together: twice as many take four times as long.
constexpr size_t kMaxPathArticles = 2000;

class Translator {
 public:
  Translator(const TranslateOptions& options, const Xapian::Database& db,
             Analysers& analysers)
      : options_(options),
        db_(db),
        analysers_(analysers),
        widener_(options.languages,
                 options.passage_languages != nullptr
                     ? *options.passage_languages
                     : options.languages,
                 options.synonyms != nullptr ? *options.synonyms : no_synonyms_,
                 db, analysers, options.lists) {}

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
        return together(n, true);
      case Type::kNear:
        return together(n, false);
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
        if (auto query = required(n)) must.push_back(std::move(*query));
      } else {
        should.push_back(node(n));
      }
    }
    Xapian::Query query = wanted(must, should, filters);
    const Xapian::Query unwanted = join(Xapian::Query::OP_OR, must_not);
    if (unwanted.empty()) return query;
    return Xapian::Query(Xapian::Query::OP_AND_NOT, query, unwanted);
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
      query = match_all();
    }
    for (const Xapian::Query& f : filters) {
      query = Xapian::Query(Xapian::Query::OP_FILTER, query, f);
    }
    return query;
  }

  // All words of a required text are required. nullopt: beyond the bounds.
  std::optional<Xapian::Query> required(const QueryNode& n) {
    const size_t before = left_out_;
    Xapian::Query query = n.type == Type::kText ? all_words(n) : node(n);
    if (query.empty() && left_out_ > before) return std::nullopt;
    return query;
  }

  // What is excluded adds no words to look for. Any word of an excluded text
  // excludes. Phrases, distances and paths are left to verify.h: that all words
  // are there does not exclude.
  Xapian::Query excluded(const QueryNode& n) {
    if (n.type == Type::kPhrase || n.type == Type::kNear ||
        n.type == Type::kPath) {
      result_.needs_verifying = true;
      return {};
    }
    const size_t words = result_.words.size();
    const size_t missing = result_.missing.size();
    const bool outer = std::exchange(excluding_, true);
    Xapian::Query query = n.type == Type::kText
                              ? join(Xapian::Query::OP_OR, single_words(n))
                              : node(n);
    excluding_ = outer;
    result_.words.resize(words);
    result_.missing.resize(missing);
    return query;
  }

  std::vector<QueryWord> words_of(const QueryNode& n) {
    if (words_ == kMaxQueryTerms) {
      ++left_out_;
      return {};
    }
    std::vector<QueryWord> words = query_words(
        n.text, options_.languages, analysers_, kMaxQueryTerms - words_);
    words_ += words.size();
    const bool widens = n.type == Type::kText && !excluding_;
    if (widens) note_widened(widener_.add_synonyms(n.text, words));
    for (QueryWord& word : words) {
      const bool is_there = note_word(word, n);
      if (widens) widen(word, n, is_there);
    }
    result_.words.insert(result_.words.end(), words.begin(), words.end());
    return words;
  }

  // Names a word that no passage has. Whether some passage has it.
  bool note_word(const QueryWord& word, const QueryNode& n) {
    if (!has_position(word) || n.field != Field::kAny) return true;
    if (is_filler(word.word) || !word.phrases.empty()) return true;
    for (const std::string& stem : word.stems) {
      if (db_.term_exists(make_term("", stem))) return true;
    }
    if (word.role == TokenRole::kNgram &&
        db_.term_exists(make_term(prefix::kWord, word.word))) {
      return true;
    }
    std::string typed(slice(n.text, word.span));
    auto& missing = result_.missing;
    if (std::find(missing.begin(), missing.end(), typed) == missing.end()) {
      missing.push_back(std::move(typed));
    }
    return false;
  }

  void widen(QueryWord& word, const QueryNode& n, bool is_there) {
    if (n.field != Field::kAny || widenings_ == kMaxWidenings) return;
    const std::string_view typed = slice(n.text, word.span);
    auto found = is_there ? widener_.suggest(typed, word)
                          : widener_.replace_missing(typed, word);
    if (!is_there) ++widenings_;
    if (found) note_widened({std::move(*found)});
  }

  void note_widened(std::vector<Widening> found) {
    for (Widening& widening : found) {
      const auto same = [&](const Widening& w) {
        return w.typed == widening.typed;
      };
      if (std::none_of(result_.widened.begin(), result_.widened.end(), same)) {
        result_.widened.push_back(std::move(widening));
      }
    }
  }

  // Any word; a word that is typed twice counts twice. Fillers that very many
  // passages have are left to the rerank where there are other words: reading
  // all of their postings would take most of the time.
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
      if (is_over(key, n.field)) continue;
      (is_costly(counted.first) ? fillers : content)
          .push_back(word_query(counted.first, n.field, counted.second));
    }
    return join(Xapian::Query::OP_OR, content.empty() ? fillers : content);
  }

  bool is_costly(const QueryWord& word) const {
    return is_filler(word.word) &&
           db_.get_termfreq(make_term("", word.stems[0])) > kCostlyPassages;
  }

  Xapian::Query all_words(const QueryNode& n) {
    return join(Xapian::Query::OP_AND, single_words(n));
  }

  // A query a word, each once; a compound is found as a whole or by its parts,
  // whose order verify.h sees.
  Queries single_words(const QueryNode& n) {
    const std::vector<QueryWord> words = words_of(n);
    Queries queries;
    std::set<std::vector<std::string>> seen;
    for (size_t i = 0; i < words.size();) {
      std::vector<QueryWord> forms;
      std::vector<std::string> stems;
      do {
        stems.insert(stems.end(), words[i].stems.begin(), words[i].stems.end());
        forms.push_back(words[i]);
        ++i;
      } while (i < words.size() && words[i].compound != 0 &&
               words[i].compound == forms.back().compound);
      if (!seen.insert(stems).second || is_over(stems, n.field)) continue;
      if (forms.size() > 1 && ++compounds_ > kMaxQueryCompounds) {
        ++left_out_;
        continue;
      }
      queries.push_back(compound(forms, n.field));
    }
    return queries;
  }

  Xapian::Query compound(const std::vector<QueryWord>& forms, Field field) {
    const auto parts = std::ranges::count_if(
        forms, [](const QueryWord& word) { return has_position(word); });
    if (parts < 2) return compound_query(forms, field);
    result_.needs_verifying = true;
    if (!excluding_) return compound_query(forms, field);
    return join(Xapian::Query::OP_OR, whole_forms(forms, field));
  }

  // Counts a look-up; whether it is one too many of what other nodes have too.
  bool is_over(const std::vector<std::string>& stems, Field field) {
    if (looked_up_.emplace(field, stems).second) return false;
    if (repeats_ < kMaxQueryRepeats) {
      ++repeats_;
      return false;
    }
    ++left_out_;
    return true;
  }

  Xapian::Query together(const QueryNode& n, bool exact) {
    result_.needs_verifying = true;
    return together_query(words_of(n), n.field, exact);
  }

  // word*: the passages that have such a word, scored by its stems as one.
  Xapian::Query expand(const QueryNode& n) {
    const std::string start = fold(n.text);
    const Expansion expansion =
        expand_prefix(start, options_.languages, db_, analysers_);
    if (expansion.terms.empty()) {
      result_.missing.push_back(n.text + "*");
      return {};
    }
    Queries exact;
    for (const std::string& term : expansion.terms) exact.emplace_back(term);
    if (excluding_ && n.field == Field::kAny) {
      return join(Xapian::Query::OP_OR, exact);
    }
    QueryWord word;
    word.word = start;
    word.stems.assign(expansion.stems.begin(), expansion.stems.end());
    result_.words.push_back(word);
    return Xapian::Query(Xapian::Query::OP_FILTER,
                         stems_query(word, field_prefix(n.field)),
                         join(Xapian::Query::OP_OR, exact));
  }

  static Xapian::Query filter(std::string_view prefix,
                              const std::string& text) {
    return Xapian::Query(make_term(prefix, text));
  }

  // A path of many articles is left to verify.h.
  Xapian::Query path(const QueryNode& n) {
    const auto found = options_.paths.find(n.text);
    if (found == options_.paths.end()) return {};
    const std::vector<std::string>& keys = found->second;
    if (keys.size() > kMaxPathArticles - path_articles_) {
      result_.needs_verifying = true;
      return excluding_ ? Xapian::Query() : match_all();
    }
    path_articles_ += keys.size();
    Queries articles;
    for (const std::string& key : keys) {
      articles.emplace_back(make_term(prefix::kArticle, key));
    }
    return join(Xapian::Query::OP_OR, articles);
  }

  const TranslateOptions& options_;
  const Xapian::Database& db_;
  Analysers& analysers_;
  Synonyms no_synonyms_;
  Widener widener_;
  size_t widenings_ = 0;
  Translation result_;
  size_t words_ = 0;     // so far, with those that are excluded
  size_t left_out_ = 0;  // times that a bound left something out
  size_t path_articles_ = 0;
  bool excluding_ = false;  // within what is excluded
  size_t compounds_ = 0;    // of those that must be there, or must not
  size_t repeats_ = 0;      // look-ups of what was looked up for another node
  std::set<std::pair<Field, std::vector<std::string>>> looked_up_;
};

}  // namespace

Translation translate(const Query& query, const TranslateOptions& options,
                      const Xapian::Database& db, Analysers& analysers) {
  return Translator(options, db, analysers).run(query);
}

}  // namespace ibid
