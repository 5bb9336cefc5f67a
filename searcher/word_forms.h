// SPDX-License-Identifier: GPL-3.0-or-later
// Forms of English words that no stemmer brings together, because they differ
// at the root: wrote and written, children and child, France and French. They
// lend a little to passages that lack the word itself (features.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ibid {

// The other members of the word's families, without doubles, in no particular
// order; inflected forms of a member (writes) count as it. Empty: none known.
std::vector<std::string_view> other_forms(std::string_view folded_word);

// The words that one may be an inflected form of by its ending, itself first:
// for making make, for winning win, for tries try. Some are no words.
std::vector<std::string> base_words(std::string_view folded_word);

}  // namespace ibid
