// SPDX-License-Identifier: GPL-3.0-or-later
// Lines for a terminal, with width, colours and links; what print_text.cc
// writes with. Knows nothing of answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/span.h"
#include "searcher/print.h"

namespace ibid {

enum class Look : uint8_t { kPlain, kBold, kDim, kMatch, kNotice };

// Text given to it must be printable() and without line ends. Looks open and
// close within a line.
class LineWriter {
 public:
  explicit LineWriter(const TextStyle& style) : style_(style) {}

  // text over as many lines as it takes (none where it is empty), the first
  // after first_indent and the others after indent. The stretches in marks
  // (in order, apart) look like kMatch, the rest like look.
  void wrapped(std::string_view text, Look look, std::string_view first_indent,
               std::string_view indent, const std::vector<Span>& marks = {});

  // A piece of a line that is never broken.
  struct Item {
    std::string text;
    Look look = Look::kPlain;
    std::string link;  // URI; empty: none
  };

  // Items side by side with dots between them; a new line where the next one
  // does not fit.
  void items(const std::vector<Item>& items, std::string_view indent);

  void empty_line() { out_ += '\n'; }

  // All that was written; the writer is then empty.
  std::string finish();

 private:
  size_t columns(std::string_view indent) const;
  void styled(std::string_view text, Look look);
  void linked(const Item& item);

  TextStyle style_;
  std::string out_;
};

}  // namespace ibid
