// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/rerank.h"

#include <algorithm>
#include <limits>

namespace ibid {
Reranker::Reranker(const RerankQuery& query, Analysers& analysers)
    : query_(query), analysers_(analysers) {}

void Reranker::rerank(std::vector<Ranked>& hits) {
  const size_t count = std::min(hits.size(), kRerankDepth);
  const EvidenceReader reader(query_.terms);
  for (size_t i = 0; i < count; ++i) read_features(hits[i], reader);
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
  const Analyser& analyser = analysers_.get(hit.language);
  hit.evidence =
      std::make_shared<const Evidence>(reader.read(hit.passage, analyser));
  hit.features = features(query_, *hit.evidence, hit.passage, hit.score);
  hit.reranked = true;
}

}  // namespace ibid
