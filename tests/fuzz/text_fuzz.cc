// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text of any bytes, to passages.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "indexer/formats/format.h"
#include "tests/fuzz/check_article.h"

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  ibid::Diagnostics diagnostics;
  const ibid::Article article =
      ibid::read_text(source, "fallback", diagnostics);
  ibid::check_diagnostics(diagnostics);
  ibid::check_article(article, source);
  ibid::check_passages(article, source, ibid::Places::kInOrder);
  return 0;
}
