// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/answer_extent.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "index/fold.h"
#include "index/line_kind.h"
#include "index/text.h"

namespace ibid {
namespace {

// Characters of a sentence that says too little by itself.
constexpr size_t kShortSentence = 25;

// First words that point at what was said before.
constexpr std::array<std::string_view, 31> kBackward = {
    "it",       "this", "that",  "these", "those",     "they",    "he",
    "she",      "its",  "their", "his",   "her",       "such",    "here",
    "there",    "both", "but",   "and",   "so",        "however", "thus",
    "then",     "also", "hence", "yet",   "therefore", "instead", "in",
    "although", "for",  "as"};
// Of these, only with this second word: in addition, for example, as such.
constexpr std::array<std::string_view, 4> kBackwardSecond = {
    "addition", "example", "instance", "such"};

std::string_view word_at(std::string_view text, size_t number) {
  for (size_t i = 0; i < number; ++i) {
    text.remove_prefix(std::min(text.find(' '), text.size()));
    while (text.starts_with(' ')) text.remove_prefix(1);
  }
  text = text.substr(0, text.find(' '));
  while (!text.empty() && (text.back() == ',' || text.back() == ':')) {
    text.remove_suffix(1);
  }
  return text;
}

template <size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& list,
               std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool refers_back(std::string_view sentence) {
  constexpr size_t kLooked = 40;
  const std::string start =
      fold(sentence.substr(0, utf8_floor(sentence, kLooked)));
  const std::string_view first = word_at(start, 0);
  if (first == "in" || first == "for" || first == "as") {
    return is_one_of(kBackwardSecond, word_at(start, 1));
  }
  return is_one_of(kBackward, first);
}

class Extent {
 public:
  Extent(const StoredPassage& passage, const Evidence& evidence,
         size_t sentence)
      : text_(passage.text),
        sentences_(evidence.sentences),
        at_(sentence),
        span_(evidence.sentences[sentence].span) {}

  Span span() const { return span_; }

  bool is_item(size_t i) const {
    const size_t start = sentences_[i].span.start;
    const size_t line =
        start == 0 ? 0 : text_.find_last_of('\n', start - 1) + 1;
    const LineStart look = read_line_start(text_, line);
    return look.kind == LineKind::kList && look.text_start >= start;
  }

  // The items after a sentence that announces them.
  void add_items() {
    if (is_item(at_) || !slice(text_, span_).ends_with(':')) return;
    extend_over_items(at_ + 1, kAnswerItems);
  }

  // The list that an item is part of, from its first item where that fits.
  void add_list() {
    if (!is_item(at_)) return;
    size_t first = at_;
    while (first > 0 && at_ - first + 1 < kAnswerItems && is_item(first - 1)) {
      --first;
    }
    const Span alone = span_;
    span_ = {sentences_[first].span.start, span_.end};
    if (!fits(span_)) {
      span_ = alone;
      first = at_;
    }
    extend_over_items(at_ + 1, kAnswerItems - (at_ - first + 1));
  }

  void add_before() {
    if (at_ == 0 || is_item(at_) || is_item(at_ - 1)) return;
    if (!refers_back(slice(text_, span_))) return;
    try_span({sentences_[at_ - 1].span.start, span_.end});
  }

  void add_after(PassageKind kind) {
    if (at_ + 1 >= sentences_.size() || is_item(at_ + 1)) return;
    const bool begins_answer = kind == PassageKind::kQuestion && at_ == 0;
    if (!begins_answer && chars(span_) >= kShortSentence) return;
    try_span({span_.start, sentences_[at_ + 1].span.end});
  }

  // Where the sentence alone is too long: the stretch of it that begins with a
  // clause and ends with a word.
  void cut(const Evidence& evidence) {
    if (fits(span_)) return;
    const size_t start = fits({start_of_match(evidence), span_.end})
                             ? tail_start()
                             : span_.start;
    size_t end = start;
    for (size_t i = 0; i < kAnswerChars && end < span_.end; ++i) {
      end += decode_utf8(text_, end).length;
    }
    if (end < span_.end) {
      const size_t space = text_.find_last_of(" \n\t", end);
      if (space != std::string_view::npos && space > start) end = space;
    }
    span_ = {start, std::min(end, span_.end)};
  }

 private:
  size_t chars(Span span) const { return utf8_length(slice(text_, span)); }
  bool fits(Span span) const { return chars(span) <= kAnswerChars; }

  void try_span(Span span) {
    if (fits(span)) span_ = span;
  }

  void extend_over_items(size_t next, size_t most) {
    for (size_t n = 0; n < most && next < sentences_.size(); ++n, ++next) {
      if (!is_item(next)) return;
      const Span longer = {span_.start, sentences_[next].span.end};
      if (!fits(longer)) return;
      span_ = longer;
    }
  }

  // Where in the sentence its first match is, as nearly as positions tell.
  size_t start_of_match(const Evidence& evidence) const {
    uint32_t first = 0;
    uint32_t match = 0;
    uint32_t last = 0;
    for (const TermMatch& m : evidence.text.matches) {
      if (m.sentence < at_) first = m.position;
      if (m.sentence == at_ && match == 0) match = m.position;
      if (m.sentence == at_) last = m.position;
    }
    if (match == 0 || last <= first) return span_.start;
    const double share = static_cast<double>(match - first) /
                         static_cast<double>(std::max(last - first, 1U) * 2);
    return utf8_floor(
        text_, span_.start +
                   static_cast<size_t>(
                       share * static_cast<double>(span_.end - span_.start)));
  }

  size_t tail_start() const {
    size_t start = span_.end;
    for (size_t i = 0; i < kAnswerChars && start > span_.start; ++i) {
      start = utf8_floor(text_, start - 1);
    }
    const size_t space = text_.find_first_of(" \n\t", start);
    return space < span_.end ? space + 1 : start;
  }

  std::string_view text_;
  const std::vector<SentenceEvidence>& sentences_;
  size_t at_;
  Span span_;
};

}  // namespace

Span answer_extent(const StoredPassage& passage, const Evidence& evidence,
                   size_t sentence, AnswerType type) {
  Extent extent(passage, evidence, sentence);
  extent.add_items();
  if (type == AnswerType::kSteps) extent.add_list();
  extent.add_before();
  extent.add_after(passage.kind);
  extent.cut(evidence);
  return extent.span();
}

}  // namespace ibid
