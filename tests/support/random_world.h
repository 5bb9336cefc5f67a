// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of articles that changes at random, with a made-up clock: what
// people and programs do to files between two runs of the indexer. A second
// folder, the shadow, holds what the database should know by now.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "indexer/file_times.h"
#include "tests/support/temp_dir.h"

namespace ibid {

class RandomWorld {
 public:
  // Roots are below this folder: "a" and "b" (folders) and "c.jsonl".
  explicit RandomWorld(uint32_t seed);

  // One change; gives back what it was.
  std::string change();

  // Absolute paths of all files that were changed since this was called last,
  // there or not: what a watch would tell.
  std::vector<std::string> take_touched();

  // Brings the shadow of a path (empty: of all) up to date.
  void copy_to_shadow(const std::string& path) const;

  // Whether the shadow of some JSONL file has a line that cannot be read: what
  // the file once said then stays in the database.
  bool shadow_is_broken() const;
  // Takes all such lines out of the files.
  void mend();

  uint32_t random(uint32_t below);
  void pass_time(int64_t ns) { now_ns_ += ns; }
  FileTimes times() const;

  std::string at(const std::string& path) const { return dir_.path_of(path); }
  std::string shadow_at(const std::string& path) const {
    return shadow_.path_of(path);
  }
  // Whether there are articles below a path.
  bool has_files(const std::string& path) const;
  // Paths of files, relative; ordered.
  std::vector<std::string> files() const;

 private:
  struct Times {
    int64_t mtime_ns = 0;
    int64_t ctime_ns = 0;
    uint64_t inode = 0;
  };

  // What the clock of the file system shows: it steps, so that two changes may
  // have the same time.
  int64_t file_clock() const;
  void write(const std::string& path, const std::string& bytes);
  void move(const std::string& from, const std::string& to);
  std::string section();
  std::string text();
  std::string line(uint32_t number);
  std::string some_text_file();
  std::string new_path();
  std::string edit(const std::string& path);
  std::string edit_unseen(const std::string& path);
  std::string swap_files();
  std::string edit_lines();
  std::string new_lines(uint32_t first);
  std::string change_file();

  const TempDir dir_;
  const TempDir shadow_;
  std::mt19937 random_;
  int64_t now_ns_ = 1'700'000'000'000'000'000;
  uint64_t next_inode_ = 1;
  std::map<std::string, Times> times_;  // by relative path
  std::set<std::string> touched_;       // relative
};

}  // namespace ibid
