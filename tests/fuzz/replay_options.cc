// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/replay_options.h"

#include <charconv>
#include <filesystem>
#include <stdexcept>

namespace ibid {
namespace {

uint64_t number(const std::string& name, const std::string& word) {
  uint64_t value = 0;
  const char* end = word.data() + word.size();
  const auto [rest, error] = std::from_chars(word.data(), end, value);
  if (error == std::errc{} && rest == end) return value;
  throw std::runtime_error(name + " takes a number\n" + kReplayUsage);
}

void take_option(ReplayOptions& options, const std::string& name,
                 const std::string& word) {
  if (name == "--project") {
    options.project = word;
  } else if (name == "--input-file") {
    options.input_file = word;
  } else if (name == "--runs") {
    options.runs = number(name, word);
  } else if (name == "--seed") {
    options.seed = number(name, word);
  } else if (name == "--seconds") {
    options.seconds = static_cast<double>(number(name, word));
  } else if (name == "--slowest") {
    options.slowest = number(name, word);
  } else if (name == "--max-ms") {
    options.max_ms = static_cast<double>(number(name, word));
  } else if (name == "--max-mb") {
    options.max_mb = number(name, word);
  } else {
    throw std::runtime_error("unknown option " + name + "\n" + kReplayUsage);
  }
}

}  // namespace

ReplayOptions parse_replay_options(const std::vector<std::string>& words) {
  ReplayOptions options;
  const std::string program = std::filesystem::path(words.at(0)).filename();
  options.target = program.substr(0, program.rfind("_replay"));
  options.input_file = words[0] + ".input";
  for (size_t i = 1; i < words.size(); ++i) {
    if (!words[i].starts_with("--")) {
      options.inputs.push_back(words[i]);
    } else if (i + 1 < words.size()) {
      take_option(options, words[i], words[i + 1]);
      ++i;
    } else {
      throw std::runtime_error(kReplayUsage);
    }
  }
  return options;
}

}  // namespace ibid
