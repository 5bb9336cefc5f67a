// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a check that looks at posting lists and at the numbers that
// Xapian keeps about them.
#pragma once

#include <map>

#include "index/database.h"
#include "indexer/check_passages.h"
#include "indexer/check_report.h"

namespace ibid {

// Problems are added to the report.
void check_postings(const Database& database,
                    const std::map<Xapian::docid, ExpectedPostings>& expected,
                    CheckReport& report);

}  // namespace ibid
