// SPDX-License-Identifier: GPL-3.0-or-later
// What one passage has to say to a query: its text is analysed once, and the
// features of the rerank, the answer and the outcome are read off the result.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "index/analysis.h"
#include "index/passage.h"
#include "index/span.h"
#include "searcher/query_terms.h"

namespace ibid {

// A word of the passage that is one of the query.
struct TermMatch {
  uint32_t term = 0;       // place in QueryTerms::terms
  uint32_t position = 0;   // in its field
  uint32_t sentence = 0;   // of the text; 0 in other fields
  bool same_word = false;  // the word itself, not only its stem
};

struct FieldEvidence {
  uint32_t length = 0;             // tokens with a position
  std::vector<TermMatch> matches;  // in order
};

struct SentenceEvidence {
  Span span;                      // in the passage's text
  std::vector<uint32_t> terms;    // matched, each once
  std::vector<uint32_t> related;  // only a word with the same beginning
};

struct Evidence {
  FieldEvidence title;
  FieldEvidence headings;
  FieldEvidence question;
  FieldEvidence text;
  std::vector<SentenceEvidence> sentences;  // at least one
  // By term: whether any word of the passage begins like it (only told for
  // terms that do not match).
  std::vector<bool> begins_alike;
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
  void note_match(const Token& token, FieldEvidence& field,
                  SentenceEvidence* sentence, uint32_t sentence_number) const;
  void note_alike(const Token& token, Evidence& evidence,
                  SentenceEvidence* sentence) const;

  const QueryTerms& terms_;
  std::unordered_map<std::string, std::vector<uint32_t>> by_stem_;
  std::unordered_map<std::string, std::vector<uint32_t>> by_beginning_;
};

}  // namespace ibid
