// SPDX-License-Identifier: GPL-3.0-or-later
// The analysers of several languages, each made when it is first asked for.
// Not thread-safe: one a thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "index/analysis.h"

namespace ibid {

class Analysers {
 public:
  // language: in normal form. The analyser lives as long as this does.
  const Analyser& get(std::string_view language) {
    const auto found = analysers_.find(language);
    if (found != analysers_.end()) return found->second;
    return analysers_.emplace(std::string(language), Analyser(language))
        .first->second;
  }

 private:
  std::map<std::string, Analyser, std::less<>> analysers_;
};

}  // namespace ibid
