// SPDX-License-Identifier: GPL-3.0-or-later
// The terms of a database of which a part is remote. Xapian sends a whole list
// for each look at one, so those that were looked at are kept.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ibid {

struct ListedTerm {
  std::string name;
  uint64_t passages = 0;
};

// Of one revision of one database. Not thread-safe.
class TermLists {
 public:
  // The terms that begin with start, sorted; valid until the next call. Throws
  // Xapian's exceptions.
  const std::vector<ListedTerm>& starting_with(const std::string& start,
                                               const Xapian::Database& db);

  // Forgets all: the revision is another.
  void clear();

  // Where more would be kept, about, those kept so far are forgotten.
  static constexpr size_t kMaxBytes = 64 << 20;

 private:
  std::map<std::string, std::vector<ListedTerm>> lists_;
  size_t bytes_ = 0;
};

}  // namespace ibid
