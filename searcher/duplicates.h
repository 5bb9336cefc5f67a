// SPDX-License-Identifier: GPL-3.0-or-later
// Which passages say the same: of those, a list of hits shows the first one and
// how many more there are. One fixed rule, whatever the collection.
//
// Compared is what is to be read of a passage: its question, if it has one,
// and its text without markup; of a text of fewer than kMinWords words also
// title and headings, which else do not count. Two passages are near-duplicates
// where
//   - their text is the same but for case, accents, white space and markup; or
//   - both have kMinWords words or more, the same telling words in the same
//     order (numbers, identifiers, code, negations: see telling_words.h), and
//     of the runs of kShingleWords words in either at least 90% are in both.
// Hence about one word of seventy may be changed, added or left out, and a
// passage inside a much longer one is none of its duplicates. A character of a
// script without spaces counts as a word.
#pragma once

#include "searcher/fingerprint.h"

namespace ibid {

// The rule above. Symmetric, but not transitive.
bool near_duplicates(const Fingerprint& a, const Fingerprint& b);

}  // namespace ibid
