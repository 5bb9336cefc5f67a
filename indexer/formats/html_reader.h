// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the events of the parser to where they belong: text to blocks, headings
// and questions to the outline, what the page says of itself to its head.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/formats/html_elements.h"
#include "indexer/formats/html_head.h"
#include "indexer/formats/html_outline.h"
#include "indexer/formats/html_parser.h"
#include "indexer/formats/html_text.h"

namespace ibid {

class HtmlReader : public HtmlEvents {
 public:
  HtmlReader();

  void start(const HtmlTag& tag) override;
  void end(size_t tag_start, size_t tag_end) override;
  void text(std::string_view text, size_t start, size_t end) override;

  // Call after the last event.
  void finish(size_t at);

  HtmlHead& head() { return head_; }
  HtmlOutline& outline() { return outline_; }
  // A paragraph that calls itself the quick answer; nullopt: none.
  const std::optional<Block>& quick_answer() const { return quick_answer_; }

 private:
  struct Open {
    Role role = Role::kInline;  // kInline also where the start was passed over
    int level = 0;              // of a heading
    // kHeading, kSummary: it captures; kDetails, kTermList: a question is open.
    bool owns = false;
  };

  void add_block(Block block);
  bool in_header() const { return header_ != kNone; }
  bool skipping() const { return skip_ != kNone; }
  void note_anchor(const HtmlTag& tag);
  void open(const HtmlTag& tag, Open& element);
  void open_heading(const HtmlTag& tag, Open& element);
  void open_text(const HtmlTag& tag, Role role);
  void open_time(const HtmlTag& tag);
  void open_summary(const HtmlTag& tag, Open& element);
  void close(Open& element, size_t tag_start, size_t tag_end);
  void close_text(Role role, size_t tag_start, size_t tag_end);
  void close_heading(const Open& element, size_t tag_start, size_t tag_end);
  void close_summary(const Open& element, size_t tag_start, size_t tag_end);
  void close_term(size_t tag_start, size_t tag_end);
  void close_question_of(Open& element, size_t at);
  Open* innermost(Role role);

  HtmlHead head_;
  HtmlOutline outline_;
  std::optional<Block> quick_answer_;
  HtmlText text_;
  std::vector<Open> stack_;
  size_t skip_ = kNone;    // index in stack_ of the element left out
  size_t header_ = kNone;  // index in stack_ of the page's header
  size_t sections_ = 0;    // open elements that make a header the text's own
  size_t notes_ = 0;       // open elements in which headings are text
  std::string anchor_;     // id met since the last text
  std::string heading_anchor_;
  bool in_heading_ = false;
  std::optional<DateRank> time_;  // of the <time> that is open
  std::string time_text_;
  size_t time_at_ = 0;
  bool title_open_ = false;
  std::string title_text_;

  static constexpr size_t kNone = static_cast<size_t>(-1);
};

}  // namespace ibid
