// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian orders by weight, then by the order key; candidates are taken until
// the cut falls between two different scores, then brought into their final
// order by rounded score and id. So neither document numbers nor the last bits
// of a sum decide what people see.
#include "searcher/rank.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "index/schema.h"

namespace ibid {
namespace {

// Looked at beyond the page, so that ties at its end are seen.
constexpr size_t kMargin = 10;
// Candidates looked at for one page at most.
constexpr size_t kMaxCandidates = 20000;
// Up to so many matches are counted one by one.
constexpr Xapian::doccount kCountedMatches = 1000;

class Ranker {
 public:
  Ranker(const Database& database, Xapian::Database& db,
         const RankOptions& options, const RankStages& stages)
      : path_(database.path()), db_(db), options_(options), stages_(stages) {}

  Ranking run(const Xapian::Query& query) {
    Xapian::Enquire enquire(db_);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
    set_order(enquire);
    const size_t wanted =
        std::max(options_.offset + options_.count, stages_.depth);
    Ranking ranking;
    size_t depth = wanted * (options_.per_article > 0 ? 2 : 1) + kMargin;
    while (true) {
      const Xapian::MSet found = enquire.get_mset(
          0, static_cast<Xapian::doccount>(depth), kCountedMatches);
      const bool exhausted = found.size() < depth;
      ranking = take(found, exhausted);
      if (exhausted || depth >= kMaxCandidates ||
          is_settled(limited(ranking.hits), wanted)) {
        break;
      }
      depth = std::min(depth * 4, kMaxCandidates);
    }
    if (stages_.rerank) {
      stages_.rerank(ranking.hits);
      sort(ranking.hits);
    }
    ranking.hits = limited(std::move(ranking.hits));
    ranking.runner_up = runner_up(ranking.hits);
    cut(ranking);
    return ranking;
  }

 private:
  void set_order(Xapian::Enquire& enquire) const {
    if (options_.sort == Sort::kDate) {
      enquire.set_sort_by_value_then_relevance(kDateSlot, true);
    } else {
      enquire.set_sort_by_relevance_then_value(kOrderSlot, false);
    }
  }

  // The accepted candidates in their final order.
  Ranking take(const Xapian::MSet& found, bool exhausted) {
    Ranking ranking;
    for (auto match = found.begin(); match != found.end(); ++match) {
      Ranked hit = ranked(match);
      if (!stages_.accept || stages_.accept(hit))
        ranking.hits.push_back(std::move(hit));
    }
    sort(ranking.hits);
    const bool all_seen = stages_.accept && exhausted;
    ranking.total =
        all_seen ? ranking.hits.size() : found.get_matches_estimated();
    ranking.total_exact =
        all_seen || (!stages_.accept && found.get_matches_lower_bound() ==
                                            found.get_matches_upper_bound());
    return ranking;
  }

  Ranked ranked(const Xapian::MSetIterator& match) {
    Ranked hit;
    hit.score = round_score(match.get_weight());
    hit.passage = decode_passage(match.get_document().get_data());
    hit.record = record(hit.passage.article_key);
    hit.number = number_in(*hit.record, hit.passage, match.get_document());
    return hit;
  }

  std::shared_ptr<const ArticleRecord> record(const std::string& key) {
    const auto known = records_.find(key);
    if (known != records_.end()) return known->second;
    const std::string data = db_.get_metadata(record_key(key));
    if (data.empty()) fail("a passage belongs to no article");
    return records_
        .emplace(key,
                 std::make_shared<const ArticleRecord>(decode_record(data)))
        .first->second;
  }

  size_t number_in(const ArticleRecord& record, const StoredPassage& passage,
                   const Xapian::Document& document) const {
    const Hash128 hash = content_hash(passage);
    size_t number = 0;
    size_t equals = 0;
    for (size_t i = 0; i < record.passages.size(); ++i) {
      if (record.passages[i].hash != hash) continue;
      if (++equals == 1) number = i + 1;
    }
    if (equals == 0) fail("a passage is not in its article's record");
    return equals == 1 ? number : repeated_number(record, passage, document);
  }

  // Of passages that say the same, the unique term tells which one it is.
  size_t repeated_number(const ArticleRecord& record,
                         const StoredPassage& passage,
                         const Xapian::Document& document) const {
    auto term = document.termlist_begin();
    term.skip_to(std::string(prefix::kUnique));
    for (size_t i = 0; i < record.passages.size(); ++i) {
      const PassagePlace& place = record.passages[i];
      if (term != document.termlist_end() &&
          *term == unique_term(passage.article_key, place.hash, place.repeat)) {
        return i + 1;
      }
    }
    fail("a passage is not in its article's record");
  }

  void sort(std::vector<Ranked>& hits) const {
    std::sort(hits.begin(), hits.end(),
              [&](const Ranked& a, const Ranked& b) { return before(a, b); });
  }

  // At most per_article of each article, the best.
  std::vector<Ranked> limited(std::vector<Ranked> hits) const {
    if (options_.per_article == 0) return hits;
    std::map<std::string, size_t> counts;
    std::vector<Ranked> kept;
    for (Ranked& hit : hits) {
      if (++counts[hit.record->id] <= options_.per_article) {
        kept.push_back(std::move(hit));
      }
    }
    return kept;
  }

  bool before(const Ranked& a, const Ranked& b) const {
    if (options_.sort == Sort::kDate &&
        a.record->updated != b.record->updated) {
      return a.record->updated > b.record->updated;
    }
    if (a.score != b.score) return a.score > b.score;
    return std::tie(a.record->id, a.number) < std::tie(b.record->id, b.number);
  }

  // Whether no candidate further down can belong on the page.
  bool is_settled(const std::vector<Ranked>& hits, size_t wanted) const {
    if (wanted == 0) return true;
    if (hits.size() <= wanted) return false;
    const Ranked& last = hits[wanted - 1];
    const Ranked& lowest = hits.back();
    return last.score > lowest.score ||
           (options_.sort == Sort::kDate &&
            last.record->updated != lowest.record->updated);
  }

  static double runner_up(const std::vector<Ranked>& hits) {
    for (const Ranked& hit : hits) {
      if (hit.record->id != hits[0].record->id) return hit.score;
    }
    return 0;
  }

  void cut(Ranking& ranking) const {
    auto& hits = ranking.hits;
    const size_t start = std::min(options_.offset, hits.size());
    hits.erase(hits.begin(), hits.begin() + static_cast<ptrdiff_t>(start));
    if (hits.size() > options_.count) hits.resize(options_.count);
  }

  [[noreturn]] void fail(std::string_view what) const {
    throw Error(ErrorKind::kCorrupt, fmt::format("{}: {}", path_, what),
                "rebuild the database: ibid-indexer --rebuild");
  }

  const std::string& path_;
  Xapian::Database& db_;
  const RankOptions& options_;
  const RankStages& stages_;
  std::map<std::string, std::shared_ptr<const ArticleRecord>> records_;
};

}  // namespace

double round_score(double score) { return std::round(score * 1e9) / 1e9; }

Ranking rank(const Database& database, const Xapian::Query& query,
             const RankOptions& options, const RankStages& stages) {
  if (query.empty()) return {{}, 0, true};
  return database.read([&](Xapian::Database& db) {
    return Ranker(database, db, options, stages).run(query);
  });
}

}  // namespace ibid
