// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that the tests of the printers print.
#pragma once

#include <string>

#include "searcher/answer.h"

namespace ibid {

// A hit with every field filled.
inline Hit full_hit() {
  Hit hit;
  hit.id = "rust.txt#4";
  hit.rank = 1;
  hit.score = 12.345678901;
  hit.passage.article_key = "0123456789abcdef01234567";
  hit.passage.kind = PassageKind::kQuestion;
  hit.passage.title = "What is Rust used for";
  hit.passage.headings = {"Systems", "Kernels"};
  hit.passage.question = "Does Linux use Rust?";
  hit.passage.text = "Linux has taken *Rust* code\nsince 6.1.";
  hit.article_id = "rust.txt";
  hit.path = "/abs/rust.txt";
  hit.url = "https://example.org/rust";
  hit.anchor = "kernels";
  hit.updated = "2026-04-01";
  hit.sources = {{"The Rust Book", "MIT"}, {"A talk", std::nullopt}};
  hit.span = {1200, 1238};
  hit.line = 31;
  hit.exact = true;
  hit.snippet = {"Linux has taken Rust code since 6.1.", {{0, 5}, {16, 20}}};
  hit.stale = false;
  return hit;
}

// A hit from stdin of which next to nothing is known.
inline Hit bare_hit() {
  Hit hit;
  hit.id = "note#1";
  hit.rank = 2;
  hit.score = 3;
  hit.passage.title = "Note";
  hit.passage.text = "Rust.";
  hit.article_id = "note";
  hit.span = {0, 5};
  hit.line = 1;
  hit.exact = false;
  hit.snippet = {"Rust.", {}};
  return hit;
}

inline Answer sample_answer() {
  Answer answer;
  answer.query = "does linux use rust";
  answer.mode = QueryMode::kQuestion;
  answer.outcome = Outcome::kRelated;
  answer.hits = {full_hit(), bare_hit()};
  answer.total = 57;
  answer.took_ms = 1.2345;
  return answer;
}

}  // namespace ibid
