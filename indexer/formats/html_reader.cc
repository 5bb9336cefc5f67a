// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/html_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "index/date.h"
#include "index/text.h"
#include "indexer/formats/parts.h"

namespace ibid {
namespace {

constexpr size_t kMaxAnchorBytes = 200;
constexpr size_t kMaxTimeBytes = 100;
constexpr size_t kMaxTitleTextBytes = 4000;
// How close before a date the word stands that says what the date is.
constexpr size_t kLabelReach = 40;

// A small number of a list; other values are as good as none.
int parse_number(std::optional<std::string_view> text, int otherwise) {
  int number = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return std::clamp(number, -1000000, 1000000);
}

bool says_updated(std::string_view text) {
  if (text.size() > kLabelReach) text.remove_prefix(text.size() - kLabelReach);
  const std::string lower = ascii_lower(text);
  for (const std::string_view word : {"updated", "modified", "revised"}) {
    if (lower.find(word) != std::string::npos) return true;
  }
  return false;
}

// "What is it?", but not the "{m,n}?" of a reference manual.
bool is_question(std::string_view text) {
  constexpr std::string_view kWideMark = "\xEF\xBC\x9F";
  if (text.ends_with(kWideMark)) return true;  // no spaces in these languages
  if (!text.ends_with('?')) return false;
  size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const char lower = static_cast<char>(c | 0x20);
    const bool letter =
        (lower >= 'a' && lower <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (letter && !in_word) ++words;
    in_word = (letter || in_word) && !is_space(c);
  }
  return words >= 2;
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_space);
}

}  // namespace

HtmlReader::HtmlReader()
    : text_([this](Block block) { add_block(std::move(block)); }) {}

// Paragraphs that are labels go where their labels say.
void HtmlReader::add_block(Block block) {
  if (const auto date = after_last_updated(*block.text);
      date && parse_date(*date)) {
    head_.add_date(DateRank::kLabelled, *date, block.span.start);
    return;
  }
  if (const auto answer = after_quick_answer(*block.text);
      answer && !answer->empty() && !quick_answer_) {
    block.text = std::string(*answer);
    quick_answer_ = std::move(block);
    return;
  }
  outline_.add_block(std::move(block));
}

// An id may stand on the heading, in it, or on an element around or before it.
void HtmlReader::note_anchor(const HtmlTag& tag) {
  std::string_view id = tag.attribute("id").value_or("");
  if (id.empty() && tag.name == "a") id = tag.attribute("name").value_or("");
  if (id.empty() || id.size() > kMaxAnchorBytes) return;
  if (!in_heading_) {
    anchor_ = id;
  } else if (heading_anchor_.empty()) {
    heading_anchor_ = id;
  }
}

void HtmlReader::start(const HtmlTag& tag) {
  stack_.emplace_back();
  if (skipping()) return;
  const Role role = role_of(tag);
  if (role == Role::kLeftOut || role == Role::kDropped) {
    if (role == Role::kLeftOut && !in_header()) text_.open_block(tag.start);
    skip_ = stack_.size() - 1;
    return;
  }
  const bool top_heading = role == Role::kHeading && tag.name == "h1";
  if (in_header() && !top_heading && role != Role::kTime) return;
  if (stack_.size() > 1 && stack_[stack_.size() - 2].role == Role::kLines) {
    text_.space();
  }
  Open element{role, 0, false};
  if (tag.attributes != nullptr && role != Role::kHeading) note_anchor(tag);
  open(tag, element);
  stack_.back() = element;
}

void HtmlReader::open(const HtmlTag& tag, Open& element) {
  switch (element.role) {
    case Role::kHeader:
      text_.open_block(tag.start);
      if (sections_ == 0) header_ = stack_.size() - 1;
      return;
    case Role::kSection:
      ++sections_;
      return text_.open_block(tag.start);
    case Role::kNote:
      ++notes_;
      return text_.open_block(tag.start);
    case Role::kHeading:
      return open_heading(tag, element);
    case Role::kTerm:
      if (Open* list = innermost(Role::kTermList);
          list != nullptr && list->owns) {
        close_question_of(*list, tag.start);
      }
      return text_.open_term(tag.start);
    case Role::kSummary:
      return open_summary(tag, element);
    case Role::kTime:
      return open_time(tag);
    case Role::kTitle:
      title_open_ = true;
      return;
    case Role::kMeta:
      return head_.read_meta(tag);
    case Role::kLink:
      return head_.read_link(tag);
    case Role::kHtml:
      return head_.read_html(tag);
    default:
      return open_text(tag, element.role);
  }
}

// The elements that only shape text.
void HtmlReader::open_text(const HtmlTag& tag, Role role) {
  switch (role) {
    case Role::kRoot:
    case Role::kBlock:
    case Role::kDefinition:
      return text_.open_block(tag.start);
    case Role::kParagraph:
      return text_.open_paragraph(tag.start);
    case Role::kNoteTitle:
      return text_.open_term(tag.start);
    case Role::kPre:
      return text_.open_code(tag.start);
    case Role::kBreak:
      return text_.break_line(tag.start);
    case Role::kOrderedList:
    case Role::kList:
      return text_.open_list(role == Role::kOrderedList,
                             parse_number(tag.attribute("start"), 1),
                             tag.start);
    case Role::kItem:
      if (const auto value = tag.attribute("value")) {
        text_.set_item_number(parse_number(value, 1));
      }
      return text_.open_item(tag.start);
    case Role::kTermList:
    case Role::kDetails:
      if (!text_.capturing() && !text_.in_table()) text_.finish(tag.start);
      return;
    case Role::kTable:
      return text_.open_table(tag.start);
    case Role::kRow:
      return text_.open_row();
    case Role::kCell:
      return text_.open_cell();
    case Role::kQuotation:
      return text_.add("\xE2\x80\x9C", tag.start, tag.end);
    default:
      return;
  }
}

void HtmlReader::open_heading(const HtmlTag& tag, Open& element) {
  if (notes_ > 0 && !in_header()) {
    element.role = Role::kNoteTitle;
    return text_.open_term(tag.start);
  }
  if (in_heading_) {
    element.role = Role::kInline;
    return text_.space();
  }
  element.level = tag.name[1] - '0';
  element.owns = true;
  in_heading_ = true;
  heading_anchor_.clear();
  note_anchor(tag);
  text_.begin_capture(tag.start);
}

void HtmlReader::open_time(const HtmlTag& tag) {
  const bool labelled = says_updated(text_.draft());
  if (!labelled && outline_.below_top() && !in_header()) return;
  time_ = labelled ? DateRank::kLabelled : DateRank::kPlain;
  time_text_ = tag.attribute("datetime").value_or("");
  time_at_ = tag.start;
  if (time_text_.empty()) return;
  head_.add_date(*time_, time_text_, time_at_);
  time_.reset();
}

void HtmlReader::open_summary(const HtmlTag& tag, Open& element) {
  const bool in_details =
      stack_.size() >= 2 && stack_[stack_.size() - 2].role == Role::kDetails;
  if (!in_details || text_.capturing()) return text_.open_block(tag.start);
  element.owns = true;
  text_.begin_capture(tag.start);
}

HtmlReader::Open* HtmlReader::innermost(Role role) {
  const auto found =
      std::find_if(stack_.rbegin(), stack_.rend(),
                   [&](const Open& open) { return open.role == role; });
  return found == stack_.rend() ? nullptr : &*found;
}

void HtmlReader::text(std::string_view text, size_t start, size_t end) {
  if (skipping()) return;
  if (title_open_) {
    if (title_text_.size() < kMaxTitleTextBytes) title_text_ += text;
    return;
  }
  if (time_ && time_text_.size() < kMaxTimeBytes) time_text_ += text;
  if (in_header() && !in_heading_) return;
  if (!anchor_.empty() && !in_heading_ && !is_blank(text)) anchor_.clear();
  text_.add(text, start, end);
}

void HtmlReader::end(size_t tag_start, size_t tag_end) {
  Open element = stack_.back();
  stack_.pop_back();
  const size_t index = stack_.size();
  if (skipping()) {
    if (index == skip_) skip_ = kNone;
    return;
  }
  close(element, tag_start, tag_end);
  if (index == header_) header_ = kNone;
}

void HtmlReader::close(Open& element, size_t tag_start, size_t tag_end) {
  switch (element.role) {
    case Role::kSection:
      --sections_;
      return text_.close_block(tag_start, tag_end);
    case Role::kNote:
      --notes_;
      return text_.close_block(tag_start, tag_end);
    case Role::kHeading:
      return close_heading(element, tag_start, tag_end);
    case Role::kTerm:
      return close_term(tag_start, tag_end);
    case Role::kTermList:
    case Role::kDetails:
      if (!text_.capturing() && !text_.in_table()) text_.finish(tag_start);
      if (element.owns) close_question_of(element, tag_start);
      return;
    case Role::kSummary:
      return close_summary(element, tag_start, tag_end);
    case Role::kTime:
      if (time_) head_.add_date(*time_, time_text_, time_at_);
      time_.reset();
      return;
    case Role::kTitle:
      head_.set_title(title_text_);
      title_open_ = false;
      return;
    default:
      return close_text(element.role, tag_start, tag_end);
  }
}

void HtmlReader::close_text(Role role, size_t tag_start, size_t tag_end) {
  switch (role) {
    case Role::kHeader:
    case Role::kRoot:
    case Role::kBlock:
    case Role::kParagraph:
    case Role::kDefinition:
      return text_.close_block(tag_start, tag_end);
    case Role::kNoteTitle:
      return text_.close_term();
    case Role::kPre:
      return text_.close_code(tag_start, tag_end);
    case Role::kOrderedList:
    case Role::kList:
      return text_.close_list(tag_start);
    case Role::kItem:
      return text_.close_item(tag_start, tag_end);
    case Role::kTable:
      return text_.close_table(tag_start, tag_end);
    case Role::kRow:
    case Role::kCell:
      return text_.space();
    case Role::kQuotation:
      return text_.add("\xE2\x80\x9D", tag_start, tag_end);
    default:
      return;
  }
}

void HtmlReader::close_heading(const Open& element, size_t tag_start,
                               size_t tag_end) {
  if (!element.owns) return;
  Block block = text_.take(tag_start, tag_end);
  in_heading_ = false;
  const std::string& anchor =
      heading_anchor_.empty() ? anchor_ : heading_anchor_;
  outline_.add_heading(element.level, std::move(block), anchor);
  anchor_.clear();
}

void HtmlReader::close_summary(const Open& element, size_t tag_start,
                               size_t tag_end) {
  // A heading inside has ended the capture.
  if (!element.owns || !text_.capturing()) {
    return text_.close_block(tag_start, tag_end);
  }
  Block block = text_.take(tag_start, tag_end);
  std::string summary = collapse_space(*block.text);
  if (summary.empty()) return;
  Open* details = innermost(Role::kDetails);
  if (details != nullptr && summary.ends_with('?') &&
      outline_.open_question(summary, anchor_)) {
    details->owns = true;
    return;
  }
  add_block(std::move(block));
}

void HtmlReader::close_term(size_t tag_start, size_t tag_end) {
  text_.close_term();
  Open* list = innermost(Role::kTermList);
  if (list == nullptr || text_.in_table() || !is_question(text_.draft())) {
    return;
  }
  std::string question = collapse_space(text_.draft());
  if (outline_.open_question(std::move(question), anchor_)) {
    list->owns = true;
    text_.take(tag_start, tag_end);
  }
}

void HtmlReader::close_question_of(Open& element, size_t at) {
  text_.finish(at);
  outline_.close_question();
  element.owns = false;
}

void HtmlReader::finish(size_t at) {
  while (!stack_.empty()) end(at, at);
  text_.finish(at);
}

}  // namespace ibid
