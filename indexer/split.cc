// SPDX-License-Identifier: GPL-3.0-or-later
// A section is taken apart into units: whole blocks, or the sentences of a
// block that is too long (the lines of long code). Units are then joined to
// passages of about equal length, so that no section ends in a scrap.
#include "indexer/split.h"

#include <algorithm>

#include "index/sentence.h"
#include "index/text.h"

namespace ibid {
namespace {

struct Unit {
  size_t block = 0;  // place in Section::blocks
  Span inner;        // of the block's text
  size_t characters = 0;
};

using Units = std::vector<Unit>;

class SectionSplitter {
 public:
  SectionSplitter(const Article& article, const Section& section,
                  std::string_view source)
      : article_(article), section_(section), source_(source) {}

  std::vector<Passage> passages() {
    const Units all = units();
    std::vector<Passage> passages;
    for (const Units& group : groups(all)) passages.push_back(passage(group));
    return passages;
  }

 private:
  std::string_view text_of(const Block& block) const {
    return block.text ? std::string_view(*block.text)
                      : slice(source_, block.span);
  }

  Units units() const {
    Units units;
    for (size_t i = 0; i < section_.blocks.size(); ++i) {
      const Block& block = section_.blocks[i];
      const std::string_view text = text_of(block);
      const Span inner = trim(text, {0, text.size()});
      const size_t most = block.code ? kMaxPassageChars : kPassageChars;
      const size_t characters = utf8_length(slice(text, inner));
      if (inner.empty()) continue;
      if (characters <= most) {
        units.push_back({i, inner, characters});
      } else {
        append_pieces(units, i, text, block.code);
      }
    }
    return units;
  }

  static void append_pieces(Units& units, size_t block, std::string_view text,
                            bool code) {
    for (const Span piece : code ? lines(text) : sentences(text)) {
      for (const Span part : at_most(text, piece, kMaxPassageChars)) {
        units.push_back({block, part, utf8_length(slice(text, part))});
      }
    }
  }

  static std::vector<Span> lines(std::string_view text) {
    std::vector<Span> spans;
    for (const Line& line : split_lines(text)) {
      if (!trim(slice(text, line.span)).empty()) spans.push_back(line.span);
    }
    return spans;
  }

  // span in pieces of at most so many bytes, cut at white space where there is
  // some in the second half of a piece, else between code points.
  static std::vector<Span> at_most(std::string_view text, Span span,
                                   size_t bytes) {
    std::vector<Span> parts;
    while (span.size() > bytes) {
      const std::string_view head = text.substr(span.start, bytes);
      size_t cut = head.find_last_of(" \t\r\n");
      if (cut == std::string_view::npos || cut < bytes / 2) {
        cut = utf8_floor(text.substr(span.start), bytes);
        if (cut == 0) cut = bytes;  // no UTF-8 at all
      }
      parts.push_back(trim(text, {span.start, span.start + cut}));
      span = trim(text, {span.start + cut, span.end});
    }
    if (!span.empty()) parts.push_back(span);
    return parts;
  }

  // Units in passages: as few as kPassageChars allows, of about equal length.
  static std::vector<Units> groups(const Units& units) {
    size_t total = 0;
    for (const Unit& unit : units) total += unit.characters;
    const size_t count = (total + kPassageChars - 1) / kPassageChars;
    const size_t target = count == 0 ? 0 : total / count;
    std::vector<Units> groups;
    size_t size = 0;
    for (const Unit& unit : units) {
      const bool full = size + unit.characters > kPassageChars ||
                        size + unit.characters / 2 > target;
      if (groups.empty() || (size > 0 && full)) {
        groups.emplace_back();
        size = 0;
      }
      groups.back().push_back(unit);
      size += unit.characters;
    }
    if (groups.size() > 1 && size < kMinPassageChars) {
      Units& before = groups[groups.size() - 2];
      before.insert(before.end(), groups.back().begin(), groups.back().end());
      groups.pop_back();
    }
    return groups;
  }

  Passage passage(const Units& group) {
    Passage passage;
    passage.stored.kind = section_.kind;
    passage.stored.title = article_.title;
    passage.stored.headings = section_.headings;
    passage.stored.question = section_.question;
    passage.stored.markup = article_.markup;
    passage.anchor = section_.anchor;
    passage.span = {span_of(group.front()).start, span_of(group.back()).end};
    passage.line = line_of(group.front());
    const std::string_view bytes = slice(source_, passage.span);
    const bool verbatim =
        std::none_of(group.begin(), group.end(), [&](const Unit& unit) {
          return section_.blocks[unit.block].text.has_value();
        });
    passage.stored.text = verbatim ? to_valid_utf8(bytes) : joined(group);
    passage.exact = passage.stored.text == bytes;
    return passage;
  }

  Span span_of(const Unit& unit) const {
    const Block& block = section_.blocks[unit.block];
    if (block.text) return block.span;
    return {block.span.start + unit.inner.start,
            block.span.start + unit.inner.end};
  }

  // Counts on from the unit before, so that each byte is looked at once.
  uint32_t line_of(const Unit& unit) {
    const Block& block = section_.blocks[unit.block];
    if (block.text) return block.line;
    if (counted_.line == 0 || counted_.block != unit.block) {
      counted_ = {unit.block, 0, block.line};
    }
    const size_t start = block.span.start;
    const std::string_view bytes =
        slice(source_, {start + counted_.offset, start + unit.inner.start});
    const size_t lines = split_lines(bytes).size();
    const bool ended =
        bytes.empty() || bytes.back() == '\n' || bytes.back() == '\r';
    counted_.line += static_cast<uint32_t>(ended ? lines : lines - 1);
    counted_.offset = unit.inner.start;
    return counted_.line;
  }

  // The text of units whose blocks carry their own.
  std::string joined(const Units& group) const {
    std::string out;
    for (size_t i = 0; i < group.size(); ++i) {
      const Block& block = section_.blocks[group[i].block];
      if (i > 0) out += between(group[i - 1], group[i]);
      out += slice(text_of(block), group[i].inner);
    }
    return to_valid_utf8(out);
  }

  std::string_view between(const Unit& a, const Unit& b) const {
    const Block& before = section_.blocks[a.block];
    const Block& after = section_.blocks[b.block];
    if (a.block == b.block) {
      return text_of(before).substr(a.inner.end, b.inner.start - a.inner.end);
    }
    return before.list_item && after.list_item ? "\n" : "\n\n";
  }

  const Article& article_;
  const Section& section_;
  std::string_view source_;

  // The line of a place in a block, in bytes from its start; line 0: none yet.
  struct Counted {
    size_t block = 0;
    size_t offset = 0;
    uint32_t line = 0;
  };
  Counted counted_;
};

}  // namespace

std::vector<Passage> split(const Article& article, std::string_view source,
                           Diagnostics& diagnostics) {
  std::vector<Passage> passages;
  for (const Section& section : article.sections) {
    for (Passage& passage :
         SectionSplitter(article, section, source).passages()) {
      if (passages.size() == kMaxPassages) {
        diagnostics.push_back({Diagnostic::Severity::kError, "", passage.line,
                               "the article has more passages than ibid keeps "
                               "(100000); the rest is left out",
                               "split the file into several articles"});
        return passages;
      }
      passages.push_back(std::move(passage));
    }
  }
  return passages;
}

}  // namespace ibid
