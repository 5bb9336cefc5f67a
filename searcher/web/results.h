// SPDX-License-Identifier: GPL-3.0-or-later
// An Answer as part of a page: what there is to say about it, the card, the
// hits, and the way to further ones. page.js puts it in the place of the one
// before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "index/error.h"
#include "searcher/answer.h"
#include "searcher/web/address.h"

namespace ibid {

struct Search {
  Parameters parameters;  // as given, without empty ones
  size_t count = 10;      // hits that were asked for
  size_t offset = 0;
  size_t most_offset = 0;  // that may be asked for
  // The passage that others are to be like; of an article one that has its
  // title alone.
  std::optional<LocatedPassage> like;
};

// <section id="results">, whose data-title is the page's title and whose
// data-status says in a few words what was found.
std::string results(const Answer& answer, const Search& search);

// The same place where there is no answer.
std::string failed_results(const Error& error, const Parameters& parameters);

// The same place before anything was asked. within: HTML.
std::string empty_results(const std::string& within);

// What could not be asked, to stand above what was found without it; empty
// where nothing is missing.
std::string partial_notice(const std::vector<MissingShard>& missing);

// "10 of about 57 passages"; "Nothing found". Of a partial answer it says so.
std::string found_text(const Answer& answer);

// What was asked for, or is similar to what; plain.
std::string search_title(const Search& search);

}  // namespace ibid
