// SPDX-License-Identifier: GPL-3.0-or-later
// First stage: from the paths of a command line to the files to read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "index/file_record.h"
#include "indexer/article.h"
#include "indexer/roots.h"

namespace ibid {

struct FoundFile {
  std::string path;      // absolute
  int32_t root = -1;     // place in Roots
  std::string relative;  // path below the root; empty: the root is the file
  bool named = false;    // on the command line: read whatever its name
  FileStat stat;
};

// Is told where a scan looks, each time before it does: who watches a place
// from then on misses nothing that happens there.
class ScanObserver {
 public:
  virtual ~ScanObserver() = default;
  // A folder whose entries are going to be taken.
  virtual void on_folder(const std::string& path) = 0;
  // What was named, there or not, and files behind links that are in no folder
  // that was walked.
  virtual void on_path(const std::string& path) = 0;
};

struct ScanOptions {
  // Patterns as glob.h's path_match takes them, against the path below the
  // root. A file in a folder is taken if it matches one of include (or there
  // are none) and none of exclude; excluded folders are not entered. Named
  // files are always taken. nullopt: what the root remembers.
  std::optional<std::vector<std::string>> include;
  std::optional<std::vector<std::string>> exclude;
  ScanObserver* observer = nullptr;  // outlives the scan; nullptr: none
  // Absolute, sorted: of all that would be found, only what is at or below one
  // of these is, and no other folder is entered than those above them and
  // below. Outlives the scan; nullptr: all.
  const std::vector<std::string>* only = nullptr;
};

struct ScanResult {
  std::vector<FoundFile> files;  // ordered by path, each once
  uint64_t skipped = 0;  // hidden, ignored, excluded, not regular: entries met
  Diagnostics diagnostics;  // errors: a named path that is not there, a folder
                            // or file that cannot be looked at
  // Absolute paths, of what was named: folders that were walked, and what is
  // not there.
  std::vector<std::string> walked;
  std::vector<std::string> missing;
  // Folders and files that could not be looked at: what is at or below them is
  // unknown.
  std::vector<std::string> unread;
  // Symbolic links that were met and not left out by their names.
  uint64_t links = 0;
  // Where only some paths were looked at: other files that are there, one of
  // each folder that was entered and has any.
  std::vector<std::string> others;
};

// Walks the paths (files and folders) in sorted order. In folders: hidden
// entries (.name) and what .gitignore files (of this folder and those between
// it and the named folder) ignore are left out, unless named themselves;
// symbolic links are followed where they lead to a place inside the same root,
// each real folder is entered once, so loops end. Adds roots as they are met.
ScanResult scan(const std::vector<std::string>& paths,
                const ScanOptions& options, Roots& roots);

}  // namespace ibid
