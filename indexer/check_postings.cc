// SPDX-License-Identifier: GPL-3.0-or-later
// Posting lists run across passages, so they are compared by sums: each entry
// is added to that of its passage, which must come to what the passage's own
// terms come to.
#include "indexer/check_postings.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "index/schema.h"
#include "indexer/stored_document.h"

namespace ibid {
namespace {

using Expected = std::map<Xapian::docid, ExpectedPostings>;

struct Sums {
  std::map<Xapian::docid, std::pair<uint64_t, uint64_t>> by_document;
  std::vector<std::string> wrong_counts;  // terms
};

void add_term(const Xapian::Database& db, const std::string& term,
              Xapian::doccount frequency, Sums& sums) {
  Xapian::doccount count = 0;
  uint64_t collection = 0;
  for (auto doc = db.postlist_begin(term); doc != db.postlist_end(term);
       ++doc) {
    auto& [sum, entries] = sums.by_document[*doc];
    sum += posting_hash(term, doc.get_wdf());
    ++entries;
    ++count;
    collection += doc.get_wdf();
  }
  if (count != frequency || count != db.get_termfreq(term) ||
      collection != db.get_collection_freq(term)) {
    sums.wrong_counts.push_back(term);
  }
}

Sums add_up(const Database& database) {
  return database.read([](const Xapian::Database& db) {
    Sums sums;
    for (auto term = db.allterms_begin(); term != db.allterms_end(); ++term) {
      add_term(db, *term, term.get_termfreq(), sums);
    }
    return sums;
  });
}

void compare(const Expected& expected, const Sums& sums, CheckReport& report) {
  for (const auto& [id, wanted] : expected) {
    const auto found = sums.by_document.find(id);
    if (found == sums.by_document.end() ||
        found->second != std::pair(wanted.sum, wanted.entries)) {
      report.add("passage " + wanted.name,
                 "the posting lists are not those of its text");
    }
  }
  for (const auto& [id, sum] : sums.by_document) {
    if (expected.contains(id)) continue;
    report.add(fmt::format("document {}", id),
               "posting lists name it, but it is no passage");
  }
  for (const std::string& term : sums.wrong_counts) {
    report.add("term " + term, "its counts are not those of its postings");
  }
}

// Ranking relies on these bounds.
void check_lengths(const Database& database, const Expected& expected,
                   CheckReport& report) {
  uint64_t total = 0;
  uint64_t lowest = UINT64_MAX;
  uint64_t highest = 0;
  for (const auto& [id, wanted] : expected) {
    total += wanted.length;
    if (wanted.length > 0) lowest = std::min(lowest, wanted.length);
    highest = std::max(highest, wanted.length);
  }
  const bool holds = database.read([&](const Xapian::Database& db) {
    return db.get_doccount() == expected.size() &&
           db.get_total_length() == total &&
           db.get_doclength_lower_bound() <= lowest &&
           db.get_doclength_upper_bound() >= highest &&
           (expected.empty() || db.get_lastdocid() >= expected.rbegin()->first);
  });
  if (!holds) {
    report.add("counts", "number or lengths of passages are not as counted");
  }
}

void check_values(const Database& database, const Expected& expected,
                  CheckReport& report) {
  for (const Xapian::valueno slot : {kArticleSlot, kDateSlot, kOrderSlot}) {
    const auto [counted, kept] = database.read([&](const Xapian::Database& db) {
      Xapian::doccount count = 0;
      const std::string lower = db.get_value_lower_bound(slot);
      const std::string upper = db.get_value_upper_bound(slot);
      for (auto value = db.valuestream_begin(slot);
           value != db.valuestream_end(slot); ++value) {
        const std::string text = *value;
        if (expected.contains(value.get_docid()) && lower <= text &&
            text <= upper) {
          ++count;
        }
      }
      return std::pair(count, db.get_value_freq(slot));
    });
    if (counted != kept) {
      report.add(fmt::format("value {}", slot),
                 "its counts or bounds are not those of the passages");
    }
  }
}

}  // namespace

void check_postings(const Database& database, const Expected& expected,
                    CheckReport& report) {
  report.guard("posting lists", [&] {
    const Sums sums = add_up(database);
    compare(expected, sums, report);
  });
  report.guard("counts", [&] { check_lengths(database, expected, report); });
  report.guard("values", [&] { check_values(database, expected, report); });
}

}  // namespace ibid
