// SPDX-License-Identifier: GPL-3.0-or-later
// The words that begin like a prefix of a query (word*). A helper of
// translate.cc.
#pragma once

#include <xapian.h>

#include <set>
#include <string>
#include <vector>

#include "index/analysers.h"

namespace ibid {

struct Expansion {
  std::vector<std::string>
      terms;                    // of the database, exact; most frequent first
  std::set<std::string> stems;  // of the words that they stand for
};

// At most kMaxExpansion terms. start: folded. Throws Xapian's exceptions.
Expansion expand_prefix(const std::string& start,
                        const std::vector<std::string>& languages,
                        const Xapian::Database& db, Analysers& analysers);

}  // namespace ibid
