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
  kHeading,      // BM25 of the headings by their own length
  kQuestion,     // BM25 of a related question by its own length
  kNamed,        // idf of the query's words in the title or the question
  kSentence,     // idf of the query's words in the best sentence
  kCoverage,     // idf of the query's words in the passage
  kAnswerType,   // kSentence of sentences that hold what is asked for
  kSameWord,     // BM25 of words that are the same unstemmed
  kProximity,    // words beside each other, by the square of the distance
  kAlike,        // idf of missing words of which a like one is there
  kSpelling,     // idf of missing words of which one spelt much alike is there
  kForm,         // idf of missing words of which another form is there
  kFillerPairs,  // neighbours, one of them a filler, that stand here likewise
  kFillers,      // BM25 of fillers, which Xapian counts as any word
  kPolite,       // BM25 of words of politeness, which mislead
  kQuickAnswer,  // idf of the query's words in the title of a quick answer,
                 // where the query asks what something is
  kExact,        // idf of all words of a keyword query, where the passage has
                 // them just so: half where each stands somewhere, all of it
                 // where they stand as a phrase
  kDefines,      // idf of what the query wants defined, in a sentence that does
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
  std::string folded;     // the whole text
  bool keywords = false;  // rather than a question
  // What it wants defined (definition.h): places in terms.
  std::vector<uint32_t> subject;
};

// first_pass: what Xapian gave the passage.
FeatureValues features(const RerankQuery& query, const Evidence& evidence,
                       const StoredPassage& passage, double first_pass);

// The idf of the query's words, fillers at a share; and that of the words among
// them that these terms are.
double total_idf(const QueryTerms& query);
double covered_idf(const QueryTerms& query, const std::vector<uint32_t>& terms);

// The weighted sum.
double weighted(const FeatureValues& values);

}  // namespace ibid
