// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/wrap.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>

#include "index/text.h"

namespace ibid {
namespace {

// The byte offsets at which a new line may begin, and the end of text. ICU
// without its data gives the end alone: one long line.
std::vector<size_t> break_offsets(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUTextPointer source(utext_openUTF8(
      nullptr, text.data(), static_cast<int64_t>(text.size()), &status));
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
  if (U_SUCCESS(status)) breaks->setText(source.getAlias(), status);
  if (U_FAILURE(status)) return {text.size()};

  std::vector<size_t> offsets;
  breaks->first();
  for (int32_t at = breaks->next(); at != icu::BreakIterator::DONE;
       at = breaks->next()) {
    offsets.push_back(static_cast<size_t>(at));
  }
  return offsets;
}

}  // namespace

std::vector<Span> wrap(std::string_view text, size_t first_width,
                       size_t width) {
  std::vector<Span> lines;
  if (trim(text).empty()) return lines;
  Span line;
  size_t used = 0;  // columns of line
  size_t start = 0;
  for (const size_t end : break_offsets(text)) {
    const std::string_view piece = text.substr(start, end - start);
    const size_t available = lines.empty() ? first_width : width;
    if (used > 0 && used + display_width(trim(piece)) > available) {
      lines.push_back(trim(text, line));
      line.start = start;
      used = 0;
    }
    used += display_width(piece);
    line.end = end;
    start = end;
  }
  lines.push_back(trim(text, line));
  return lines;
}

}  // namespace ibid
