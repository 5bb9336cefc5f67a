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

  // Where the sentence alone is too long: the first stretch of it where that
  // has all matches, the last where that has, else the first with a match.
  void cut(const Evidence& evidence) {
    if (fits(span_)) return;
    const Span matches = matches_in_sentence(evidence);
    size_t start = span_.start;
    if (!fits({start, matches.end})) {
      if (fits({matches.start, span_.end})) {
        start = tail_start(matches.start);
      } else if (!fits({start, matches.start})) {
        start = matches.start;
      }
    }
    size_t end = start;
    for (size_t i = 0; i < kAnswerChars && end < span_.end; ++i) {
      end += decode_utf8(text_, end).length;
    }
    if (end < span_.end) {
      const size_t space = text_.find_last_of(" \n\t", end);
      const size_t least = matches.end <= end ? matches.end : 0;
      if (space != std::string_view::npos && space > start && space >= least) {
        end = space;
      }
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

  // From the sentence's first match to its last; its beginning where it has
  // none.
  Span matches_in_sentence(const Evidence& evidence) const {
    Span all = {span_.start, span_.start};
    bool is_first = true;
    for (const TermMatch& match : evidence.text.matches) {
      if (match.sentence != at_) continue;
      if (is_first) all.start = match.span.start;
      is_first = false;
      all.end = std::max(all.end, match.span.end);
    }
    return all;
  }

  // The beginning of a word, at `latest` at the latest.
  size_t tail_start(size_t latest) const {
    size_t start = span_.end;
    for (size_t i = 0; i < kAnswerChars && start > span_.start; ++i) {
      start = utf8_floor(text_, start - 1);
    }
    const size_t space = text_.find_first_of(" \n\t", start);
    return space < latest ? space + 1 : latest;
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
