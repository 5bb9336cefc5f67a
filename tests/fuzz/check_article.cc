// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/check_article.h"

#include <algorithm>
#include <string>
#include <vector>

#include "index/date.h"
#include "index/text.h"
#include "indexer/split.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

bool is_one_line(std::string_view text) {
  return is_valid_utf8(text) && text.find_first_of("\r\n") == text.npos;
}

bool is_inside(Span span, std::string_view source) {
  return span.start <= span.end && span.end <= source.size();
}

std::string text_of(const Block& block, std::string_view source) {
  return block.text ? *block.text : to_valid_utf8(slice(source, block.span));
}

size_t count_visible(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return !is_space(c); }));
}

void check_section(const Section& section, std::string_view source) {
  for (const std::string& heading : section.headings) {
    require(!heading.empty() && is_one_line(heading), "a heading is one line");
  }
  require(is_one_line(section.question), "a question is one line");
  require(section.question.empty() == (section.kind != PassageKind::kQuestion),
          "questions alone have a question");
  require(is_valid_utf8(section.anchor), "an anchor is UTF-8");
  for (const Block& block : section.blocks) {
    require(is_inside(block.span, source), "a block is in the source");
    require(block.line >= 1, "a block has a line");
    require(!block.text || is_valid_utf8(*block.text), "a text is UTF-8");
  }
}

void check_passage(const Passage& passage, std::string_view source) {
  const std::string& text = passage.stored.text;
  require(is_inside(passage.span, source), "a passage is in the source");
  require(passage.line >= 1, "a passage has a line");
  require(is_valid_utf8(text), "the text of a passage is UTF-8");
  require(!trim(text).empty(), "a passage has text");
  require(passage.exact == (slice(source, passage.span) == text),
          "exact means that the bytes are the text");
  // A rest may join the passage before it.
  require(count_visible(text) <= 4 * kMaxPassageChars + 4 * kMinPassageChars,
          "a passage is no longer than it may be");
  require(decode_passage(encode_passage(passage.stored)) == passage.stored,
          "a stored passage comes back as it was");
}

// is_utf8: else the pieces of a block whose bytes were replaced all stand where
// the block stands.
void check_order(const std::vector<Passage>& passages, std::string_view source,
                 bool is_utf8) {
  Span last;
  for (const Passage& passage : passages) {
    if (passage.stored.kind == PassageKind::kQuickAnswer) continue;
    require((is_utf8 ? last.end : last.start) <= passage.span.start,
            "passages come in order");
    last = passage.span;
    require(passage.exact || !is_utf8, "passages of UTF-8 are exact");
    const std::string before(source.substr(0, passage.span.start));
    require(passage.line == split_lines(before + 'x').size(),
            "a passage stands at its line");
  }
}

}  // namespace

void check_article(const Article& article, std::string_view source) {
  require(!article.title.empty(), "an article has a title");
  require(is_one_line(article.title), "a title is one line");
  require(article.updated.empty() ||
              parse_date(article.updated) == std::optional(article.updated),
          "a date is in ISO form");
  require(is_valid_utf8(article.url), "a URL is UTF-8");
  require(is_valid_utf8(article.language), "a language is UTF-8");
  for (const std::string& tag : article.tags) {
    require(!tag.empty() && is_one_line(tag), "a tag is one line");
  }
  for (const ibid::Source& source_of : article.sources) {
    require(is_valid_utf8(source_of.name), "a source is UTF-8");
    require(is_valid_utf8(source_of.licence.value_or("")),
            "a licence is UTF-8");
  }
  for (const Section& section : article.sections) {
    check_section(section, source);
  }
}

void check_passages(const Article& article, std::string_view source,
                    Places places) {
  Diagnostics diagnostics;
  const std::vector<Passage> passages = split(article, source, diagnostics);
  check_diagnostics(diagnostics);
  size_t given = 0;
  size_t kept = 0;
  for (const Section& section : article.sections) {
    for (const Block& block : section.blocks) {
      given += count_visible(text_of(block, source));
    }
  }
  for (const Passage& passage : passages) {
    check_passage(passage, source);
    kept += count_visible(passage.stored.text);
  }
  require(kept >= given, "no text is lost");
  if (places == Places::kInOrder) {
    check_order(passages, source, is_valid_utf8(source));
  }
}

void check_diagnostics(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    require(!diagnostic.reason.empty(), "a diagnostic has a reason");
    require(is_valid_utf8(diagnostic.reason), "a reason is UTF-8");
    require(is_valid_utf8(diagnostic.hint), "a hint is UTF-8");
  }
}

}  // namespace ibid
