// SPDX-License-Identifier: GPL-3.0-or-later
// What a replay program is asked to do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ibid {

struct ReplayOptions {
  std::string target;               // from the name of the program
  std::vector<std::string> inputs;  // files to run instead of all else
  std::string project = ".";        // the folder with tests/ and corpus/
  std::string input_file;           // where each input is put before it runs
  std::optional<uint64_t> runs;     // mutated inputs; nullopt: targets.txt's
  uint64_t seed = 1;                // decides about the mutated inputs
  double seconds = 0;               // end after so long; 0: after the runs
  size_t slowest = 0;               // how many of the slowest to print
  double max_ms = 0;                // of processor time an input; 0: any
  size_t max_mb = 0;                // of memory at the peak; 0: any
};

inline constexpr const char* kReplayUsage =
    "usage: TARGET_replay [--runs N] [--seed N] [--seconds N] [--slowest N]\n"
    "                     [--max-ms N] [--max-mb N] [--project DIR]\n"
    "                     [--input-file FILE] [FILE...]\n";

// Throws std::runtime_error, with kReplayUsage, where the words are wrong.
ReplayOptions parse_replay_options(const std::vector<std::string>& words);

}  // namespace ibid
