// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/rerank.h"

#include <algorithm>
#include <limits>

#include "index/schema.h"

namespace ibid {
namespace {

double& article_feature(Ranked& hit) {
  return hit.features[static_cast<size_t>(Feature::kArticle)];
}

double informative(const Ranked& hit) {
  return hit.features[static_cast<size_t>(Feature::kInformative)];
}

// Each passage is lent the best of its article's other candidates.
void add_article_feature(std::vector<Ranked>& hits, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    double best = 0;
    for (size_t j = 0; j < count; ++j) {
      if (j != i && hits[i].record.id == hits[j].record.id) {
        best = std::max(best, informative(hits[j]));
      }
    }
    article_feature(hits[i]) = best;
  }
}

}  // namespace

Reranker::Reranker(const RerankQuery& query, const Database& database,
                   Analysers& analysers)
    : query_(query), database_(database), analysers_(analysers) {}

void Reranker::rerank(std::vector<Ranked>& hits) {
  const size_t count = std::min(hits.size(), kRerankDepth);
  const EvidenceReader reader(query_.terms);
  for (size_t i = 0; i < count; ++i) read_features(hits[i], reader);
  add_article_feature(hits, count);
  double lowest = std::numeric_limits<double>::max();
  for (size_t i = 0; i < count; ++i) {
    hits[i].score = round_score(weighted(hits[i].features));
    lowest = std::min(lowest, hits[i].score);
  }
  if (count == hits.size()) return;
  // Below all that were reranked, by how far the first pass had them apart.
  const double top = hits[count].score;
  for (size_t i = count; i < hits.size(); ++i) {
    hits[i].score = round_score(lowest - 1 - (top - hits[i].score));
  }
}

void Reranker::read_features(Ranked& hit, const EvidenceReader& reader) {
  const Analyser& analyser = analysers_.get(hit.record.language);
  const Evidence evidence = reader.read(hit.passage, analyser);
  const uint64_t shared = evidence.title.matches.empty()
                              ? 0
                              : title_passages(hit.passage.title, analyser);
  hit.features = features(query_, evidence, hit.passage, shared);
  hit.features[static_cast<size_t>(Feature::kFirstPass)] = hit.score;
  hit.reranked = true;
}

// No more passages have the title than have its rarest word in theirs.
uint64_t Reranker::title_passages(const std::string& title,
                                  const Analyser& analyser) {
  const auto [found, is_new] =
      title_passages_.emplace(title, std::numeric_limits<uint64_t>::max());
  if (!is_new) return found->second;
  std::vector<std::string> terms;
  analyser.analyse(title, [&](const Token& token) {
    if (token.role != TokenRole::kChar) {
      terms.push_back(make_term(prefix::kTitle, token.stem));
    }
  });
  found->second = database_.read([&](Xapian::Database& db) {
    uint64_t least = std::numeric_limits<uint64_t>::max();
    for (const std::string& term : terms) {
      least = std::min<uint64_t>(least, db.get_termfreq(term));
    }
    return least;
  });
  return found->second;
}

}  // namespace ibid
