// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/searcher.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <span>

#include "index/fold.h"
#include "index/glob.h"
#include "index/schema.h"
#include "searcher/answer_extent.h"
#include "searcher/answer_sentence.h"
#include "searcher/confidence.h"
#include "searcher/definition.h"
#include "searcher/interpret.h"
#include "searcher/like.h"
#include "searcher/locate.h"
#include "searcher/partial.h"
#include "searcher/path_keys.h"
#include "searcher/rerank.h"
#include "searcher/snippet.h"
#include "searcher/stale.h"
#include "searcher/translate.h"
#include "searcher/verify.h"

namespace ibid {
namespace {

constexpr std::string_view kFirstDate = "0001-01-01";

using Op = Xapian::Query::op;

void require(Xapian::Query& query, const Xapian::Query& filter) {
  query = Xapian::Query(Op::OP_FILTER, query, filter);
}

// The filters of the request that are terms and values.
void add_filters(Xapian::Query& query, const SearchRequest& request) {
  if (request.kind) {
    require(query, Xapian::Query(make_term(prefix::kKind,
                                           passage_kind_name(*request.kind))));
  }
  if (!request.tag.empty()) {
    require(query, Xapian::Query(make_term(prefix::kTag, fold(request.tag))));
  }
  if (!request.language_filter.empty()) {
    require(query, Xapian::Query(
                       make_term(prefix::kLanguage, request.language_filter)));
  }
  if (!request.after.empty()) {
    require(query, Xapian::Query(Op::OP_VALUE_GE, kDateSlot, request.after));
  }
  if (!request.before.empty()) {
    // Passages without a date have an empty value, which is before any.
    require(query, Xapian::Query(Op::OP_VALUE_RANGE, kDateSlot,
                                 std::string(kFirstDate), request.before));
  }
}

// How much each word that was looked for tells, by its stem: its inverse
// document frequency.
MatchWeights match_weights(const std::vector<QueryWord>& words,
                           const Database& database) {
  const double passages =
      static_cast<double>(std::max<uint64_t>(1, database.passage_count()));
  MatchWeights weights;
  for (const QueryWord& word : words) {
    for (const std::string& stem : word.stems) {
      const auto frequency = database.read([&](Xapian::Database& db) {
        return static_cast<double>(db.get_termfreq(make_term("", stem)));
      });
      weights.set(stem, std::log(1 + passages / (1 + frequency)));
    }
  }
  return weights;
}

// The tree, and a path beside it that is required; without a tree, the path.
QueryNode within_path(QueryNode root, const std::string& glob) {
  QueryNode path;
  path.type = QueryNode::Type::kPath;
  path.text = glob;
  QueryNode both;
  both.type = QueryNode::Type::kGroup;
  if (!root.children.empty()) both.children.push_back(std::move(root));
  both.children.push_back(std::move(path));
  return both;
}

bool has_paths(const QueryNode& node) {
  return node.type == QueryNode::Type::kPath ||
         std::ranges::any_of(node.children, has_paths);
}

// The query with its words as they were probably meant; nullopt: they are.
std::optional<std::string> suggestion(std::string text,
                                      const std::vector<Widening>& widened) {
  bool differs = false;
  for (const Widening& widening : widened) {
    if (widening.why != "spelling" && widening.why != "suggestion") continue;
    const size_t place = text.find(widening.typed);
    if (place == std::string::npos) continue;
    text.replace(place, widening.typed.size(), widening.by[0]);
    differs = true;
  }
  return differs ? std::optional(text) : std::nullopt;
}

double ms_since(std::chrono::steady_clock::time_point started) {
  const auto taken = std::chrono::steady_clock::now() - started;
  return std::chrono::duration<double, std::milli>(taken).count();
}

// What others are to be like may be in a database that is away.
Like like_there(const std::string& target, const Database& database,
                Analysers& analysers) {
  try {
    return like(target, database, analysers);
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::kNotFound) require_whole(database.missing());
    throw;
  }
}

std::vector<FeatureShare> explain(const Ranked& ranked) {
  if (!ranked.reranked) return {{"first_pass", ranked.score, 1}};
  std::vector<FeatureShare> shares;
  for (size_t i = 0; i < kFeatures; ++i) {
    const FeatureWeight& feature = feature_weights()[i];
    shares.push_back(
        {std::string(feature.name), ranked.features[i], feature.weight});
  }
  return shares;
}

}  // namespace

Searcher::Searcher(Database database) : database_(std::move(database)) {
  database_.read([&](const Xapian::Database&) { load(); });
}

void Searcher::load() {
  roots_ = database_.roots();
  languages_ = database_.languages();
  synonyms_ = database_.synonyms();
  term_lists_.clear();
  loaded_ = database_.moves();
}

std::vector<std::string> Searcher::query_languages(
    const SearchRequest& request) const {
  if (!request.language.empty()) return {request.language};
  return languages_.empty() ? std::vector<std::string>{"en"} : languages_;
}

bool Searcher::is_at(int32_t root, const std::string& path,
                     std::string_view glob) const {
  if (path_match(glob, path)) return true;
  const auto absolute = article_path(root, path, roots_);
  return absolute && path_match(glob, *absolute);
}

Translation Searcher::translate_all(const Query& query,
                                    const SearchRequest& request) {
  const TranslateOptions options = {
      request.all,
      query_languages(request),
      path_keys(query.root, database_, roots_, deadline_),
      &languages_,
      &synonyms_,
      database_.has_remote() ? &term_lists_ : nullptr};
  return database_.read([&](const Xapian::Database& db) {
    Translation t = translate(query, options, db, analysers_);
    if (t.query.empty()) return t;
    add_filters(t.query, request);
    return t;
  });
}

// The query is what a hit must be besides like the target: at a path.
Translation Searcher::translate_like(const Query& query,
                                     const SearchRequest& request) {
  Like found = like_there(request.like, database_, analysers_);
  Translation t;
  t.query = match_all();
  if (query.root.children.empty()) {
    add_filters(t.query, request);
  } else {
    t = translate_all(query, request);
  }
  if (found.query.empty()) {
    t.query = found.query;
  } else {
    t.query = Xapian::Query(Op::OP_FILTER, found.query, t.query);
  }
  t.words = std::move(found.words);
  return t;
}

RerankQuery Searcher::rerank_query(const Query& query,
                                   const Translation& translation) const {
  RerankQuery result;
  result.terms = database_.read([&](const Xapian::Database& db) {
    return query_terms(translation.words, db);
  });
  result.type = answer_type(query.text);
  result.folded = fold(query.text);
  result.keywords = query.mode == QueryMode::kKeyword;
  if (result.type == AnswerType::kDefinition) {
    result.subject = definition_subject(result.folded, result.terms);
  }
  return result;
}

Ranking Searcher::find(const Query& query, const RerankQuery& rerank_query,
                       const Translation& translation,
                       const SearchRequest& request) {
  Reranker reranker(rerank_query, analysers_);
  RankStages stages;
  stages.deadline = deadline_;
  if (languages_.size() == 1) stages.language = languages_.front();
  if (request.rank.sort == Sort::kRelevance && request.like.empty()) {
    stages.depth = kRerankDepth;
    stages.rerank = [&](std::vector<Ranked>& hits) { reranker.rerank(hits); };
  }
  Verifier verifier(query, translation.words, request.all);
  if (translation.needs_verifying) {
    stages.accept_articles = has_paths(query.root);
    stages.accept = [&](const Ranked& hit) {
      return verifier.passes(hit.passage, analysers_.get(hit.language),
                             [&](std::string_view glob) {
                               return is_at(hit.article->root,
                                            hit.article->path, glob);
                             });
    };
  }
  if (request.collapse) {
    stages.fingerprint = [&](const StoredPassage& passage) {
      return fingerprinter_.read(passage);
    };
  }
  RankOptions options = request.rank;
  if (options.offset == 0 && options.count > 0) {
    // The answer is the same however few hits are wanted.
    options.count = std::max(options.count, kAnswerHits);
  }
  return rank(database_, translation.query, options, stages);
}

Answer Searcher::search(const SearchRequest& request) {
  const auto started = std::chrono::steady_clock::now();
  database_.reopen();
  if (request.require_all) require_whole(database_.missing());
  // Run again over the rest where a shard turns out to be away.
  std::optional<std::vector<MissingShard>> missing;
  Answer answer = database_.read([&](const Xapian::Database&) {
    if (missing != database_.missing()) {
      missing = database_.missing();
      deadline_ = Deadline(request.time_limit, request.is_cancelled);
    }
    return search_there(request);
  });
  if (request.require_all) require_whole(answer.missing_shards);
  answer.took_ms = ms_since(started);
  return answer;
}

Answer Searcher::search_there(const SearchRequest& request) {
  const auto started = std::chrono::steady_clock::now();
  if (loaded_ != database_.moves()) load();
  Answer answer = search_revision(request);
  answer.missing_shards = database_.missing();
  answer.search_ms = ms_since(started);
  return answer;
}

Answer Searcher::search_revision(const SearchRequest& request) {
  Query query = interpret(request.text, {request.mode, request.strict});
  if (!request.path.empty() &&
      (!query.root.children.empty() || !request.like.empty())) {
    query.root = within_path(std::move(query.root), request.path);
  }
  const Translation translation = request.like.empty()
                                      ? translate_all(query, request)
                                      : translate_like(query, request);
  deadline_.check();
  const RerankQuery wanted = rerank_query(query, translation);
  const Ranking ranking = find(query, wanted, translation, request);

  Answer answer;
  answer.query = request.text;
  answer.mode = query.mode;
  answer.missing = translation.missing;
  answer.widened = translation.widened;
  answer.suggestion = suggestion(request.text, translation.widened);
  answer.total = ranking.total;
  answer.total_exact = ranking.total_exact;
  answer.unchecked = ranking.unchecked;
  const MatchWeights weights = match_weights(translation.words, database_);
  const size_t shown = std::min(ranking.hits.size(), request.rank.count);
  for (const Ranked& ranked : std::span(ranking.hits).first(shown)) {
    deadline_.check();
    Hit hit = make_hit(ranked, request.rank.offset + answer.hits.size() + 1);
    if (request.snippets) {
      hit.snippet = make_snippet(ranked.passage,
                                 analysers_.get(ranked.language), weights);
    }
    if (request.explain) hit.explanation = explain(ranked);
    answer.hits.push_back(std::move(hit));
  }
  answer.outcome = answer.hits.empty() ? Outcome::kNone : Outcome::kRelated;
  add_answer(wanted, ranking, request, answer);
  return answer;
}

// Only a question can be answered, and only the first page knows how the
// answer's passage stands among all others. The outcome is the same however few
// hits are wanted: it is claimed only where the answer of any number is sure.
void Searcher::add_answer(const RerankQuery& query, const Ranking& ranking,
                          const SearchRequest& request, Answer& answer) {
  const auto best = answer_sentences(query, ranking.hits);
  if (best.empty() || answer.hits.empty()) return;
  const AnswerSentence& shown =
      best[std::min(best.size(), answer.hits.size()) - 1];
  const Ranked& ranked = ranking.hits[shown.hit];
  const Hit& hit = answer.hits[shown.hit];
  const Span span = answer_extent(ranked.passage, *ranked.evidence,
                                  shown.sentence, query.type);
  answer.answer = {std::string(slice(ranked.passage.text, span)), shown.hit,
                   hit.span};
  if (hit.exact) {
    answer.answer->span = {hit.span.start + span.start,
                           hit.span.start + span.end};
  }
  const auto is_sure = [&](const AnswerSentence& found) {
    return confidence(query, ranking.hits[found.hit], found,
                      ranking.runner_up) >= 0;
  };
  if (answer.mode == QueryMode::kQuestion && request.rank.offset == 0 &&
      std::ranges::all_of(best, is_sure)) {
    answer.outcome = Outcome::kAnswered;
  }
}

Hit Searcher::make_hit(const Ranked& ranked, size_t rank) const {
  Hit hit;
  static_cast<LocatedPassage&>(hit) =
      locate(*ranked.record, ranked.number, ranked.passage, roots_);
  hit.rank = static_cast<uint32_t>(rank);
  hit.score = ranked.score;
  hit.similar = ranked.similar;
  return hit;
}

}  // namespace ibid
