// SPDX-License-Identifier: GPL-3.0-or-later
// The features that order candidates, and what each weighs. The one table of
// the rerank: names, weights, sources.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/answer_type.h"
#include "searcher/evidence.h"
#include "searcher/query.h"
#include "searcher/query_terms.h"

namespace ibid {

// All are sums of idf or in proportion to it, so that long and short queries
// are weighed alike.
enum class Feature : uint8_t {
  kFirstPass,    // the weight that Xapian gave: IneB2(c=1), titles at a share
  kInformative,  // BM25 over all fields, filler words at a share
  kTitle,        // BM25 of the title by its own length
  kHeading,      // BM25 of the headings by their own length
  kQuestion,     // BM25 of a related question by its own length
  kSentence,     // idf of the query's words in the best sentence
  kPassage,      // idf of the query's words in the passage
  kAnswerType,   // kSentence of sentences that hold what is asked for
  kSameWord,     // BM25 of words that are the same unstemmed
  kPairs,        // neighbours of the query that are neighbours here
  kNearness,     // neighbours of the query that are near each other here
  kAlike,        // idf of missing words of which a like one is there
  kPolite,       // BM25 of words of politeness, which mislead
  kAskedPairs,   // pairs of words, fillers too, that query and question share
  kQuickAnswer,  // idf of the query's words in the title of a quick answer,
                 // where the query asks what something is
  kArticle,      // what the article's best other candidate scores
  kCount
};

inline constexpr size_t kFeatures = static_cast<size_t>(Feature::kCount);
using FeatureValues = std::array<double, kFeatures>;

struct FeatureWeight {
  std::string_view name;  // in --explain
  double weight;
};

// Ordered as Feature.
const std::array<FeatureWeight, kFeatures>& feature_weights();

// A query as the features see it.
struct RerankQuery {
  QueryTerms terms;
  AnswerType type = AnswerType::kNone;
  QueryMode mode = QueryMode::kKeyword;
  std::string folded;  // the whole text
};

// title_passages: about how many passages have this title. kFirstPass and
// kArticle stay 0: they do not come from the passage.
FeatureValues features(const RerankQuery& query, const Evidence& evidence,
                       const StoredPassage& passage, uint64_t title_passages);

// Share of the idf of the query's words that these terms have, 0 to 1.
double coverage(const QueryTerms& query, const std::vector<uint32_t>& terms);

// The weighted sum.
double weighted(const FeatureValues& values);

}  // namespace ibid
