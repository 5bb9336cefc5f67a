// SPDX-License-Identifier: GPL-3.0-or-later
// The fourth step of reading HTML: blocks and headings become sections,
// related questions and sources.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/article.h"
#include "indexer/formats/parts.h"

namespace ibid {

// A longer heading is no heading but text: each section repeats its path.
inline constexpr size_t kMaxHeadingBytes = 300;

class HtmlOutline {
 public:
  void add_block(Block block);

  // level: 1 to 6. block: the heading as a block, its text on one line. Where
  // a heading cannot stand (inside an answer) it becomes text.
  void add_heading(int level, Block block, std::string anchor);

  // A question that an element of its own holds: the blocks until
  // close_question are its answer. False where one is open already.
  bool open_question(std::string question, std::string anchor);
  void close_question();

  // A heading below the first level has been met.
  bool below_top() const { return below_top_; }

  // Sections without their title, in file order.
  std::vector<Section>& sections() { return sections_; }
  std::vector<ibid::Source>& sources() { return sources_; }
  // The first heading, and the first few of level 1.
  const std::vector<std::string>& top_headings() const { return tops_; }

 private:
  struct Heading {
    int level = 0;
    std::string text;
  };

  std::vector<std::string> path() const;
  bool take_as_source(const Block& block);
  void begin_section(PassageKind kind, std::string question);
  void start_label(Label label, int level, std::string text);

  std::vector<Section> sections_;
  std::vector<ibid::Source> sources_;
  std::vector<std::string> tops_;
  std::vector<Heading> path_;
  std::optional<Label> label_;  // the part that the next block belongs to
  Heading label_heading_;
  bool label_is_direct_ = false;  // no heading since the label
  size_t label_sources_ = 0;      // taken since the label
  std::string anchor_;            // of the last heading
  bool section_open_ = false;     // the last section takes further blocks
  bool element_question_ = false;
  int question_level_ = 0;  // of the heading that is a question; 0: none
  bool below_top_ = false;
  size_t blocks_ = 0;
};

}  // namespace ibid
