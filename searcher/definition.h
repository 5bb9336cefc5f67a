// SPDX-License-Identifier: GPL-3.0-or-later
// What a question wants defined, and how well a sentence defines it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "searcher/evidence.h"
#include "searcher/query_terms.h"

namespace ibid {

// Places in query.terms: X of "what is X", "what does X mean", without what
// only narrows it ("in Rust"). Empty: nothing is to be defined. folded: the
// text of the question. Knows English.
std::vector<uint32_t> definition_subject(std::string_view folded,
                                         const QueryTerms& query);

// From 0 (says nothing of what the subject is) to 1 ("X is a ..."). text: of
// the passage, whose evidence this is. 0 where the subject is empty or does not
// stand in the sentence.
double defines(std::span<const uint32_t> subject, const Evidence& evidence,
               size_t sentence, std::string_view text);

}  // namespace ibid
