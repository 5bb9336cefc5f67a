// SPDX-License-Identifier: GPL-3.0-or-later
// What one passage has to say to a query: its text is analysed once, and the
// features of the rerank, the answer and the outcome are read off the result.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "index/analysis.h"
#include "index/beginnings.h"
#include "index/passage.h"
#include "index/span.h"
#include "searcher/query_terms.h"
#include "searcher/trigrams.h"

namespace ibid {

// A word of the passage that is one of the query.
struct TermMatch {
  uint32_t term = 0;       // place in QueryTerms::terms
  uint32_t position = 0;   // in its field
  uint32_t sentence = 0;   // of the text; 0 in other fields
  bool same_word = false;  // the word itself, not only its stem
  Span span;               // in its field
};

struct FieldEvidence {
  uint32_t length = 0;             // tokens with a position
  std::vector<TermMatch> matches;  // in order
};

struct SentenceEvidence {
  Span span;                      // in the passage's text
  std::vector<uint32_t> terms;    // matched, each once
  std::vector<uint32_t> related;  // only a word like it (Likeness)
};

// Spelt less alike, two words have little to do with each other.
inline constexpr double kAlikeSpelling = 0.5;

// What of a passage is like a term.
struct Likeness {
  bool itself = false;  // a word of the passage is the term
  bool begins = false;  // a word that begins like it
  bool form = false;    // another form of it (word_forms.h)
  // Of the word spelt most like it, where the term itself is missing: from
  // kAlikeSpelling to 1; 0: none is.
  double spelling = 0;
};

struct Evidence {
  FieldEvidence title;
  FieldEvidence headings;
  FieldEvidence question;
  FieldEvidence text;
  std::vector<SentenceEvidence> sentences;  // at least one
  std::vector<Likeness> alike;              // by term
};

// Finds the terms of one query in passages.
class EvidenceReader {
 public:
  // terms: outlives the reader.
  explicit EvidenceReader(const QueryTerms& terms);

  // analyser: of the passage's language.
  Evidence read(const StoredPassage& passage, const Analyser& analyser) const;

 private:
  FieldEvidence read_field(std::string_view text, const Analyser& analyser,
                           Evidence& evidence, bool in_sentences) const;
  void note_match(const Token& token, Evidence& evidence, FieldEvidence& field,
                  SentenceEvidence* sentence, uint32_t sentence_number) const;
  void note_alike(const Token& token, Evidence& evidence,
                  SentenceEvidence* sentence) const;
  void note_form(const Token& token, Evidence& evidence,
                 SentenceEvidence* sentence) const;

  const QueryTerms& terms_;
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using TermsByStem = std::unordered_map<std::string, std::vector<uint32_t>,
                                         Hash, std::equal_to<>>;
  void add_stem(TermsByStem& table, const std::string& stem, uint32_t term);
  void add_spelling(const QueryTerm& term, uint32_t place);
  double spelling(uint32_t term, std::string_view word) const;

  TermsByStem by_stem_;
  TermsByStem by_form_;
  Beginnings stems_;   // of both
  Beginnings wanted_;  // those, and the words that may be like a term
  // Terms that words may be like, by their first byte.
  std::array<std::vector<uint32_t>, 256> by_beginning_;
  struct Spelling {
    Trigrams trigrams;
    uint64_t signature = 0;
  };
  std::vector<Spelling> spellings_;  // by term
};

}  // namespace ibid
