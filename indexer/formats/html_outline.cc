// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/html_outline.h"

#include <algorithm>
#include <utility>

#include "index/text.h"
#include "indexer/split.h"

namespace ibid {
namespace {

// Bounds on what hostile pages cost; beyond them text joins what is there.
constexpr size_t kMaxSections = kMaxPassages + 1;  // split reports the rest
constexpr size_t kMaxBlocks = 1 << 20;
constexpr size_t kMaxTopHeadings = 8;

// Without the sign that links to the heading itself.
std::string heading_text(std::string_view text) {
  constexpr std::string_view kPilcrow = "\xC2\xB6";
  std::string heading = collapse_space(text);
  if (heading.ends_with(kPilcrow)) {
    heading.resize(heading.size() - kPilcrow.size());
  }
  return std::string(trim(heading));
}

// The item's text without indentation; empty where it only continues one.
std::string_view item_text(const Block& block) {
  const std::string_view text = trim(*block.text);
  return text.empty() || (text[0] != '-' && (text[0] < '0' || text[0] > '9'))
             ? std::string_view()
             : text;
}

}  // namespace

std::vector<std::string> HtmlOutline::path() const {
  std::vector<std::string> result;
  for (const Heading& heading : path_) result.push_back(heading.text);
  if (label_ == Label::kKeyFacts && label_is_direct_) {
    result.emplace_back("Key Facts");
  }
  return result;
}

void HtmlOutline::begin_section(PassageKind kind, std::string question) {
  if (sections_.size() >= kMaxSections) return;
  Section section;
  section.kind = kind;
  section.headings = path();
  section.question = std::move(question);
  section.anchor = anchor_;
  sections_.push_back(std::move(section));
  section_open_ = true;
}

bool HtmlOutline::take_as_source(const Block& block) {
  if (label_ != Label::kSources || element_question_) return false;
  const std::string_view text = item_text(block);
  if (block.list_item && !text.empty()) {
    sources_.push_back(parse_source(text));
    ++label_sources_;
    return true;
  }
  if (label_sources_ == 0) {
    // Not a list of sources, then, but a chapter of that name.
    label_.reset();
    path_.push_back(label_heading_);
  }
  return false;
}

void HtmlOutline::add_block(Block block) {
  if (take_as_source(block)) return;
  if (!section_open_) begin_section(PassageKind::kSection, {});
  std::vector<Block>& blocks = sections_.back().blocks;
  if (++blocks_ > kMaxBlocks && !blocks.empty()) {
    Block& last = blocks.back();
    last.text->append("\n").append(*block.text);
    last.span.end = std::max(last.span.end, block.span.end);
    return;
  }
  blocks.push_back(std::move(block));
}

void HtmlOutline::start_label(Label label, int level, std::string text) {
  label_ = label;
  label_heading_ = {level, std::move(text)};
  label_is_direct_ = true;
  label_sources_ = 0;
}

void HtmlOutline::add_heading(int level, Block block, std::string anchor) {
  std::string text = heading_text(*block.text);
  const bool in_answer =
      element_question_ ||
      (question_level_ > 0 && level > question_level_ && !text.ends_with('?'));
  if (text.empty()) return;
  if (in_answer || text.size() > kMaxHeadingBytes) {
    block.text = std::move(text);
    add_block(std::move(block));
    return;
  }
  section_open_ = false;
  question_level_ = 0;
  anchor_ = std::move(anchor);
  below_top_ |= level > 1;
  while (!path_.empty() && path_.back().level >= level) path_.pop_back();
  if (label_ && level <= label_heading_.level) label_.reset();
  label_is_direct_ = false;
  if ((level == 1 || tops_.empty()) && tops_.size() < kMaxTopHeadings) {
    tops_.push_back(text);
  }
  const std::optional<Label> label =
      level > 1 ? parse_label(text) : std::nullopt;
  if (label) {
    start_label(*label, level, std::move(text));
  } else if (label_ == Label::kRelatedQuestions && text.ends_with('?')) {
    question_level_ = level;
    begin_section(PassageKind::kQuestion, std::move(text));
  } else {
    path_.push_back({level, std::move(text)});
  }
}

bool HtmlOutline::open_question(std::string question, std::string anchor) {
  if (element_question_) return false;
  const std::string outer = std::exchange(anchor_, std::move(anchor));
  begin_section(PassageKind::kQuestion, std::move(question));
  anchor_ = outer;
  question_level_ = 0;
  element_question_ = true;
  return true;
}

void HtmlOutline::close_question() {
  element_question_ = false;
  section_open_ = false;
}

}  // namespace ibid
