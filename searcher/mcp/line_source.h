// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes to lines, with a bound on how long a line may be.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace ibid {

struct InputLine {
  std::string text;       // without its end (LF or CRLF)
  bool too_long = false;  // text is empty: the line had more bytes
};

// Not thread-safe.
class LineSource {
 public:
  explicit LineSource(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Adds bytes as they come, to any of the lines.
  void add(std::string_view bytes);
  // The input is at its end: what is held back is a line.
  void finish();

  bool empty() const { return lines_.empty(); }
  // The next whole line; there must be one.
  InputLine take();

 private:
  void end_line();

  size_t max_bytes_;
  std::string held_;
  bool too_long_ = false;
  std::deque<InputLine> lines_;
};

}  // namespace ibid
