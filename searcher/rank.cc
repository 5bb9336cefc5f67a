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
#include <unordered_set>

#include "index/schema.h"
#include "searcher/duplicates.h"
#include "searcher/sketch.h"
#include "searcher/timed_weight.h"

namespace ibid {
namespace {

// Looked at beyond the page, so that ties at its end are seen.
constexpr size_t kMargin = 4;
// Up to so many matches are counted one by one.
constexpr Xapian::doccount kCountedMatches = 200;

class Ranker {
 public:
  Ranker(const Database& database, Xapian::Database& db,
         const RankOptions& options, const RankStages& stages)
      : database_(database), db_(db), options_(options), stages_(stages) {}

  Ranking run(const Xapian::Query& query) {
    Xapian::Enquire enquire(db_);
    enquire.set_query(query);
    enquire.set_weighting_scheme(TimedWeight(stages_.deadline));
    const size_t wanted =
        std::max(options_.offset + options_.count, stages_.depth);
    size_t depth = wanted * (options_.per_article > 0 ? 2 : 1) + kMargin;
    // Ties are rare at the cut, and ordering by key is dear.
    bool by_key = options_.sort == Sort::kDate;
    Ranking ranking;
    while (true) {
      set_order(enquire, by_key);
      const Xapian::MSet found = enquire.get_mset(
          0, static_cast<Xapian::doccount>(depth), kCountedMatches);
      if (!by_key && ends_in_tie(found, depth)) {
        by_key = true;
        continue;
      }
      const bool exhausted = found.size() < depth;
      ranking = take(found, exhausted);
      if (exhausted || is_settled(limited(ranking.hits), wanted)) break;
      if (depth >= stages_.most_candidates) {
        if (stages_.accept) ranking.unchecked = left_below(found);
        break;
      }
      depth = next_depth(depth, ranking.hits.size(), wanted);
    }
    if (stages_.rerank) stages_.rerank(ranking.hits);
    sort(ranking.hits);
    ranking.hits = limited(std::move(ranking.hits));
    ranking.runner_up = runner_up(ranking.hits);
    if (stages_.fingerprint) collapse(ranking.hits);
    cut(ranking);
    for (Ranked& hit : ranking.hits) locate(hit);
    return ranking;
  }

 private:
  // Where so many of `depth` candidates were accepted, `wanted` of them should
  // be among as many as this: each look starts from the top.
  size_t next_depth(size_t depth, size_t accepted, size_t wanted) const {
    const size_t expected = 2 * wanted * depth / std::max<size_t>(accepted, 1);
    return std::min(std::max(depth * 4, expected), stages_.most_candidates);
  }

  void set_order(Xapian::Enquire& enquire, bool by_key) const {
    if (options_.sort == Sort::kDate) {
      enquire.set_sort_by_value_then_relevance(kDateSlot, true);
    } else if (by_key) {
      enquire.set_sort_by_relevance_then_value(kOrderSlot, false);
    } else {
      enquire.set_sort_by_relevance();
    }
  }

  // Whether more than the margin have the weight of the last.
  static bool ends_in_tie(const Xapian::MSet& found, size_t depth) {
    if (found.size() < depth) return false;
    const double last = round_score(found.back().get_weight());
    const auto margin = static_cast<Xapian::doccount>(kMargin);
    return round_score(found[found.size() - 1 - margin].get_weight()) == last;
  }

  // The places of matches, so that those whose data share a block of the
  // database are read one after the other.
  static std::vector<Xapian::doccount> in_document_order(
      const Xapian::MSet& found) {
    std::vector<std::pair<Xapian::docid, Xapian::doccount>> documents;
    documents.reserve(found.size());
    for (Xapian::doccount i = 0; i < found.size(); ++i) {
      documents.emplace_back(*found[i], i);
    }
    std::sort(documents.begin(), documents.end());
    std::vector<Xapian::doccount> places;
    places.reserve(documents.size());
    for (const auto& [document, place] : documents) places.push_back(place);
    return places;
  }

  // The accepted candidates in their final order.
  Ranking take(const Xapian::MSet& found, bool exhausted) {
    Ranking ranking;
    for (const Xapian::doccount i : in_document_order(found)) {
      const auto match = found[i];
      if (left_out_.contains(*match)) continue;
      stages_.deadline.check();
      Ranked hit = ranked(match);
      if (!stages_.accept || stages_.accept(hit)) {
        ranking.hits.push_back(std::move(hit));
      } else {
        left_out_.insert(hit.document);
      }
    }
    sort_candidates(ranking.hits);
    count(found, exhausted, ranking);
    return ranking;
  }

  static uint64_t left_below(const Xapian::MSet& found) {
    return found.get_matches_estimated() - found.size();
  }

  // Of matches further down, as many are taken to be accepted as of these.
  void count(const Xapian::MSet& found, bool exhausted,
             Ranking& ranking) const {
    if (!stages_.accept) {
      ranking.total = found.get_matches_estimated();
      ranking.total_exact =
          found.get_matches_lower_bound() == found.get_matches_upper_bound();
      return;
    }
    ranking.total = ranking.hits.size();
    ranking.total_exact = exhausted;
    if (exhausted || found.empty()) return;
    const double accepted = static_cast<double>(ranking.hits.size()) /
                            static_cast<double>(found.size());
    ranking.total += static_cast<uint64_t>(
        std::llround(static_cast<double>(left_below(found)) * accepted));
  }

  Ranked ranked(const Xapian::MSetIterator& match) {
    Ranked hit;
    hit.score = round_score(match.get_weight());
    hit.document = *match;
    hit.collection = database_.collection_of(hit.document);
    const std::string data = match.get_document().get_data();
    hit.passage = decode_passage(data);
    hit.hash = stored_content_hash(data);
    hit.language = stages_.language;
    if (stages_.accept_articles || stages_.language.empty()) {
      find_article(hit);
    }
    if (stages_.language.empty()) hit.language = hit.article->language;
    return hit;
  }

  struct Article {
    std::string data;
    int32_t first_root = 0;
    std::shared_ptr<const RecordHead> head;
    std::shared_ptr<const ArticleRecord> record;
  };

  Article& article(const Ranked& hit) {
    const std::string& key = hit.passage.article_key;
    Article& known = articles_[{hit.collection, key}];
    if (known.head) return known;
    auto [data, first_root] = database_.article_of(hit.document, key);
    if (data.empty()) fail("a passage belongs to no article");
    known.data = std::move(data);
    known.first_root = first_root;
    RecordHead head = decode_head(known.data);
    shift(head.root, first_root);
    known.head = std::make_shared<const RecordHead>(std::move(head));
    return known;
  }

  static void shift(int32_t& root, int32_t by) {
    if (root >= 0) root += by;
  }

  void find_article(Ranked& hit) {
    if (!hit.article) hit.article = article(hit).head;
  }

  // Fills in the record and the place of the passage in it.
  void locate(Ranked& hit) {
    if (hit.record) return;
    Article& of = article(hit);
    if (!of.record) {
      ArticleRecord record = decode_record(of.data);
      shift(record.root, of.first_root);
      of.record = std::make_shared<const ArticleRecord>(std::move(record));
    }
    hit.article = of.head;
    hit.record = of.record;
    hit.number = number_in(*hit.record, hit);
  }

  size_t number_in(const ArticleRecord& record, const Ranked& hit) const {
    size_t number = 0;
    size_t equals = 0;
    for (size_t i = 0; i < record.passages.size(); ++i) {
      if (record.passages[i].hash != hit.hash) continue;
      if (++equals == 1) number = i + 1;
    }
    if (equals == 0) fail("a passage is not in its article's record");
    return equals == 1 ? number : repeated_number(record, hit);
  }

  // Of passages that say the same, the unique term tells which one it is.
  size_t repeated_number(const ArticleRecord& record, const Ranked& hit) const {
    const Xapian::Document document = db_.get_document(hit.document);
    auto term = document.termlist_begin();
    term.skip_to(std::string(prefix::kUnique));
    for (size_t i = 0; i < record.passages.size(); ++i) {
      const PassagePlace& place = record.passages[i];
      if (term != document.termlist_end() &&
          *term ==
              unique_term(hit.passage.article_key, place.hash, place.repeat)) {
        return i + 1;
      }
    }
    fail("a passage is not in its article's record");
  }

  // As Xapian has them, by weight and order key, so that what is cut off here
  // is what Xapian cuts off.
  void sort_candidates(std::vector<Ranked>& hits) {
    if (options_.sort == Sort::kDate) return sort(hits);
    sort_by(hits, [](const Ranked& a, const Ranked& b) {
      if (a.score != b.score) return a.score > b.score;
      return order_key(a.hash) < order_key(b.hash);
    });
  }

  void sort(std::vector<Ranked>& hits) {
    if (options_.sort == Sort::kDate) {
      for (Ranked& hit : hits) find_article(hit);
    }
    sort_by(hits, [&](const Ranked& a, const Ranked& b) {
      if (options_.sort == Sort::kDate &&
          a.article->updated != b.article->updated) {
        return a.article->updated > b.article->updated;
      }
      return a.score > b.score;
    });
  }

  // Equals by article id, then by their place in the article.
  template <class Before>
  void sort_by(std::vector<Ranked>& hits, const Before& before) {
    std::sort(hits.begin(), hits.end(), before);
    for (size_t i = 0; i < hits.size();) {
      size_t end = i + 1;
      while (end < hits.size() && !before(hits[i], hits[end])) ++end;
      if (end - i > 1) sort_by_id(hits, i, end);
      i = end;
    }
  }

  void sort_by_id(std::vector<Ranked>& hits, size_t start, size_t end) {
    for (size_t i = start; i < end; ++i) locate(hits[i]);
    std::sort(hits.begin() + static_cast<ptrdiff_t>(start),
              hits.begin() + static_cast<ptrdiff_t>(end),
              [](const Ranked& a, const Ranked& b) {
                return std::tie(a.record->id, a.number) <
                       std::tie(b.record->id, b.number);
              });
  }

  // At most per_article of each article, the best.
  std::vector<Ranked> limited(std::vector<Ranked> hits) const {
    if (options_.per_article == 0) return hits;
    std::map<std::pair<size_t, std::string>, size_t> counts;
    std::vector<Ranked> kept;
    for (Ranked& hit : hits) {
      if (++counts[{hit.collection, hit.passage.article_key}] <=
          options_.per_article) {
        kept.push_back(std::move(hit));
      }
    }
    return kept;
  }

  // Whether no candidate further down can belong on the page.
  bool is_settled(const std::vector<Ranked>& hits, size_t wanted) const {
    if (wanted == 0) return true;
    if (hits.size() <= wanted) return false;
    const Ranked& last = hits[wanted - 1];
    const Ranked& lowest = hits.back();
    return last.score > lowest.score || last.hash != lowest.hash ||
           (options_.sort == Sort::kDate &&
            last.article->updated != lowest.article->updated);
  }

  static double runner_up(const std::vector<Ranked>& hits) {
    for (const Ranked& hit : hits) {
      if (hit.passage.article_key != hits[0].passage.article_key ||
          hit.collection != hits[0].collection) {
        return hit.score;
      }
    }
    return 0;
  }

  // No further than the page goes: reading all candidates for it takes time.
  void collapse(std::vector<Ranked>& hits) const {
    std::vector<Ranked> kept;
    std::vector<Compared> seen;
    for (Ranked& hit : hits) {
      Compared here = {sketch(hit.passage), std::nullopt};
      size_t first = 0;
      while (first < kept.size() &&
             !repeats(hit, here, kept[first], seen[first])) {
        ++first;
      }
      if (first < kept.size()) {
        ++kept[first].similar;
      } else if (kept.size() == options_.offset + options_.count) {
        break;
      } else {
        kept.push_back(std::move(hit));
        seen.push_back(std::move(here));
      }
    }
    hits = std::move(kept);
  }

  // What of a hit is compared with others; its fingerprint once it is needed.
  struct Compared {
    Sketch sketch;
    std::optional<Fingerprint> print;
  };

  bool repeats(const Ranked& hit, Compared& here, const Ranked& other,
               Compared& there) const {
    if (!may_be_near_duplicates(here.sketch, there.sketch)) return false;
    if (!here.print) here.print = stages_.fingerprint(hit.passage);
    if (!there.print) there.print = stages_.fingerprint(other.passage);
    return near_duplicates(*here.print, *there.print);
  }

  void cut(Ranking& ranking) const {
    auto& hits = ranking.hits;
    const size_t start = std::min(options_.offset, hits.size());
    hits.erase(hits.begin(), hits.begin() + static_cast<ptrdiff_t>(start));
    if (hits.size() > options_.count) hits.resize(options_.count);
  }

  [[noreturn]] void fail(std::string_view what) const {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{}: {}", database_.path(), what),
                "rebuild the database: ibid-indexer --rebuild");
  }

  const Database& database_;
  Xapian::Database& db_;
  const RankOptions& options_;
  const RankStages& stages_;
  std::map<std::pair<size_t, std::string>, Article> articles_;
  // Candidates that were not accepted: each look further down meets them again.
  std::unordered_set<Xapian::docid> left_out_;
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
