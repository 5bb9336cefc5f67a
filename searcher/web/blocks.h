// SPDX-License-Identifier: GPL-3.0-or-later
// The blocks that a passage's text is made of: what is a paragraph, a list or
// code can only be told from its lines. Best effort; never throws, and leaves
// no text out.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "index/markup.h"
#include "index/span.h"

namespace ibid {

enum class BlockKind : uint8_t {
  kParagraph,
  kBullets,
  kNumbers,
  kQuote,
  kTable,
  kCode,
};

struct Block {
  BlockKind kind = BlockKind::kParagraph;
  // Bytes of the text: of a list the items without their marks, of code and
  // tables the lines, else one stretch.
  std::vector<Span> parts;
  uint32_t first = 1;  // the number of the first item of kNumbers

  bool operator==(const Block&) const = default;
};

std::vector<Block> text_blocks(std::string_view text, Markup markup);

}  // namespace ibid
