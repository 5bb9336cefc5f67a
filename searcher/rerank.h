// SPDX-License-Identifier: GPL-3.0-or-later
// Second stage of ranking: the best candidates of the first, put in order by
// what their text says (features.h).
#pragma once

#include <cstddef>
#include <vector>

#include "index/analysers.h"
#include "searcher/features.h"
#include "searcher/rank.h"

namespace ibid {

// So many candidates are reranked; more gained nothing over the test
// collections, 20 lost .002 nDCG@10.
inline constexpr size_t kRerankDepth = 50;

class Reranker {
 public:
  // All outlive the reranker.
  Reranker(const RerankQuery& query, Analysers& analysers);

  // hits: in the order of the first pass. The first kRerankDepth get their
  // features and a new score; the rest keep their order behind them.
  void rerank(std::vector<Ranked>& hits);

 private:
  void read_features(Ranked& hit, const EvidenceReader& reader);

  const RerankQuery& query_;
  Analysers& analysers_;
};

}  // namespace ibid
