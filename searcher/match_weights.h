// SPDX-License-Identifier: GPL-3.0-or-later
// How much each stem of a query is worth in a snippet.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "index/beginnings.h"

namespace ibid {

class MatchWeights {
 public:
  // weight: more than 0. A stem that is set again gets the new weight.
  void set(std::string_view stem, double weight) {
    weights_[std::string(stem)] = weight;
    beginnings_.add(stem);
  }

  // 0: the stem was not set.
  double of(std::string_view stem) const {
    if (!beginnings_.may_have(stem)) return 0;
    const auto found = weights_.find(stem);
    return found == weights_.end() ? 0 : found->second;
  }

  const Beginnings& beginnings() const { return beginnings_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::unordered_map<std::string, double, Hash, std::equal_to<>> weights_;
  Beginnings beginnings_;
};

}  // namespace ibid
