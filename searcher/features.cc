// SPDX-License-Identifier: GPL-3.0-or-later
// BM25 is that of Robertson and Zaragoza, The probabilistic relevance framework
// (2009), without saturation of repeated query words. Proximity is that of
// Rasolofo and Savoy, Term proximity scoring for keyword-based retrieval
// systems (2003), over neighbouring matches.
#include "searcher/features.h"

#include <algorithm>
#include <cmath>

#include "searcher/definition.h"

namespace ibid {
namespace {

constexpr double kBm25K1 = 1.2;
constexpr double kBm25B = 0.75;
constexpr double kTitleB = 0.5;
// Words of a usual heading or question; what their lengths are measured by.
constexpr double kUsualTitle = 6;
// Keywords that are meant as they stand; of more, few passages have all.
constexpr size_t kFewKeywords = 4;
constexpr double kLaterSentence = 0.85;

// Fitted on the test collections by a method that keeps weights small, each
// near what it is worth where its collection was left out; halving or doubling
// any one of them changes the mean nDCG@10 by .004 at most (docs/ranking.md).
constexpr std::array<FeatureWeight, kFeatures> kWeights = {{
    {"first_pass", 1},
    {"heading", 1.6},
    {"question", 0.3},
    {"named", 1},
    {"sentence", 0.3},
    {"coverage", 0.4},
    {"answer_type", 0.5},
    {"same_word", 0.4},
    {"proximity", 0.8},
    {"alike", 0.8},
    {"spelling", 0.6},
    {"form", 1},
    {"filler_pairs", 0.8},
    {"fillers", -0.3},
    {"polite", -1.5},
    {"quick_answer", 4},
    {"exact", 4},
    {"defines", 6},
}};

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

// Sorted, each once.
std::vector<uint32_t> matched_terms(
    std::initializer_list<const FieldEvidence*> fields) {
  std::vector<uint32_t> terms;
  size_t matches = 0;
  for (const FieldEvidence* field : fields) matches += field->matches.size();
  terms.reserve(matches);
  for (const FieldEvidence* field : fields) {
    for (const TermMatch& match : field->matches) terms.push_back(match.term);
  }
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

class FeatureReader {
 public:
  FeatureReader(const RerankQuery& query, const Evidence& evidence,
                const StoredPassage& passage)
      : query_(query),
        terms_(query.terms),
        evidence_(evidence),
        passage_(passage),
        fields_({&evidence.title, &evidence.headings, &evidence.question,
                 &evidence.text}) {
    for (const FieldEvidence* field : fields_) length_ += field->length;
    length_ = std::max(length_, 1.0);
  }

  FeatureValues read() {
    add_words();
    add_fields();
    add_sentences();
    if (!query_.subject.empty()) add_definition();
    if (query_.keywords && terms_.order.size() <= kFewKeywords)
      at(Feature::kExact) = exactness() * total_idf(terms_);
    at(Feature::kProximity) = proximity();
    at(Feature::kFillerPairs) = filler_pairs();
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
    std::vector<double> counts(terms_.terms.size());
    std::vector<double> same_word(terms_.terms.size());
    for (const FieldEvidence* field : fields_) {
      for (const TermMatch& match : field->matches) {
        ++counts[match.term];
        if (match.same_word) ++same_word[match.term];
      }
    }
    for (size_t i = 0; i < counts.size(); ++i) {
      const QueryTerm& term = terms_.terms[i];
      const double all = passage_bm25(counts[i]);
      at(Feature::kSameWord) +=
          term.times * term.weight * term.word_idf * passage_bm25(same_word[i]);
      if (term.is_polite) at(Feature::kPolite) += term.idf * all;
      if (term.is_filler) at(Feature::kFillers) += term.idf * all;
      if (counts[i] == 0) add_likeness(term, evidence_.alike[i]);
    }
  }

  double passage_bm25(double count) const {
    return bm25(count, length_, terms_.average_length, kBm25B);
  }

  // Of a term that no word of the passage is.
  void add_likeness(const QueryTerm& term, const Likeness& like) {
    if (like.begins) at(Feature::kAlike) += term.idf;
    if (like.form) at(Feature::kForm) += term.idf;
    if (!like.begins) at(Feature::kSpelling) += term.idf * like.spelling;
  }

  void add_fields() {
    // The beginning of an article, under its title alone, is where what the
    // title names is defined.
    const bool by_title =
        evidence_.headings.length == 0 && !query_.subject.empty();
    at(Feature::kHeading) =
        field_bm25(terms_, by_title ? evidence_.title : evidence_.headings);
    at(Feature::kQuestion) = field_bm25(terms_, evidence_.question);
    at(Feature::kNamed) = covered_idf(
        terms_, matched_terms({&evidence_.title, &evidence_.question}));
    at(Feature::kCoverage) = covered_idf(
        terms_, matched_terms({&evidence_.title, &evidence_.headings,
                               &evidence_.question, &evidence_.text}));
  }

  void add_definition() {
    double best = 0;
    for (size_t i = 0; i < evidence_.sentences.size(); ++i) {
      // What opens a passage is what it is about.
      const double share = i == 0 ? 1 : kLaterSentence;
      best = std::max(
          best, share * defines(query_.subject, evidence_, i, passage_.text));
    }
    at(Feature::kDefines) = best * covered_idf(terms_, query_.subject);
  }

  void add_sentences() {
    std::vector<std::pair<double, size_t>> covered;  // with places
    covered.reserve(evidence_.sentences.size());
    for (const SentenceEvidence& sentence : evidence_.sentences) {
      covered.emplace_back(covered_idf(terms_, sentence.terms), covered.size());
    }
    std::sort(covered.rbegin(), covered.rend());
    at(Feature::kSentence) = covered.front().first;
    if (query_.type == AnswerType::kNone) return;
    double& typed = at(Feature::kAnswerType);
    // No match is more than 1: those behind cannot be worth more.
    for (const auto& [idf, place] : covered) {
      if (idf <= typed) break;
      const Span span = evidence_.sentences[place].span;
      const double fits =
          type_match(query_.type, slice(passage_.text, span), query_.folded);
      typed = std::max(typed, fits * idf);
    }
  }

  // 1: all words of the query, unstemmed, stand in one field as they were
  // typed; 0.5: all stand somewhere; 0 else.
  double exactness() const {
    std::vector<bool> there(terms_.terms.size());
    for (const FieldEvidence* field : fields_) {
      if (has_phrase(*field)) return 1;
      for (const TermMatch& match : field->matches) {
        if (match.same_word) there[match.term] = true;
      }
    }
    const bool all =
        std::ranges::all_of(terms_.order, [&](uint32_t i) { return there[i]; });
    return all && !terms_.order.empty() ? 0.5 : 0;
  }

  bool has_phrase(const FieldEvidence& field) const {
    size_t next = 0;  // place in terms_.order
    uint32_t last = 0;
    for (const TermMatch& match : field.matches) {
      if (!match.same_word || terms_.order.empty()) continue;
      if (match.term == terms_.order[next] &&
          (next == 0 || match.position == last + 1)) {
        ++next;
      } else if (match.position != last) {
        next = match.term == terms_.order[0] ? 1 : 0;
      }
      last = match.position;
      if (next == terms_.order.size()) return true;
    }
    return false;
  }

  bool is_content(const TermMatch& match) const {
    const QueryTerm& term = terms_.terms[match.term];
    return term.counts() && !term.is_filler;
  }

  double proximity() const {
    std::vector<double> near(terms_.terms.size());
    for (const FieldEvidence* field : fields_) add_proximity(*field, near);
    double sum = 0;
    for (size_t i = 0; i < near.size(); ++i) {
      sum += terms_.terms[i].weight * passage_bm25(near[i]);
    }
    return sum;
  }

  // Each of two neighbouring matches gets the other's idf over the square of
  // their distance.
  void add_proximity(const FieldEvidence& field,
                     std::vector<double>& near) const {
    const TermMatch* last = nullptr;
    for (const TermMatch& match : field.matches) {
      if (!is_content(match)) continue;
      if (last != nullptr && last->term != match.term &&
          match.position > last->position) {
        const double distance = match.position - last->position;
        const double share = 1 / (distance * distance);
        near[last->term] += terms_.terms[match.term].idf * share;
        near[match.term] += terms_.terms[last->term].idf * share;
      }
      last = &match;
    }
  }

  // Questions in other words still share turns of phrase: "what is a", "how do
  // I".
  double filler_pairs() const {
    std::vector<std::pair<uint32_t, uint32_t>> here;
    size_t all = 0;
    for (const FieldEvidence* field : fields_) all += field->matches.size();
    here.reserve(all);
    for (const FieldEvidence* field : fields_) {
      const std::vector<TermMatch>& matches = field->matches;
      for (size_t i = 0; i < matches.size(); ++i) {
        for (size_t j = i + 1; j < matches.size() &&
                               matches[j].position <= matches[i].position + 1;
             ++j) {
          if (matches[j].position == matches[i].position + 1) {
            here.emplace_back(matches[i].term, matches[j].term);
          }
        }
      }
    }
    std::sort(here.begin(), here.end());
    double sum = 0;
    for (size_t i = 0; i + 1 < terms_.order.size(); ++i) {
      const uint32_t a = terms_.order[i];
      const uint32_t b = terms_.order[i + 1];
      const QueryTerm& first = terms_.terms[a];
      const QueryTerm& second = terms_.terms[b];
      if ((first.is_filler || second.is_filler) &&
          std::binary_search(here.begin(), here.end(), std::pair(a, b))) {
        sum += std::min(first.idf, second.idf);
      }
    }
    return sum;
  }

  const RerankQuery& query_;
  const QueryTerms& terms_;
  const Evidence& evidence_;
  const StoredPassage& passage_;
  std::array<const FieldEvidence*, 4> fields_;
  double length_ = 0;  // of all fields, in words
  FeatureValues values_{};
};

}  // namespace

const std::array<FeatureWeight, kFeatures>& feature_weights() {
  return kWeights;
}

FeatureValues features(const RerankQuery& query, const Evidence& evidence,
                       const StoredPassage& passage, double first_pass) {
  FeatureValues values = FeatureReader(query, evidence, passage).read();
  values[static_cast<size_t>(Feature::kFirstPass)] = first_pass;
  return values;
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

double weighted(const FeatureValues& values) {
  double sum = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    sum += kWeights[i].weight * values[i];
  }
  return sum;
}

}  // namespace ibid
