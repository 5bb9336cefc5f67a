// SPDX-License-Identifier: GPL-3.0-or-later
// What a fuzz target says where a promise is broken: libFuzzer keeps the input
// of a program that aborts.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace ibid {

inline void require(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s\n",
               static_cast<int>(promise.size()), promise.data());
  std::abort();
}

}  // namespace ibid
