// SPDX-License-Identifier: GPL-3.0-or-later
// English words that are made of one another by endings which change the root,
// so that they do not begin alike enough to be told by that: decide and
// decision, permit and permission, stable and stability.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ibid {

// What may be derived from a folded word, or what it may be derived from, by a
// table of endings alone: some are no words, and then no passage has them.
// Inflected words count as their base. Empty: no ending of the table fits.
std::vector<std::string> derived_words(std::string_view folded_word);

}  // namespace ibid
