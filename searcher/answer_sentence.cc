// SPDX-License-Identifier: GPL-3.0-or-later
// A weighted sum, fitted on the gold answers of two test collections and
// tested on each by the weights of the other (docs/ranking.md). All but the
// answer type are idf of the query's words, each word counted once, where it
// counts most.
#include "searcher/answer_sentence.h"

#include <algorithm>
#include <set>
#include <vector>

#include "index/line_kind.h"
#include "searcher/definition.h"

namespace ibid {
namespace {

constexpr double kBefore = 0.6;    // words only in the sentence before
constexpr double kAfter = 0.15;    // only in the one after
constexpr double kNamed = 0.35;    // in title, headings or question
constexpr double kAlike = 0.8;     // words like those that are missing
constexpr double kSameWord = 0.4;  // words that are the same unstemmed
constexpr double kType = 0.08;     // holds what is asked for; of all idf
constexpr double kDefines = 0.8;   // the same where a definition is
constexpr double kNear = 0.1;      // sentence_proximity
constexpr double kBehind = 0.27;   // how far its passage is behind the first
// What a related question shares with the query speaks for the beginning of
// its answer; so does a title for a quick answer.
constexpr double kBeginning = 0.3;

using Terms = std::set<uint32_t>;

Terms terms_of(std::initializer_list<const FieldEvidence*> fields) {
  Terms terms;
  for (const FieldEvidence* field : fields) {
    for (const TermMatch& match : field->matches) terms.insert(match.term);
  }
  return terms;
}

class Chooser {
 public:
  explicit Chooser(const RerankQuery& query)
      : query_(query), terms_(query.terms), total_(total_idf(query.terms)) {}

  void look_at(const Ranked& hit, size_t place, double behind) {
    const Evidence& evidence = *hit.evidence;
    const Terms named =
        terms_of({&evidence.title, &evidence.headings, &evidence.question});
    const std::vector<Terms> same = same_words(evidence);
    for (size_t i = 0; i < evidence.sentences.size(); ++i) {
      const double score = value(hit, i, named, same[i]) - kBehind * behind;
      if (!best_ || score > best_->score) best_ = {place, i, score};
    }
  }

  std::optional<AnswerSentence> best() const { return best_; }

 private:
  double value(const Ranked& hit, size_t i, const Terms& named,
               const Terms& same) const {
    const Evidence& evidence = *hit.evidence;
    const SentenceEvidence& sentence = evidence.sentences[i];
    const Terms here(sentence.terms.begin(), sentence.terms.end());
    double score = covered_idf(terms_, sentence.terms);
    if (i > 0) {
      score += kBefore * beyond(here, evidence.sentences[i - 1].terms);
    }
    if (i + 1 < evidence.sentences.size()) {
      score += kAfter * beyond(here, evidence.sentences[i + 1].terms);
    }
    score += kNamed * beyond(here, named);
    score += kAlike * beyond(here, sentence.related);
    score += kSameWord * beyond({}, same);
    score += kNear * sentence_proximity(terms_, evidence, i);
    score += total_ * fit(hit.passage.text, evidence, i);
    if (is_printout(hit.passage.text, sentence.span)) score -= total_;
    if (i == 0 && hit.passage.kind != PassageKind::kSection) {
      score += beginning(hit) * beyond({}, named);
    }
    return score;
  }

  // A related question with all the query's words of content is the query.
  double beginning(const Ranked& hit) const {
    const Terms asked = terms_of({&hit.evidence->question});
    for (uint32_t i = 0; i < terms_.terms.size(); ++i) {
      const QueryTerm& term = terms_.terms[i];
      if (term.counts() && !term.is_filler && !asked.contains(i)) {
        return kBeginning;
      }
    }
    return asked.empty() ? kBeginning : 1 - kNamed;
  }

  // How well the sentence is of the kind that is asked for.
  double fit(std::string_view text, const Evidence& evidence, size_t i) const {
    if (!query_.subject.empty()) {
      return kDefines * defines(query_.subject, evidence, i, text);
    }
    return kType * type_match(query_.type,
                              slice(text, evidence.sentences[i].span),
                              query_.folded);
  }

  // The idf of terms that are not in `here`.
  template <class List>
  double beyond(const Terms& here, const List& terms) const {
    double sum = 0;
    for (const uint32_t i : terms) {
      const QueryTerm& term = terms_.terms[i];
      if (term.counts() && !here.contains(i)) sum += term.weight * term.idf;
    }
    return sum;
  }

  static std::vector<Terms> same_words(const Evidence& evidence) {
    std::vector<Terms> same(evidence.sentences.size());
    for (const TermMatch& match : evidence.text.matches) {
      if (match.same_word) same[match.sentence].insert(match.term);
    }
    return same;
  }

  const RerankQuery& query_;
  const QueryTerms& terms_;
  double total_;
  std::optional<AnswerSentence> best_;
};

}  // namespace

std::vector<AnswerSentence> answer_sentences(const RerankQuery& query,
                                             std::span<const Ranked> hits) {
  Chooser chooser(query);
  std::vector<AnswerSentence> best;
  for (size_t i = 0; i < std::min(hits.size(), kAnswerHits); ++i) {
    if (!hits[i].evidence) break;
    chooser.look_at(hits[i], i, hits[0].score - hits[i].score);
    best.push_back(*chooser.best());
  }
  return best;
}

double sentence_proximity(const QueryTerms& query, const Evidence& evidence,
                          size_t sentence) {
  double sum = 0;
  const TermMatch* last = nullptr;
  for (const TermMatch& match : evidence.text.matches) {
    const QueryTerm& term = query.terms[match.term];
    if (match.sentence != sentence || !term.counts() || term.is_filler) {
      continue;
    }
    if (last != nullptr && last->term != match.term &&
        match.position > last->position) {
      sum += std::min(term.idf, query.terms[last->term].idf) /
             (match.position - last->position);
    }
    last = &match;
  }
  return sum;
}

}  // namespace ibid
