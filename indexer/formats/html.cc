// SPDX-License-Identifier: GPL-3.0-or-later
// HTML to Article: bytes -> UTF-8 (html_encoding) -> events (html_parser) ->
// text, outline and head (html_reader and what it feeds) -> Article, here. All
// of that works on offsets into the UTF-8 text; the last step brings them back
// to the bytes of the source.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "index/error.h"
#include "index/text.h"
#include "indexer/formats/format.h"
#include "indexer/formats/html_encoding.h"
#include "indexer/formats/html_parser.h"
#include "indexer/formats/html_reader.h"
#include "indexer/formats/parts.h"

namespace ibid {
namespace {

// Line numbers of offsets that mostly ascend.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  uint32_t line_at(size_t offset) {
    offset = std::min(offset, text_.size());
    if (offset < at_) {
      at_ = 0;
      line_ = 1;
    }
    for (; at_ < offset; ++at_) {
      const char c = text_[at_];
      const bool pair = c == '\r' && text_.substr(at_ + 1, 1) == "\n";
      if (c == '\n' || (c == '\r' && !pair)) ++line_;
    }
    return line_;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
  uint32_t line_ = 1;
};

void drop_title(std::vector<Section>& sections, std::string_view title) {
  for (Section& section : sections) {
    if (!section.headings.empty() &&
        equal_ignoring_ascii_case(section.headings.front(), title)) {
      section.headings.erase(section.headings.begin());
    }
  }
}

std::optional<Section> quick_answer(HtmlReader& reader,
                                    std::string_view title) {
  Section section;
  section.kind = PassageKind::kQuickAnswer;
  if (reader.quick_answer()) {
    section.blocks.push_back(*reader.quick_answer());
    return section;
  }
  const std::string_view description = reader.head().description(title);
  if (description.empty()) return std::nullopt;
  Block block;
  block.span = reader.head().description_span();
  block.text = std::string(description);
  section.blocks.push_back(std::move(block));
  return section;
}

// "Redirecting to ..." is no text to find. A page with more than that may mean
// something else by it.
bool is_only_redirect(const HtmlHead& head,
                      const std::vector<Section>& sections) {
  constexpr size_t kMaxRedirectBytes = 500;
  if (!head.redirects()) return false;
  size_t bytes = 0;
  for (const Section& section : sections) {
    for (const Block& block : section.blocks) bytes += block.text->size();
  }
  return bytes <= kMaxRedirectBytes;
}

// Lines, and spans from offsets into the text to bytes of the source.
void place(std::vector<Section>& sections, const HtmlBytes& bytes) {
  LineCounter lines(bytes.text());
  std::vector<size_t> offsets;
  for (Section& section : sections) {
    for (Block& block : section.blocks) {
      block.line = lines.line_at(block.span.start);
      block.span = trim(bytes.text(), block.span);
      offsets.push_back(block.span.start);
      offsets.push_back(block.span.end);
    }
  }
  std::sort(offsets.begin(), offsets.end());
  offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
  const std::vector<size_t> places = bytes.source_offsets(offsets);
  const auto place_of = [&](size_t offset) {
    const auto found = std::lower_bound(offsets.begin(), offsets.end(), offset);
    return places[static_cast<size_t>(found - offsets.begin())];
  };
  for (Section& section : sections) {
    for (Block& block : section.blocks) {
      block.span = {place_of(block.span.start), place_of(block.span.end)};
    }
  }
}

}  // namespace

Article read_html(std::string_view source, std::string_view fallback_title,
                  Diagnostics& diagnostics) {
  if (source.size() > kMaxArticleBytes) {
    throw Error(ErrorKind::kLimit, "the page is larger than 64 MiB",
                "split it into several pages");
  }
  const HtmlBytes bytes(source);
  HtmlReader reader;
  parse_html(bytes.text(), reader);
  reader.finish(bytes.text().size());

  const HtmlHead& head = reader.head();
  Article article;
  article.title = head.title(reader.outline().top_headings(), fallback_title);
  article.url = head.url();
  article.language = head.language();
  article.tags = head.tags();
  article.sources = std::move(reader.outline().sources());
  if (const std::optional<HtmlHead::Date> date = head.date()) {
    const uint32_t line = LineCounter(bytes.text()).line_at(date->at);
    set_updated(article, date->text, line, diagnostics);
  }
  article.sections = std::move(reader.outline().sections());
  if (is_only_redirect(head, article.sections)) article.sections.clear();
  drop_title(article.sections, article.title);
  if (auto answer = quick_answer(reader, article.title)) {
    article.sections.insert(article.sections.begin(), std::move(*answer));
  }
  place(article.sections, bytes);
  return article;
}

}  // namespace ibid
