// SPDX-License-Identifier: GPL-3.0-or-later
// A line of JSONL of any bytes, to passages.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "index/text.h"
#include "indexer/formats/format.h"
#include "tests/fuzz/check_article.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

constexpr uint32_t kLine = 7;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

void check_line(std::string_view json) {
  const Span span{0, json.size()};
  Diagnostics diagnostics;
  const std::optional<Article> article =
      read_json_line(json, span, kLine, diagnostics);
  check_diagnostics(diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) {
    require(diagnostic.line == kLine, "a diagnostic names the line");
  }
  if (!article) {
    require(trim(json).empty() || !diagnostics.empty(),
            "it is said why a line is no article");
    return;
  }
  require(!article->id.empty() && is_valid_utf8(article->id),
          "an article has an id");
  require(std::none_of(article->id.begin(), article->id.end(), is_control),
          "an id has no control characters");
  for (const Section& section : article->sections) {
    for (const Block& block : section.blocks) {
      require(block.span == span && block.line == kLine,
              "blocks stand where the line stands");
      require(block.text.has_value(), "blocks carry their text");
    }
  }
  check_article(*article, json);
  check_passages(*article, json, Places::kAny);
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ibid::check_line({reinterpret_cast<const char*>(data), size});
  return 0;
}
