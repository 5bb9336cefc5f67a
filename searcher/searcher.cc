// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/searcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <unordered_map>

#include "index/fold.h"
#include "index/glob.h"
#include "index/schema.h"
#include "searcher/interpret.h"
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
class WordWeights {
 public:
  WordWeights(const std::vector<QueryWord>& words, const Database& database) {
    const double passages =
        static_cast<double>(std::max<uint64_t>(1, database.passage_count()));
    for (const QueryWord& word : words) {
      for (const std::string& stem : word.stems) {
        const auto frequency = database.read([&](Xapian::Database& db) {
          return static_cast<double>(db.get_termfreq(make_term("", stem)));
        });
        weights_[stem] = std::log(1 + passages / (1 + frequency));
      }
    }
  }

  double operator()(const Token& token) const {
    const auto found = weights_.find(std::string(token.stem));
    return found == weights_.end() ? 0 : found->second;
  }

 private:
  std::unordered_map<std::string, double> weights_;
};

}  // namespace

Searcher::Searcher(Database database)
    : database_(std::move(database)),
      roots_(database_.roots()),
      languages_(database_.languages()) {}

std::vector<std::string> Searcher::query_languages(
    const SearchRequest& request) const {
  if (!request.language.empty()) return {request.language};
  return languages_.empty() ? std::vector<std::string>{"en"} : languages_;
}

std::vector<std::string> Searcher::keys_of_path(std::string_view glob) const {
  std::vector<std::string> keys;
  database_.each_record([&](std::string_view key, std::string_view data) {
    const ArticleRecord record = decode_record(data);
    const auto path = article_path(record, roots_);
    const bool matches =
        path_match(glob, record.path) || (path && path_match(glob, *path));
    if (matches) keys.emplace_back(key);
  });
  return keys;
}

Translation Searcher::translate_all(const Query& query,
                                    const SearchRequest& request) {
  // Looked up once, outside of read: it reads by itself.
  std::map<std::string, std::vector<std::string>, std::less<>> paths;
  const auto path_keys = [&](std::string_view glob) {
    const auto [found, is_new] = paths.try_emplace(std::string(glob));
    if (is_new) found->second = keys_of_path(glob);
    return found->second;
  };
  const TranslateOptions options = {request.all, query_languages(request),
                                    path_keys};
  return database_.read([&](const Xapian::Database& db) {
    Translation t = translate(query, options, db, analysers_);
    if (t.query.empty()) return t;
    add_filters(t.query, request);
    if (!request.path.empty()) {
      require(t.query, articles_query(path_keys(request.path)));
    }
    return t;
  });
}

Ranking Searcher::find(const Query& query, const Translation& translation,
                       const RankOptions& options) {
  std::function<bool(const Ranked&)> accept;
  if (translation.needs_verifying) {
    accept = [&](const Ranked& hit) {
      return passes(query, hit.passage, analysers_.get(hit.record.language));
    };
  }
  return rank(database_, translation.query, options, accept);
}

Answer Searcher::search(const SearchRequest& request) {
  const auto started = std::chrono::steady_clock::now();
  const Query query = interpret(request.text, {request.mode, request.strict});
  const Translation translation = translate_all(query, request);
  const Ranking ranking = find(query, translation, request.rank);

  Answer answer;
  answer.query = request.text;
  answer.mode = query.mode;
  answer.missing = translation.missing;
  answer.total = ranking.total;
  answer.total_exact = ranking.total_exact;
  const WordWeights weights(translation.words, database_);
  for (const Ranked& ranked : ranking.hits) {
    Hit hit = make_hit(ranked, request.rank.offset + answer.hits.size() + 1);
    hit.snippet = make_snippet(ranked.passage,
                               analysers_.get(ranked.record.language), weights);
    answer.hits.push_back(std::move(hit));
  }
  answer.outcome = answer.hits.empty() ? Outcome::kNone : Outcome::kRelated;
  const auto taken = std::chrono::steady_clock::now() - started;
  answer.took_ms = std::chrono::duration<double, std::milli>(taken).count();
  return answer;
}

Hit Searcher::make_hit(const Ranked& ranked, size_t rank) const {
  const ArticleRecord& record = ranked.record;
  const PassagePlace& place = record.passages[ranked.number - 1];
  Hit hit;
  hit.id = fmt::format("{}#{}", record.id, ranked.number);
  hit.rank = static_cast<uint32_t>(rank);
  hit.score = ranked.score;
  hit.passage = ranked.passage;
  hit.article_id = record.id;
  hit.path = article_path(record, roots_);
  hit.url = record.url;
  hit.anchor = place.anchor;
  hit.updated = record.updated;
  hit.sources = record.sources;
  hit.span = place.span;
  hit.line = place.line;
  hit.exact = place.exact;
  hit.stale = is_stale(record, roots_);
  return hit;
}

}  // namespace ibid
