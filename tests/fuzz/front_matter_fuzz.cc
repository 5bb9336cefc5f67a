// SPDX-License-Identifier: GPL-3.0-or-later
// Front matter of any bytes: what is taken from it stands before its second
// mark.
#include "indexer/formats/front_matter.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/text.h"
#include "indexer/formats/format.h"
#include "tests/fuzz/check_article.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

void check_front_matter(std::string_view source) {
  const std::vector<Line> lines = split_lines(source);
  Article article;
  Diagnostics diagnostics;
  const size_t taken = read_front_matter(source, lines, article, diagnostics);
  check_diagnostics(diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) {
    require(diagnostic.line >= 1 && diagnostic.line <= lines.size(),
            "a diagnostic names a line");
  }
  require(taken != 1 && taken <= lines.size(), "both marks are taken");
  if (taken == 0) {
    require(article.title.empty() && article.url.empty() &&
                article.tags.empty() && article.sections.empty() &&
                diagnostics.empty(),
            "nothing comes from what is no front matter");
    return;
  }
  article.title += "a title";
  check_article(article, source);
  check_passages(article, source, Places::kAny);
  const size_t end = lines[taken - 1].span.start;
  for (const Section& section : article.sections) {
    require(section.kind == PassageKind::kQuickAnswer,
            "a description is a quick answer");
    for (const Block& block : section.blocks) {
      require(block.span.end <= end, "a description is before the mark");
      require(block.line < taken, "a description has a line before the mark");
    }
  }
}

void check_markdown(std::string_view source) {
  Diagnostics diagnostics;
  const Article article = read_markdown(source, "fallback", diagnostics);
  check_article(article, source);
  check_passages(article, source, Places::kInOrder);
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  ibid::check_front_matter(bytes);
  const std::string page = "---\n" + bytes + "\n---\n# Title\n\nText.\n";
  ibid::check_front_matter(page);
  ibid::check_markdown(page);
  return 0;
}
