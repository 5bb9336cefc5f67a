// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/confidence.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "index/line_kind.h"
#include "index/text.h"
#include "searcher/definition.h"

namespace ibid {
namespace {

// Of the idf of the query's words of content, fillers left out:
constexpr double kContext = 1.3;  // in the sentence, the one before, headings
constexpr double kPassage = 0.9;  // in the passage
constexpr double kAlike = 2.4;    // missing, but words that begin alike are
constexpr double kNear = 1.3;     // sentence_proximity; its square root
// A question of many words that are all there is hardly there by chance.
constexpr double kWord = 0.32;
constexpr size_t kMostWords = 10;
// Of the idf of all words:
constexpr double kScore = 1.4;
constexpr double kAhead = 4.8;  // of the next article's best; its square root
// Of the words of the question that the passage is an answer to: those that
// were not asked for. A question that asks for more is another question.
constexpr double kUnasked = -8;
constexpr double kBias = -8.5;
// With less of the idf of its words of content, like ones included, no question
// is answered; nor one of few words if any of them is nowhere in the database.
constexpr double kLeastShare = 0.45;
constexpr size_t kFewWords = 3;
// A sentence that defines less only mentions what a question of so few words
// wants defined.
constexpr double kLeastDefinition = 0.25;
constexpr size_t kFewSubjectWords = 2;

class ContentWords {
 public:
  explicit ContentWords(const QueryTerms& terms) : terms_(terms) {
    for (const QueryTerm& term : terms.terms) {
      if (!is_content(term)) continue;
      total_ += term.idf;
      ++count_;
    }
  }

  void add(const FieldEvidence& field) {
    for (const TermMatch& match : field.matches) add(match.term);
  }
  void add(const SentenceEvidence& sentence) {
    for (const uint32_t i : sentence.terms) add(i);
  }

  double total() const { return total_; }
  size_t count() const { return count_; }
  double share() const { return covered_ / total_; }
  // Of words that were not added, but are like one that is there.
  double alike(const Evidence& evidence) const {
    double sum = 0;
    for (uint32_t i = 0; i < terms_.terms.size(); ++i) {
      const QueryTerm& term = terms_.terms[i];
      if (is_content(term) && !seen_.contains(i) && evidence.alike[i].begins) {
        sum += term.idf;
      }
    }
    return sum / total_;
  }

  // Whether no passage has one of the words, and this one nothing like it.
  bool has_unknown_word(const Evidence& evidence) const {
    for (size_t i = 0; i < terms_.terms.size(); ++i) {
      const QueryTerm& term = terms_.terms[i];
      const Likeness& like = evidence.alike[i];
      if (is_content(term) && (term.passages == 0 || term.is_guess) &&
          !like.begins && !like.form) {
        return true;
      }
    }
    return false;
  }

 private:
  static bool is_content(const QueryTerm& term) {
    return term.counts() && !term.is_filler;
  }

  void add(uint32_t i) {
    const QueryTerm& term = terms_.terms[i];
    if (is_content(term) && seen_.insert(i).second) covered_ += term.idf;
  }

  const QueryTerms& terms_;
  std::set<uint32_t> seen_;
  double total_ = 0;
  double covered_ = 0;
  size_t count_ = 0;
};

void add_names(ContentWords& words, const Evidence& evidence) {
  words.add(evidence.title);
  words.add(evidence.headings);
  words.add(evidence.question);
}

// 0 where the passage is no answer to a question of its own.
double unasked(const StoredPassage& passage, const Evidence& evidence) {
  const bool has_question = !passage.question.empty();
  if (!has_question && !trim(passage.title).ends_with('?')) return 0;
  const FieldEvidence& asked =
      has_question ? evidence.question : evidence.title;
  if (asked.length == 0) return 0;
  std::set<uint32_t> shared;
  for (const TermMatch& match : asked.matches) shared.insert(match.position);
  return 1 - static_cast<double>(shared.size()) / asked.length;
}

// Whether the question asks what a thing is and has no other words, which every
// sentence about the thing would match, and this one does not say.
bool only_mentions(const RerankQuery& query, const Ranked& hit,
                   const AnswerSentence& answer, size_t content_words) {
  if (query.subject.size() != content_words ||
      content_words > kFewSubjectWords ||
      hit.passage.kind != PassageKind::kSection) {
    return false;
  }
  return defines(query.subject, *hit.evidence, answer.sentence,
                 hit.passage.text) < kLeastDefinition;
}

}  // namespace

double confidence(const RerankQuery& query, const Ranked& hit,
                  const AnswerSentence& answer, double runner_up) {
  const Evidence& evidence = *hit.evidence;
  ContentWords context(query.terms);
  if (context.total() <= 0) return kBias;
  add_names(context, evidence);
  context.add(evidence.sentences[answer.sentence]);
  if (answer.sentence > 0) {
    context.add(evidence.sentences[answer.sentence - 1]);
  }
  ContentWords passage(query.terms);
  add_names(passage, evidence);
  passage.add(evidence.text);
  const double alike = passage.alike(evidence);
  const bool lacks_much = passage.share() + alike < kLeastShare;
  const bool lacks_word =
      context.count() <= kFewWords && context.has_unknown_word(evidence);
  if (lacks_much || lacks_word ||
      is_printout(hit.passage.text, evidence.sentences[answer.sentence].span) ||
      only_mentions(query, hit, answer, context.count())) {
    return kBias;
  }
  const double near =
      sentence_proximity(query.terms, evidence, answer.sentence) /
      context.total();
  const double all = total_idf(query.terms);
  const double ahead = std::max(0.0, hit.score - runner_up) / all;
  const auto words = static_cast<double>(std::min(context.count(), kMostWords));
  return kContext * context.share() + kPassage * passage.share() +
         kAlike * alike + kNear * std::sqrt(near) + kWord * words +
         kScore * hit.score / all + kAhead * std::sqrt(ahead) +
         kUnasked * unasked(hit.passage, evidence) + kBias;
}

}  // namespace ibid
