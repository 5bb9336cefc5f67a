// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <utility>

namespace ibid {
namespace {

constexpr size_t kKeptInputs = 64;
constexpr size_t kMaxChanges = 5;
constexpr size_t kMaxRepeats = 40;
// One in so many starts is an input that was itself made, so that changes add
// up.
constexpr size_t kFreshStarts = 3;

}  // namespace

Mutator::Mutator(std::vector<std::string> seeds,
                 std::vector<std::string> tokens, size_t max_bytes,
                 uint64_t number)
    : seeds_(std::move(seeds)),
      tokens_(std::move(tokens)),
      max_bytes_(max_bytes),
      random_(number) {
  if (seeds_.empty()) seeds_.emplace_back();
}

std::string Mutator::next() {
  std::string input = start();
  for (size_t left = 1 + below(kMaxChanges); left > 0; --left) change(input);
  if (input.size() > max_bytes_) input.resize(max_bytes_);
  if (last_.size() < kKeptInputs) {
    last_.push_back(input);
  } else {
    last_[below(kKeptInputs)] = input;
  }
  return input;
}

std::string Mutator::start() {
  const bool again = !last_.empty() && below(kFreshStarts) == 0;
  const std::vector<std::string>& from = again ? last_ : seeds_;
  const std::string& chosen = from[below(from.size())];
  if (chosen.size() <= max_bytes_) return chosen;
  return chosen.substr(below(chosen.size() - max_bytes_ + 1), max_bytes_);
}

void Mutator::change(std::string& input) {
  switch (below(8)) {
    case 0:
      return flip(input);
    case 1:
      return overwrite(input);
    case 2:
      return erase(input);
    case 3:
      return repeat(input);
    case 4:
      return splice(input);
    case 5:
      return exchange(input);
    default:
      return insert_token(input);
  }
}

void Mutator::flip(std::string& input) {
  if (input.empty()) return;
  char& byte = input[below(input.size())];
  byte = static_cast<char>(byte ^ (1 << below(8)));
}

void Mutator::overwrite(std::string& input) {
  if (input.empty()) return;
  input[below(input.size())] = static_cast<char>(below(256));
}

void Mutator::erase(std::string& input) {
  if (input.empty()) return;
  const size_t at = below(input.size());
  input.erase(at, 1 + below(std::min<size_t>(input.size() - at, 32)));
}

// A part of the input many times over: what is slow or deep is found so.
void Mutator::repeat(std::string& input) {
  if (input.empty()) return;
  const size_t at = below(input.size());
  const std::string part =
      input.substr(at, 1 + below(std::min<size_t>(input.size() - at, 32)));
  std::string parts;
  for (size_t left = 1 + below(kMaxRepeats); left > 0; --left) parts += part;
  input.insert(at, parts);
}

void Mutator::insert_token(std::string& input) {
  const size_t at = below(input.size() + 1);
  if (tokens_.empty()) {
    input.insert(at, 1, static_cast<char>(below(256)));
  } else {
    input.insert(at, tokens_[below(tokens_.size())]);
  }
}

// The beginning of the input, and the end of a seed.
void Mutator::splice(std::string& input) {
  const std::string& other = seeds_[below(seeds_.size())];
  input.resize(below(input.size() + 1));
  const size_t from = below(other.size() + 1);
  input.append(other, from, max_bytes_);
}

// Two parts change places.
void Mutator::exchange(std::string& input) {
  const size_t middle = below(input.size() + 1);
  const size_t from = below(middle + 1);
  const size_t to = middle + below(input.size() - middle + 1);
  std::rotate(input.begin() + static_cast<std::ptrdiff_t>(from),
              input.begin() + static_cast<std::ptrdiff_t>(middle),
              input.begin() + static_cast<std::ptrdiff_t>(to));
}

}  // namespace ibid
