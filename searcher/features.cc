// SPDX-License-Identifier: GPL-3.0-or-later
// BM25 is that of Robertson and Zaragoza, The probabilistic relevance framework
// (2009), without saturation of repeated query words.
#include "searcher/features.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ibid {
namespace {

constexpr double kBm25K1 = 1.2;
constexpr double kBm25B = 0.75;
constexpr double kTitleB = 0.5;
// Words of a usual title, heading or question; what lengths are measured by.
constexpr double kUsualTitle = 6;
// A title that more passages share says little of one of them.
constexpr uint64_t kSharedTitle = 3;
constexpr double kSharedTitleShare = 0.25;

constexpr std::array<FeatureWeight, kFeatures> kWeights = {{
    {"first_pass", 1},
    {"informative", 0.17},
    {"title", 0.15},
    {"heading", 0.8},
    {"question", 0.6},
    {"sentence", 0.25},
    {"passage", 0.2},
    {"answer_type", 0.4},
    {"same_word", 0.25},
    {"pairs", 0.05},
    {"nearness", 0.4},
    {"alike", 0.9},
    {"polite", -0.8},
    {"asked_pairs", 0.5},
    {"quick_answer", 2},
    {"article", 0.1},
}};

struct Counts {
  std::vector<double> all;        // by term
  std::vector<double> same_word;  // by term
};

void count(Counts& counts, const FieldEvidence& field) {
  for (const TermMatch& match : field.matches) {
    ++counts.all[match.term];
    if (match.same_word) ++counts.same_word[match.term];
  }
}

Counts count_all(size_t terms, const Evidence& evidence) {
  Counts counts{std::vector<double>(terms), std::vector<double>(terms)};
  count(counts, evidence.title);
  count(counts, evidence.headings);
  count(counts, evidence.question);
  count(counts, evidence.text);
  return counts;
}

double bm25(double count, double length, double average, double b) {
  return count * (kBm25K1 + 1) /
         (count + kBm25K1 * (1 - b + b * length / average));
}

// BM25 of a short field by its own length.
double field_bm25(const QueryTerms& query, const FieldEvidence& field) {
  std::vector<double> counts(query.terms.size());
  for (const TermMatch& match : field.matches) ++counts[match.term];
  double sum = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    const QueryTerm& term = query.terms[i];
    if (counts[i] > 0) {
      sum += term.weight * term.idf *
             bm25(counts[i], field.length, kUsualTitle, kTitleB);
    }
  }
  return sum;
}

double total_idf(const QueryTerms& query) {
  double sum = 0;
  for (const QueryTerm& term : query.terms) {
    if (term.counts()) sum += term.weight * term.idf;
  }
  return sum;
}

double covered_idf(const QueryTerms& query,
                   const std::vector<uint32_t>& terms) {
  double sum = 0;
  for (const uint32_t i : terms) {
    const QueryTerm& term = query.terms[i];
    if (term.counts()) sum += term.weight * term.idf;
  }
  return sum;
}

std::vector<uint32_t> matched_terms(
    std::initializer_list<const FieldEvidence*> fields) {
  std::set<uint32_t> terms;
  for (const FieldEvidence* field : fields) {
    for (const TermMatch& match : field->matches) terms.insert(match.term);
  }
  return {terms.begin(), terms.end()};
}

// The positions of each term in the text.
std::vector<std::vector<uint32_t>> positions(size_t terms,
                                             const FieldEvidence& field) {
  std::vector<std::vector<uint32_t>> places(terms);
  for (const TermMatch& match : field.matches) {
    places[match.term].push_back(match.position);
  }
  return places;
}

struct Closeness {
  bool in_order = false;  // side by side, as in the query
  double distance = 0;    // the least; 0: one of them is not there
};

Closeness closeness(const std::vector<uint32_t>& a,
                    const std::vector<uint32_t>& b) {
  Closeness best;
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const double gap = std::abs(static_cast<double>(b[j]) - a[i]);
    if (gap > 0 && (best.distance == 0 || gap < best.distance)) {
      best.distance = gap;
    }
    best.in_order = best.in_order || b[j] == a[i] + 1;
    (a[i] <= b[j] ? i : j)++;
  }
  return best;
}

// How far neighbours of the query are neighbours in a field.
void add_pairs(const QueryTerms& query, const FieldEvidence& field,
               double& pairs, double& nearness) {
  const auto places = positions(query.terms.size(), field);
  for (size_t i = 0; i + 1 < query.order.size(); ++i) {
    const uint32_t a = query.order[i];
    const uint32_t b = query.order[i + 1];
    if (a == b || places[a].empty() || places[b].empty()) continue;
    const QueryTerm& first = query.terms[a];
    const QueryTerm& second = query.terms[b];
    const double worth =
        std::min(first.weight * first.idf, second.weight * second.idf);
    const Closeness close = closeness(places[a], places[b]);
    if (close.in_order) pairs += worth;
    if (close.distance > 0) nearness += worth / close.distance;
  }
}

// Pairs of neighbours, fillers too, that query and field share, against those
// of the longer of the two.
double shared_pairs(const QueryTerms& query, const FieldEvidence& field) {
  if (query.order.size() < 2 || field.length < 2) return 0;
  const auto places = positions(query.terms.size(), field);
  double shared = 0;
  for (size_t i = 0; i + 1 < query.order.size(); ++i) {
    shared +=
        closeness(places[query.order[i]], places[query.order[i + 1]]).in_order;
  }
  const double most =
      std::max<double>(static_cast<double>(query.order.size()), field.length);
  return shared / (most - 1);
}

class FeatureReader {
 public:
  FeatureReader(const RerankQuery& query, const Evidence& evidence,
                const StoredPassage& passage, uint64_t title_passages)
      : query_(query),
        terms_(query.terms),
        evidence_(evidence),
        passage_(passage),
        title_passages_(title_passages) {}

  FeatureValues read() {
    add_words();
    add_fields();
    add_sentences();
    double& pairs = at(Feature::kPairs);
    double& nearness = at(Feature::kNearness);
    add_pairs(terms_, evidence_.text, pairs, nearness);
    add_pairs(terms_, evidence_.title, pairs, nearness);
    add_pairs(terms_, evidence_.question, pairs, nearness);
    if (passage_.kind == PassageKind::kQuickAnswer &&
        query_.type == AnswerType::kDefinition) {
      at(Feature::kQuickAnswer) =
          covered_idf(terms_, matched_terms({&evidence_.title}));
    }
    return values_;
  }

 private:
  double& at(Feature feature) { return values_[static_cast<size_t>(feature)]; }

  void add_words() {
    const Counts counts = count_all(terms_.terms.size(), evidence_);
    const double length = std::max<double>(
        1, evidence_.title.length + evidence_.headings.length +
               evidence_.question.length + evidence_.text.length);
    for (size_t i = 0; i < terms_.terms.size(); ++i) {
      const QueryTerm& term = terms_.terms[i];
      const double times = term.times;
      const double all =
          bm25(counts.all[i], length, terms_.average_length, kBm25B);
      at(Feature::kInformative) += times * term.weight * term.idf * all;
      at(Feature::kSameWord) +=
          times * term.weight * term.word_idf *
          bm25(counts.same_word[i], length, terms_.average_length, kBm25B);
      if (term.is_polite) at(Feature::kPolite) += term.idf * all;
      if (counts.all[i] == 0 && evidence_.begins_alike[i]) {
        at(Feature::kAlike) += term.idf;
      }
    }
  }

  void add_fields() {
    const double total = total_idf(terms_);
    const double share = title_passages_ > kSharedTitle ? kSharedTitleShare : 1;
    at(Feature::kTitle) = share * field_bm25(terms_, evidence_.title);
    at(Feature::kHeading) = field_bm25(terms_, evidence_.headings);
    at(Feature::kQuestion) = field_bm25(terms_, evidence_.question);
    const FieldEvidence& asked =
        evidence_.question.length > 0 ? evidence_.question : evidence_.title;
    at(Feature::kAskedPairs) = share * total * shared_pairs(terms_, asked);
  }

  void add_sentences() {
    for (const SentenceEvidence& sentence : evidence_.sentences) {
      const double covered = covered_idf(terms_, sentence.terms);
      double& best = at(Feature::kSentence);
      best = std::max(best, covered);
      if (covered <= 0 || query_.type == AnswerType::kNone) continue;
      const double fits = type_match(
          query_.type, slice(passage_.text, sentence.span), query_.folded);
      double& typed = at(Feature::kAnswerType);
      typed = std::max(typed, fits * covered);
    }
    at(Feature::kPassage) =
        coverage(terms_, matched_terms({&evidence_.title, &evidence_.headings,
                                        &evidence_.question, &evidence_.text}));
  }

  const RerankQuery& query_;
  const QueryTerms& terms_;
  const Evidence& evidence_;
  const StoredPassage& passage_;
  uint64_t title_passages_;
  FeatureValues values_{};
};

}  // namespace

const std::array<FeatureWeight, kFeatures>& feature_weights() {
  return kWeights;
}

FeatureValues features(const RerankQuery& query, const Evidence& evidence,
                       const StoredPassage& passage, uint64_t title_passages) {
  return FeatureReader(query, evidence, passage, title_passages).read();
}

double coverage(const QueryTerms& query, const std::vector<uint32_t>& terms) {
  const double all = total_idf(query);
  return all <= 0 ? 0 : covered_idf(query, terms) / all;
}

double weighted(const FeatureValues& values) {
  double sum = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    sum += kWeights[i].weight * values[i];
  }
  return sum;
}

}  // namespace ibid
