// SPDX-License-Identifier: GPL-3.0-or-later
// A target with planted faults, by which test_replay.py sees that a replay
// program notices such.
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "tests/fuzz/require.h"

// Called by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto has = [&](std::string_view word) {
    return input.find(word) != input.npos;
  };
  ibid::require(!has("please abort"), "no input aborts");
  if (has("please throw")) throw std::runtime_error("thrown");
  if (has("please hang")) {
    volatile uint64_t turns = 0;
    while (turns < 100'000'000) turns = turns + 1;
  }
  return 0;
}
