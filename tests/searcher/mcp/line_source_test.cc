// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/line_source.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ibid {
namespace {

constexpr std::string_view kTooLong = "<too long>";

std::vector<std::string> lines_of(std::string_view bytes, size_t piece,
                                  size_t max_bytes) {
  LineSource source(max_bytes);
  for (size_t i = 0; i < bytes.size(); i += piece) {
    source.add(bytes.substr(i, piece));
  }
  source.finish();
  std::vector<std::string> lines;
  while (!source.empty()) {
    const InputLine line = source.take();
    lines.push_back(line.too_long ? std::string(kTooLong) : line.text);
  }
  return lines;
}

TEST(LineSource, PartsBytesInWhateverPiecesTheyCome) {
  const struct {
    std::string bytes;
    std::vector<std::string> expected;
  } cases[] = {
      {"", {}},
      {"\n", {""}},
      {"a\nb\n", {"a", "b"}},
      {"a\r\n\r\nb", {"a", "", "b"}},
      {"a\rb\n", {"a\rb"}},
      {"12345678\n", {"12345678"}},
      {"123456789\n", {std::string(kTooLong)}},
      {"123456789012345678901234567890\na", {std::string(kTooLong), "a"}},
      {"a\n123456789", {"a", std::string(kTooLong)}},
  };
  for (const auto& [bytes, expected] : cases) {
    for (const size_t piece : {1, 2, 3, 7, 100}) {
      EXPECT_EQ(lines_of(bytes, piece, 8), expected) << bytes << " " << piece;
    }
  }
}

}  // namespace
}  // namespace ibid
