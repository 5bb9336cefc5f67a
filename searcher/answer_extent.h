// SPDX-License-Identifier: GPL-3.0-or-later
// From the sentence that answers to the stretch that is shown: one contiguous
// span that can stand by itself.
#pragma once

#include <cstddef>

#include "index/passage.h"
#include "index/span.h"
#include "searcher/answer_type.h"
#include "searcher/evidence.h"

namespace ibid {

// Code points of an answer at most, and items of a list.
inline constexpr size_t kAnswerChars = 350;
inline constexpr size_t kAnswerItems = 5;

// Bytes of passage.text: the sentence; with the one before it where it only
// refers back ("It was ..."), with the next where it says next to nothing
// ("Yes.") or begins the answer to a related question, with the items that it
// announces, and where steps are asked for with the list that it is part of. A
// longer sentence is cut at white space, around the query's words.
Span answer_extent(const StoredPassage& passage, const Evidence& evidence,
                   size_t sentence, AnswerType type);

}  // namespace ibid
