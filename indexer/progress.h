// SPDX-License-Identifier: GPL-3.0-or-later
// The progress line of a long run: on stderr, and only on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace ibid {

class Progress {
 public:
  // enabled: as the command line wants it; without a terminal nothing is shown
  // either way. total: bytes to read in all.
  Progress(bool enabled, uint64_t total);
  ~Progress();  // wipes the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // One more article was read. Draws at most ten times a second.
  void advance(uint64_t bytes);
  // Wipes the line, so that a message can stand in its place.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool enabled_;
  bool drawn_ = false;
  uint64_t total_;
  uint64_t done_ = 0;
  uint64_t articles_ = 0;
  Clock::time_point started_;
  Clock::time_point last_drawn_;
};

// "1,234 articles, 12.3 of 45.6 MB, 5.6 MB/s, 6 s left". seconds: since the
// start; without a rate yet, the last two are left out.
std::string progress_line(uint64_t articles, uint64_t done, uint64_t total,
                          double seconds);

}  // namespace ibid
