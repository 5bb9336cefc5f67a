// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/term_lists.h"

namespace ibid {

const std::vector<ListedTerm>& TermLists::starting_with(
    const std::string& start, const Xapian::Database& db) {
  const auto known = lists_.find(start);
  if (known != lists_.end()) return known->second;
  if (bytes_ > kMaxBytes) clear();
  std::vector<ListedTerm> terms;
  for (auto term = db.allterms_begin(start); term != db.allterms_end(start);
       ++term) {
    terms.push_back({*term, term.get_termfreq()});
    bytes_ += sizeof(ListedTerm) + terms.back().name.capacity();
  }
  return lists_[start] = std::move(terms);
}

void TermLists::clear() {
  lists_.clear();
  bytes_ = 0;
}

}  // namespace ibid
