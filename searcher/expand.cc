// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/expand.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "index/schema.h"
#include "searcher/query.h"

namespace ibid {
namespace {

// Terms of one prefix that are looked at before the most frequent are taken.
constexpr size_t kMaxScannedTerms = 50000;

std::vector<std::string> most_frequent(const std::string& start,
                                       const Xapian::Database& db) {
  std::vector<std::pair<Xapian::doccount, std::string>> found;
  for (const std::string& from :
       {make_term("", start), make_term(prefix::kWord, start)}) {
    size_t scanned = 0;
    for (auto term = db.allterms_begin(from);
         term != db.allterms_end(from) && scanned < kMaxScannedTerms;
         ++term, ++scanned) {
      found.emplace_back(term.get_termfreq(), *term);
    }
  }
  const size_t count = std::min(found.size(), kMaxExpansion);
  std::partial_sort(found.begin(),
                    found.begin() + static_cast<ptrdiff_t>(count), found.end(),
                    std::greater<>());
  std::vector<std::string> terms;
  for (size_t i = 0; i < count; ++i) terms.push_back(found[i].second);
  return terms;
}

}  // namespace

Expansion expand_prefix(const std::string& start,
                        const std::vector<std::string>& languages,
                        const Xapian::Database& db, Analysers& analysers) {
  Expansion expansion;
  for (std::string& term : most_frequent(start, db)) {
    const bool whole = term.starts_with(prefix::kWord);
    const std::string word = whole ? term.substr(prefix::kWord.size()) : term;
    for (const std::string& language : languages) {
      expansion.stems.insert(whole ? analysers.get(language).stem(word) : word);
    }
    expansion.terms.push_back(std::move(term));
  }
  return expansion;
}

}  // namespace ibid
