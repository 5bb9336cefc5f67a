// SPDX-License-Identifier: GPL-3.0-or-later
// Second stage: from what a scan found and what the database knows to what is
// to be done. Pure: looks at no file and at no clock.
//
// A file is taken for unchanged without being read where its size, times and
// inode are those of its record, and its times lie so far before the moment
// that they were looked at that a later change would have made them others.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/file_record.h"
#include "indexer/article.h"
#include "indexer/read_options.h"
#include "indexer/roots.h"
#include "indexer/scan.h"

namespace ibid {

// How far apart two changes of a file may be and still give it the same times;
// the coarsest clock of a file system in use (FAT) steps by two seconds.
inline constexpr int64_t kGranularityNs = 2'000'000'000;

struct PlanOptions {
  GivenOptions given;
  std::string language;    // where nothing says one
  bool rehash = false;     // take no file for unchanged without reading it
  bool prune_all = false;  // also where all files below a path are gone
  int64_t seen_ns = 0;     // the clock before the scan
};

// A file that was found.
struct FileTask {
  FoundFile file;
  const FileRecord* known = nullptr;  // nullptr: not in the database yet
  // What was said of it, now or once; empty: nothing.
  std::string format;
  std::string said_language;
  std::string language;  // of articles that do not say theirs
  Hash128 settings_hash;
  bool unchanged = false;  // told without reading it
};

struct Plan {
  std::vector<FileTask> tasks;          // in the order of the scan
  std::vector<const FileRecord*> gone;  // ordered by root and path
  // What the scan reported, with hints that fit, and where a folder has lost
  // all its files: then none of them is in gone.
  Diagnostics diagnostics;
  // Folders that are not there, whose files are in gone.
  std::vector<std::string> pruned;
};

// known: of all files in the database, or of those that the scan was to look
// at; outlives the plan. What the scan did not look at, or could not, is
// neither in tasks nor in gone.
Plan plan(const std::vector<FileRecord>& known, const ScanResult& found,
          const Roots& roots, const PlanOptions& options);

// Whether a file can be taken for what its record says without being read.
bool is_unchanged(const FileRecord& known, const FileStat& stat,
                  const Hash128& settings_hash);

}  // namespace ibid
