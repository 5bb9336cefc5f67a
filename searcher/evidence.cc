// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/evidence.h"

#include <algorithm>

#include "index/sentence.h"

namespace ibid {
namespace {

// Words alike have so many first bytes in common, and most of the shorter one.
constexpr size_t kAlikeBytes = 4;
constexpr double kAlikeShare = 0.7;

bool begin_alike(std::string_view a, std::string_view b) {
  const size_t shorter = std::min(a.size(), b.size());
  size_t same = 0;
  while (same < shorter && a[same] == b[same]) ++same;
  return same >= kAlikeBytes &&
         static_cast<double>(same) >=
             kAlikeShare * static_cast<double>(shorter) &&
         2 * same >= std::max(a.size(), b.size());
}

// Whether it is worth comparing how two words with the same first byte are
// spelt.
constexpr size_t kMostApart = 4;  // bytes
bool could_be_alike(std::string_view a, std::string_view b) {
  return a.size() <= b.size() + kMostApart && b.size() <= a.size() + kMostApart;
}

// 10.5 is not like 10.6.
bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

void add_once(std::vector<uint32_t>& list, uint32_t value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) {
    list.push_back(value);
  }
}

}  // namespace

EvidenceReader::EvidenceReader(const QueryTerms& terms)
    : terms_(terms), spellings_(terms.terms.size()) {
  for (uint32_t i = 0; i < terms.terms.size(); ++i) {
    const QueryTerm& term = terms.terms[i];
    for (const std::string& stem : term.stems) add_stem(by_stem_, stem, i);
    if (term.is_filler || !term.counts()) continue;
    for (const std::string& form : term.forms) add_stem(by_form_, form, i);
    if (term.word.size() >= kAlikeBytes && !has_digit(term.word)) {
      add_spelling(term, i);
    }
  }
}

void EvidenceReader::add_stem(TermsByStem& table, const std::string& stem,
                              uint32_t term) {
  table[stem].push_back(term);
  stems_.add(stem);
  wanted_.add(stem);
}

void EvidenceReader::add_spelling(const QueryTerm& term, uint32_t place) {
  const std::string& word = term.word;
  by_beginning_[static_cast<unsigned char>(word[0])].push_back(place);
  // As long as begin_alike and could_be_alike want them.
  const size_t most = std::max(2 * word.size(), word.size() + kMostApart);
  wanted_.add_all(word[0], kAlikeBytes, most);
  Spelling& spelling = spellings_[place];
  spelling.trigrams = trigrams(word);
  spelling.signature = signature(spelling.trigrams);
}

Evidence EvidenceReader::read(const StoredPassage& passage,
                              const Analyser& analyser) const {
  Evidence evidence;
  evidence.alike.resize(terms_.terms.size());
  evidence.title = read_field(passage.title, analyser, evidence, false);
  std::string headings;
  for (const std::string& heading : passage.headings) {
    headings += heading + "\n";
  }
  evidence.headings = read_field(headings, analyser, evidence, false);
  evidence.question = read_field(passage.question, analyser, evidence, false);
  const std::vector<Span> spans = sentences(passage.text);
  evidence.sentences.reserve(std::max<size_t>(spans.size(), 1));
  for (const Span span : spans) evidence.sentences.push_back({span, {}, {}});
  if (evidence.sentences.empty()) {
    evidence.sentences.push_back({{0, passage.text.size()}, {}, {}});
  }
  evidence.text = read_field(visible_text(passage.text, passage.markup),
                             analyser, evidence, true);
  return evidence;
}

FieldEvidence EvidenceReader::read_field(std::string_view text,
                                         const Analyser& analyser,
                                         Evidence& evidence,
                                         bool in_sentences) const {
  FieldEvidence field;
  if (in_sentences) {
    constexpr size_t kUsualBytes = 24;  // of a text, for each match
    field.matches.reserve(text.size() / kUsualBytes);
  }
  uint32_t number = 0;
  field.length = analyser.analyse(text, wanted_, [&](const Token& token) {
    if (token.role == TokenRole::kChar) return;
    SentenceEvidence* sentence = nullptr;
    if (in_sentences) {
      while (number + 1 < evidence.sentences.size() &&
             token.start >= evidence.sentences[number].span.end) {
        ++number;
      }
      sentence = &evidence.sentences[number];
    }
    if (stems_.may_have(token.stem)) {
      note_match(token, evidence, field, sentence, number);
      note_form(token, evidence, sentence);
    }
    note_alike(token, evidence, sentence);
  });
  return field;
}

void EvidenceReader::note_match(const Token& token, Evidence& evidence,
                                FieldEvidence& field,
                                SentenceEvidence* sentence,
                                uint32_t sentence_number) const {
  const auto found = by_stem_.find(token.stem);
  if (found == by_stem_.end()) return;
  for (const uint32_t i : found->second) {
    const QueryTerm& term = terms_.terms[i];
    evidence.alike[i].itself = true;
    field.matches.push_back({i,
                             token.position,
                             sentence_number,
                             token.word == term.word,
                             {token.start, token.end}});
    if (sentence == nullptr) continue;
    add_once(sentence->terms, i);
    if (term.counts() || term.compound == 0) continue;
    // A compound that is there as a whole has its parts, too.
    for (uint32_t j = 0; j < terms_.terms.size(); ++j) {
      if (terms_.terms[j].compound == term.compound) {
        add_once(sentence->terms, j);
      }
    }
  }
}

void EvidenceReader::note_form(const Token& token, Evidence& evidence,
                               SentenceEvidence* sentence) const {
  if (by_form_.empty()) return;
  const auto found = by_form_.find(token.stem);
  if (found == by_form_.end()) return;
  for (const uint32_t i : found->second) {
    evidence.alike[i].form = true;
    if (sentence != nullptr) add_once(sentence->related, i);
  }
}

void EvidenceReader::note_alike(const Token& token, Evidence& evidence,
                                SentenceEvidence* sentence) const {
  const std::string_view word = token.word;
  if (word.size() < kAlikeBytes) return;
  for (const uint32_t i : by_beginning_[static_cast<unsigned char>(word[0])]) {
    Likeness& likeness_of = evidence.alike[i];
    if (begin_alike(terms_.terms[i].word, word)) {
      likeness_of.begins = true;
      if (sentence != nullptr) add_once(sentence->related, i);
    } else if (!likeness_of.itself &&
               could_be_alike(terms_.terms[i].word, word)) {
      likeness_of.spelling = std::max(likeness_of.spelling, spelling(i, word));
    }
  }
}

// How alike they are spelt; 0: not enough to tell.
double EvidenceReader::spelling(uint32_t term, std::string_view word) const {
  const auto& [ours, bits] = spellings_[term];
  if (likeness_at_most(word, ours.size(), bits) < kAlikeSpelling) return 0;
  const double alike = likeness(ours, trigrams(word));
  return alike < kAlikeSpelling ? 0 : alike;
}

}  // namespace ibid
