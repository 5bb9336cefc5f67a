// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of ibid-indexer. The only file that knows CLI11.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "index/settings.h"
#include "indexer/article.h"
#include "indexer/read_options.h"

namespace ibid {

// What to do. All but kIndex leave articles alone and take no paths.
enum class IndexerMode {
  kIndex,
  kCheck,          // --check
  kStatus,         // --status
  kStatusChanges,  // --status --check
  kCompact,        // --compact
  kReshard,        // --reshard
};

struct IndexerOptions {
  IndexerMode mode = IndexerMode::kIndex;
  std::string db;  // resolved: see database_path
  // That the database is to have; 0: as many as it has, a new one has one.
  uint32_t shards = 0;
  uint32_t reshard = 0;  // that kReshard gives it
  GivenOptions given;
  // Of articles that do not say theirs, where nothing else says one.
  std::string language = "en";
  // --root NAME=DIR, in order.
  std::vector<std::pair<std::string, std::string>> roots;
  std::string id;                   // of the article on stdin
  std::vector<std::string> remove;  // ids or paths
  std::string files_from;           // a file with one path a line, or "-"
  // A file of synonyms; empty: forget those that the database holds. nullopt:
  // they stay.
  std::optional<std::string> synonyms;
  // How long to wait for another writer to be done.
  uint64_t wait_seconds = 0;
  bool dry_run = false;
  bool rehash = false;     // read every file, whatever its times
  bool prune_all = false;  // see PlanOptions
  bool rebuild = false;
  bool all_or_nothing = false;
  bool watch = false;  // update whenever files change, until a signal comes
  // Between two looks at all files where folders cannot be watched. Tests take
  // less.
  uint32_t rescan_seconds = 30;
  // Bytes of sources in one commit: what a crash costs at most, and about a
  // tenth of what Xapian holds in memory before it. Tests take less.
  size_t batch_bytes = 16 << 20;
  // Least bytes of files that are indexed in bulk, where a database is new:
  // faster, and committed once, at the end. Tests take less.
  size_t bulk_bytes = 4 << 20;
  // Threads that read and analyse. 1: none but the one that runs. The command
  // line takes one a processor where it does not say.
  size_t jobs = 1;
  // Least size of a database that is compacted by itself. Tests take less.
  uint64_t compact_bytes = 8'000'000;
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  std::string color = "auto";
  // "-": one article on stdin. None, and nothing else to do: all that the
  // database remembers.
  std::vector<std::string> paths;
};

// What to do instead of indexing: print this on stdout and exit with 0.
struct EarlyExit {
  std::string text;
};

// Throws Error(kUsage). exit: set for --help and --version.
IndexerOptions parse_options(int argc, const char* const* argv,
                             std::optional<EarlyExit>& exit);

}  // namespace ibid
