// SPDX-License-Identifier: GPL-3.0-or-later
// What a database holds, for people and as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "index/database.h"
#include "indexer/report.h"

namespace ibid {

struct RootStatus {
  Root root;             // without a path: articles from stdin
  bool missing = false;  // there is nothing at its path now
  uint64_t files = 0;
  uint64_t articles = 0;
  uint64_t passages = 0;
  uint64_t bytes = 0;   // of the files, as they were when last looked at
  int64_t read_ns = 0;  // when one of its files was last read; 0: never
};

struct ShardStatus {
  std::optional<uint32_t> number;  // nullopt: it cannot be asked
  std::string path;                // or address
  std::string missing;             // why it cannot be asked; empty: it can
  uint64_t passages = 0;
  uint64_t bytes = 0;      // of its files; 0: of another machine
  int64_t updated_ns = 0;  // likewise
};

struct StatusReport {
  std::string db;
  std::vector<ShardStatus> shards;  // by number; none of a database by itself
  int format_version = 0;
  int analysis_version = 0;
  uint64_t articles = 0;
  uint64_t passages = 0;
  uint64_t bytes = 0;      // of the database's files
  int64_t updated_ns = 0;  // when it was last written to
  std::vector<std::string> languages;
  std::vector<RootStatus> roots;  // those with articles, or that are updated
  // What an update would do; nullopt: that was not asked.
  std::optional<Report> changes;
};

// Errors: roots that are missing, and what an update would fail at.
Diagnostics problems_of(const StatusReport& report);

// Some lines, each with its end.
std::string print_status(const StatusReport& report);

// The object of the man page, on one line, with a line end.
std::string print_status_json(const StatusReport& report);

}  // namespace ibid
