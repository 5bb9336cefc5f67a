// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a check that looks at passages one by one: each is analysed
// again and compared with what is stored.
#pragma once

#include <xapian.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <string>

#include "indexer/check_records.h"
#include "indexer/check_report.h"
#include "indexer/checked_shard.h"

namespace ibid {

// What the posting lists must say of a passage.
struct ExpectedPostings {
  std::string name;      // ARTICLE-ID#n
  uint64_t sum = 0;      // of posting_hash over its terms
  uint64_t length = 0;   // of the document
  uint64_t entries = 0;  // terms
};

// By docid, of all passages of a shard that could be read. Problems are added
// to the report. Throws Error(kInterrupted) when stop is set; nullptr: never.
std::map<Xapian::docid, ExpectedPostings> check_passages(
    const CheckedShard& shard, const CheckedRecords& records,
    const std::atomic<bool>* stop, CheckReport& report);

}  // namespace ibid
