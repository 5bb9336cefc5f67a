// SPDX-License-Identifier: GPL-3.0-or-later
// Which words carry a full stop of their own, so that sentence.cc does not
// take it for the end of a sentence.
#pragma once

#include <string_view>

namespace ibid {

enum class Abbreviation {
  kNone,          // an ordinary word
  kNeverEnds,     // e.g., Dr., vs.: something always follows
  kBeforeNumber,  // No. 5, p. 12: an ordinary word unless a number follows
  kMayEnd,        // etc., Inc., U.S., J.: ends a sentence only before a word
                  // that so often begins one (see begins_sentences)
};

// word: the bytes before a full stop, without it.
Abbreviation abbreviation(std::string_view word);

// Whether word, in any case, is one that sentences begin with far more often
// than names do: the, it, this, however, ...
bool begins_sentences(std::string_view word);

}  // namespace ibid
