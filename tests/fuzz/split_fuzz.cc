// SPDX-License-Identifier: GPL-3.0-or-later
// Passages of articles that no reader would give: each line of the input is a
// block, and its first byte says of what kind.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "index/text.h"
#include "tests/fuzz/check_article.h"

namespace ibid {
namespace {

void add_section(Article& article, unsigned kind) {
  Section section;
  section.kind = static_cast<PassageKind>(kind % 3);
  if (section.kind == PassageKind::kQuestion) section.question = "What?";
  section.headings.assign(kind % 4, "Heading");
  article.sections.push_back(std::move(section));
}

// The bits of the first byte: 1 code, 2 a list item, 4 with a text of its own,
// 8 that text is long, 16 begins a section.
void add_block(Article& article, std::string_view source, const Line& line) {
  const auto choice = static_cast<unsigned char>(source[line.span.start]);
  if (article.sections.empty() || (choice & 16U) != 0) {
    add_section(article, choice >> 5U);
  }
  Block block;
  block.span = line.span;
  block.line = line.number;
  block.code = (choice & 1U) != 0;
  block.list_item = (choice & 2U) != 0;
  if ((choice & 4U) != 0) {
    const std::string text = to_valid_utf8(slice(source, line.span));
    block.text = text;
    // Past the bounds of a passage, with few bytes of input.
    for (size_t i = 0; (choice & 8U) != 0 && i < 500; ++i) *block.text += text;
  }
  article.sections.back().blocks.push_back(std::move(block));
}

Article make_article(std::string_view source) {
  Article article;
  article.title = "Title";
  for (const Line& line : split_lines(source)) {
    if (!line.span.empty()) add_block(article, source, line);
  }
  return article;
}

bool has_own_texts(const Article& article) {
  for (const Section& section : article.sections) {
    for (const Block& block : section.blocks) {
      if (block.text) return true;
    }
  }
  return false;
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  const ibid::Article article = ibid::make_article(source);
  ibid::check_article(article, source);
  ibid::check_passages(article, source,
                       ibid::has_own_texts(article) ? ibid::Places::kAny
                                                    : ibid::Places::kInOrder);
  return 0;
}
