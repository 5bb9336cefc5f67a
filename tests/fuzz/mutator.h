// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs made from seeds, the same at every run: what a replay program gives to
// a fuzz target. Knows nothing of what the target covers; libFuzzer does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ibid {

class Mutator {
 public:
  // seeds: may be empty, and longer than max_bytes (then a part of each is
  // taken). tokens: what is put in whole; may be empty. max_bytes: of each
  // input; at least 1. The number decides about all that comes.
  Mutator(std::vector<std::string> seeds, std::vector<std::string> tokens,
          size_t max_bytes, uint64_t number);

  // The next input: a seed, or one of the last inputs, with a few changes.
  std::string next();

 private:
  size_t below(size_t bound) { return random_() % bound; }
  std::string start();
  void change(std::string& input);
  void flip(std::string& input);
  void overwrite(std::string& input);
  void erase(std::string& input);
  void repeat(std::string& input);
  void insert_token(std::string& input);
  void splice(std::string& input);
  void exchange(std::string& input);

  std::vector<std::string> seeds_;
  std::vector<std::string> tokens_;
  size_t max_bytes_;
  std::mt19937_64 random_;
  std::vector<std::string> last_;  // some of the inputs so far
};

}  // namespace ibid
