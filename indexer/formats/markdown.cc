// SPDX-License-Identifier: GPL-3.0-or-later
// From the blocks of a Markdown text to an Article. One pass: the reader keeps
// the headings that are open, the section that blocks go to, and the labelled
// part (Related Questions, Sources) that it is in.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/error.h"
#include "index/markup.h"
#include "index/text.h"
#include "indexer/formats/format.h"
#include "indexer/formats/front_matter.h"
#include "indexer/formats/markdown_blocks.h"
#include "indexer/formats/markdown_text.h"
#include "indexer/formats/parts.h"

namespace ibid {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A list up to this size is one block, so that no cut goes through it.
constexpr size_t kShortListBytes = 200;
constexpr std::string_view kKeyFacts = "Key Facts";
constexpr std::string_view kQuickAnswer = "Quick Answer";

bool is_quick_answer_heading(std::string_view text) {
  if (text.ends_with(':')) text.remove_suffix(1);
  return equal_ignoring_ascii_case(trim(text), kQuickAnswer);
}

class MarkdownReader {
 public:
  MarkdownReader(std::string_view source, Article& article,
                 Diagnostics& diagnostics)
      : source_(source),
        is_valid_(is_valid_utf8(source)),
        article_(article),
        diagnostics_(diagnostics) {}

  void run() {
    std::vector<Line> lines = split_lines(source_);
    if (source_.starts_with(kByteOrderMark)) {
      lines[0].span.start += kByteOrderMark.size();
    }
    const size_t first =
        read_front_matter(source_, lines, article_, diagnostics_);
    each_markdown_block(source_, lines, first,
                        [this](const MarkdownBlock& block) { read(block); });
    end_section();
  }

 private:
  using Kind = MarkdownBlock::Kind;
  enum class Part { kNone, kQuestions, kSources };
  struct Heading {
    int level = 0;
    std::string text;
  };

  void read(const MarkdownBlock& block) {
    if (block.kind != Kind::kListItem || block.begins_list) end_list();
    switch (block.kind) {
      case Kind::kHeading:
        return read_heading(block);
      case Kind::kListItem:
        return read_item(block);
      case Kind::kText:
        return read_text(block);
      case Kind::kHtml:
        // A comment, or tags around nothing.
        if (trim(visible(block.span)).empty()) return;
        [[fallthrough]];
      case Kind::kCode:
        add_block(block);
    }
  }

  std::string visible(Span span) const {
    return visible_text(slice(source_, span), Markup::kMarkdown);
  }

  // Headings.

  void read_heading(const MarkdownBlock& block) {
    std::string text = plain_markdown(slice(source_, block.span));
    if (text.empty()) return;
    const int level = block.level;
    const bool asks = text.ends_with('?');
    if (part_ != Part::kNone && level <= part_level_ &&
        !(asks && is_question_level(level))) {
      part_ = Part::kNone;
    }
    if (part_ == Part::kQuestions && asks) {
      begin_question(level, std::move(text));
    } else if (in_question() && level > question_level_) {
      add_block(block);  // all else is the answer
    } else {
      begin_part_or_section(level, text);
    }
  }

  bool in_question() const {
    return part_ == Part::kQuestions && section_.kind == PassageKind::kQuestion;
  }

  // Questions may stand as high as the label over them, if the first does.
  bool is_question_level(int level) const {
    return part_ == Part::kQuestions && level == part_level_ &&
           (question_level_ == 0 || question_level_ == level);
  }

  void begin_question(int level, std::string text) {
    close_headings(level);
    begin_section(PassageKind::kQuestion, text);
    section_.question = std::move(text);
    if (question_level_ == 0) question_level_ = level;
  }

  void begin_part_or_section(int level, const std::string& text) {
    close_headings(level);
    const std::optional<Label> label = parse_label(text);
    if (is_title(level, text, label)) {
      has_title_ = true;
      if (article_.title.empty()) article_.title = text;
      if (!label) return begin_section(PassageKind::kSection, text);
    }
    if (label) return begin_part(*label, level, text);
    if (is_quick_answer_heading(text)) {
      return begin_section(PassageKind::kQuickAnswer, text);
    }
    headings_.push_back({level, text});
    begin_section(PassageKind::kSection, text);
  }

  // The first H1 is the title, or says again what front matter said. A label is
  // one only where nothing stands before it, as in a file of questions.
  bool is_title(int level, std::string_view text,
                std::optional<Label> label) const {
    if (level != 1 || has_title_) return false;
    if (label && (has_text_ || !article_.title.empty())) return false;
    return article_.title.empty() ||
           equal_ignoring_ascii_case(article_.title, text);
  }

  void begin_part(Label label, int level, std::string_view text) {
    begin_section(PassageKind::kSection, text);
    if (label == Label::kKeyFacts) {
      section_.headings.emplace_back(kKeyFacts);
      return;
    }
    part_ = label == Label::kSources ? Part::kSources : Part::kQuestions;
    part_level_ = level;
    question_level_ = 0;
  }

  void close_headings(int level) {
    while (!headings_.empty() && headings_.back().level >= level) {
      headings_.pop_back();
    }
  }

  // Sections.

  void begin_section(PassageKind kind, std::string_view heading) {
    end_section();
    has_text_ = true;
    section_.kind = kind;
    section_.anchor = anchors_.next(heading);
    if (kind == PassageKind::kQuickAnswer) return;
    for (const Heading& open : headings_) {
      section_.headings.push_back(open.text);
    }
  }

  void end_section() {
    end_list();
    if (!section_.blocks.empty() || section_.kind == PassageKind::kQuestion) {
      article_.sections.push_back(std::move(section_));
    }
    section_ = {};
  }

  Block block_at(Span span, uint32_t line) const {
    Block block;
    block.span = span;
    block.line = line;
    const std::string_view text = slice(source_, span);
    if (!is_valid_ && !is_valid_utf8(text)) block.text = to_valid_utf8(text);
    return block;
  }

  void add_block(const MarkdownBlock& block) {
    has_text_ = true;
    section_.blocks.push_back(block_at(block.span, block.line));
    section_.blocks.back().code = block.kind == Kind::kCode;
    section_.blocks.back().list_item = block.kind == Kind::kListItem;
  }

  // Lists.

  void read_item(const MarkdownBlock& block) {
    if (part_ == Part::kSources) return read_sources(block.span);
    add_block(block);
    ++list_items_;
  }

  // Makes one block of the items read last where the list is short.
  void end_list() {
    const size_t count = std::exchange(list_items_, 0);
    if (count < 2) return;
    std::vector<Block>& blocks = section_.blocks;
    const size_t first = blocks.size() - count;
    const Span span{blocks[first].span.start, blocks.back().span.end};
    if (span.size() > kShortListBytes) return;
    blocks[first] = block_at(span, blocks[first].line);
    blocks[first].list_item = true;
    blocks.resize(first + 1);
  }

  // Each item is a source, nested ones too.
  void read_sources(Span span) {
    for (const std::string& entry : list_entries(slice(source_, span))) {
      Source source = parse_source(entry);
      if (!source.name.empty()) article_.sources.push_back(std::move(source));
    }
  }

  // Paragraphs, tables, quotes.

  void read_text(const MarkdownBlock& block) {
    const std::string text = visible(block.span);
    const std::string_view words = trim(text);
    if (words.empty()) return;
    const auto line = words.substr(0, words.find_first_of("\r\n"));
    const auto date = after_last_updated(line);
    if (date && !has_date_ && !in_question()) {
      read_date(*date, block.line);
      return read_rest(block);
    }
    if (after_quick_answer(line) && !has_answer_ && !in_question()) {
      return read_quick_answer(block);
    }
    add_block(block);
  }

  // What front matter says of the date counts more.
  void read_date(std::string_view date, uint32_t line) {
    has_date_ = true;
    if (article_.updated.empty()) {
      set_updated(article_, date, line, diagnostics_);
    }
  }

  // The lines of a paragraph after its first.
  void read_rest(MarkdownBlock block) {
    const std::string_view text = slice(source_, block.span);
    const std::vector<Line> lines = split_lines(text);
    if (lines.size() < 2) return;
    block.span.start += lines[1].span.start;
    ++block.line;
    read_text(block);
  }

  // A section of its own, after which the one around it goes on.
  void read_quick_answer(const MarkdownBlock& block) {
    const std::string_view source = slice(source_, block.span);
    const Span text = quick_answer_text(source).value_or(Span{});
    if (text.empty()) return;
    has_answer_ = true;
    Section around = section_;
    around.blocks.clear();
    end_section();
    const size_t lines = split_lines(source.substr(0, text.start + 1)).size();
    section_.kind = PassageKind::kQuickAnswer;
    section_.blocks.push_back(
        block_at({block.span.start + text.start, block.span.start + text.end},
                 block.line + static_cast<uint32_t>(lines) - 1));
    end_section();
    section_ = std::move(around);
  }

  std::string_view source_;
  bool is_valid_;  // source_ is UTF-8
  Article& article_;
  Diagnostics& diagnostics_;

  Section section_;                // blocks go here
  std::vector<Heading> headings_;  // that section_ stands under
  Anchors anchors_;
  size_t list_items_ = 0;  // at the end of section_, of one list
  Part part_ = Part::kNone;
  int part_level_ = 0;      // of the label's heading
  int question_level_ = 0;  // of the part's first question; 0: none yet
  bool has_title_ = false;
  bool has_text_ = false;  // a heading or a block was read
  bool has_date_ = false;
  bool has_answer_ = false;
};

}  // namespace

Article read_markdown(std::string_view source, std::string_view fallback_title,
                      Diagnostics& diagnostics) {
  if (source.size() > kMaxArticleBytes) {
    throw Error(ErrorKind::kLimit, "article is too large",
                "at most " + std::to_string(kMaxArticleBytes) +
                    " bytes are read; split it");
  }
  Article article;
  article.markup = Markup::kMarkdown;
  MarkdownReader(source, article, diagnostics).run();
  if (article.title.empty()) article.title = collapse_space(fallback_title);
  return article;
}

}  // namespace ibid
