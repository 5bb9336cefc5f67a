// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <sstream>
#include <utility>

#include "index/shard_set.h"
#include "indexer/check_passages.h"
#include "indexer/check_postings.h"
#include "indexer/check_records.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// Whether an error that keeps a database closed says that it is damaged, and
// not that it is missing, another's, or of another version.
bool is_damage(const Error& e, const std::string& db) {
  std::error_code ignored;
  if (is_sharded(db) && e.kind() == ErrorKind::kNotFound) return true;
  return (fs::is_directory(db, ignored) || is_sharded(db)) &&
         (e.kind() == ErrorKind::kCorrupt || e.kind() == ErrorKind::kIo ||
          e.kind() == ErrorKind::kInternal || e.kind() == ErrorKind::kLimit);
}

// What Xapian itself finds in its tables.
void check_tables(const std::string& db, CheckReport& report) {
  report.guard("tables", [&] {
    std::ostringstream messages;
    const size_t errors = xapian_call("cannot check the tables", [&] {
      return Xapian::Database::check(db, 0, &messages);
    });
    if (errors > 0) {
      report.add("tables", fmt::format("xapian-check finds {} errors", errors));
    }
  });
}

void check_shards(const Database& database,
                  const std::vector<CheckedShard>& shards,
                  const Patience& patience, CheckReport& report,
                  CheckedRecords& records) {
  records = check_records(database, shards, report);
  for (const CheckedShard& shard : shards) {
    report.shard = shard.name;
    const auto expected = check_passages(shard, records, patience.stop, report);
    check_postings(shard.database, expected, report);
  }
  report.shard.clear();
}

void check_contents(const std::string& db, const Patience& patience,
                    CheckReport& report, CheckedRecords& records) {
  std::optional<Database> database;
  std::vector<CheckedShard> shards;
  try {
    database = open_whole(db);
    shards = open_shards_to_check(db);
  } catch (const Error& e) {
    if (!is_damage(e, db)) throw;
    report.add("", e.what());
    return;
  }
  if (is_torn(shards)) {
    report.add("", "the last update was cut short between two shards");
    records.is_torn = true;
    return;
  }
  check_shards(*database, shards, patience, report, records);
}

std::string repair(const CheckedRecords& records) {
  if (records.is_torn) {
    return "mend it: ibid-indexer goes on where it was cut short";
  }
  std::string text =
      records.remembers_paths
          ? "repair it: ibid-indexer --rebuild builds it anew from its paths"
          : "repair it: ibid-indexer --rebuild PATH... builds it anew (which "
            "paths it had cannot be read)";
  if (records.has_stdin) text += "; give articles from stdin again";
  return text;
}

}  // namespace

CheckReport check_database(const std::string& db, const Patience& patience) {
  const auto started = std::chrono::steady_clock::now();
  CheckReport report;
  CheckedRecords records;
  std::vector<std::string> folders;
  std::vector<DatabaseLock> locks;
  try {
    folders = local_shards(db);
    for (const std::string& folder : folders) {
      locks.push_back(lock_when_free(folder, patience));
    }
  } catch (const Error& e) {
    if (!is_damage(e, db)) throw;
    report.add("", e.what());
  }
  if (!folders.empty() && locks.size() == folders.size()) {
    check_contents(db, patience, report, records);
    for (const std::string& folder : folders) {
      if (folders.size() > 1) report.shard = folder;
      check_tables(folder, report);
    }
    report.shard.clear();
  }
  if (report.problem_count > 0) report.repair = repair(records);
  const auto taken = std::chrono::steady_clock::now() - started;
  report.seconds = std::chrono::duration<double>(taken).count();
  return report;
}

CheckReport crashed_check(int signal) {
  CheckReport report;
  report.add("tables",
             fmt::format("Xapian crashes on reading them (signal {})", signal));
  report.repair = repair({});
  return report;
}

}  // namespace ibid
