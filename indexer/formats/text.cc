// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text: the form of corpus/README.md where a label of it stands in the
// file, else any text. Both are read alike but for the title and for headings
// with indented text right under them (man pages), which only other text has.
//
// A line that looks like a heading (paragraphs.h) is one only if text follows
// it. Up to three such lines in a row above a text are its heading path: a
// part, its chapter, ... More are no headings but a list, and are text, all but
// the last; so are lines with nothing below them. No word is lost that way.
//
// In Sources, paragraphs of list items and lines that end in a licence are
// sources; anything else there is ordinary text.
#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "index/error.h"
#include "index/text.h"
#include "indexer/formats/format.h"
#include "indexer/formats/paragraphs.h"
#include "indexer/formats/parts.h"

namespace ibid {
namespace {

constexpr size_t kMaxTitleChars = 120;       // where no label is in the file
constexpr size_t kMaxTitleBlockChars = 300;  // where one is
constexpr size_t kMaxHeadingPath = 3;
constexpr size_t kMaxSources = 10000;
constexpr uint32_t kMaxLabelIndent = 3;
constexpr uint32_t kCodeIndent = 4;  // more than the text's own

std::string one_line(std::string_view text) {
  return collapse_space(to_valid_utf8(text));
}

std::string title_or_untitled(std::string_view fallback) {
  std::string title = one_line(fallback);
  return title.empty() ? "Untitled" : title;
}

bool is_quick_answer_label(std::string_view line) {
  return equal_ignoring_ascii_case(line, "quick answer");
}

class TextReader {
 public:
  TextReader(std::string_view text, std::vector<Paragraph> paragraphs,
             Diagnostics& diagnostics)
      : text_(text),
        paragraphs_(std::move(paragraphs)),
        diagnostics_(diagnostics) {}

  Article read(std::string_view fallback_title) {
    labelled_ = std::ranges::any_of(
        paragraphs_, [&](const Paragraph& p) { return is_label(p); });
    text_indent_ = text_indent();
    size_t next = read_title(fallback_title);
    while (next < paragraphs_.size()) next = read_paragraph(next);
    return std::move(article_);
  }

 private:
  enum class Part { kBody, kKeyFacts, kQuestions, kSources };

  std::string_view first_line(const Paragraph& p) const {
    return slice(text_, p.first);
  }

  bool is_label(const Paragraph& p) const {
    const std::string_view line = first_line(p);
    return p.first.start - p.span.start <= kMaxLabelIndent &&
           (parse_label(line) || after_last_updated(line) ||
            after_quick_answer(line) || is_quick_answer_label(line));
  }

  // The indentation of running text, which RFCs and man pages indent nearly all
  // of: what four of five paragraphs have at least.
  uint32_t text_indent() const {
    std::vector<uint32_t> indents;
    for (const Paragraph& p : paragraphs_) {
      if (p.rest.empty() && looks_like_heading(first_line(p))) continue;
      const bool peeled = !labelled_ && has_heading_above(p);
      indents.push_back(peeled ? p.rest_indent : p.indent);
    }
    if (indents.empty()) return 0;
    const auto fifth =
        indents.begin() + static_cast<std::ptrdiff_t>(indents.size() / 5);
    std::ranges::nth_element(indents, fifth);
    return *fifth;
  }

  // Whether the first line is a heading of the indented lines under it.
  bool has_heading_above(const Paragraph& p) const {
    return !p.rest.empty() && p.rest_indent > 0 && !p.indented &&
           looks_like_heading(first_line(p));
  }

  // Sets the title and gives the first paragraph after it.
  size_t read_title(std::string_view fallback_title) {
    const Paragraph& p = paragraphs_.front();
    const bool alone = p.rest.empty() && paragraphs_.size() > 1;
    const std::string_view block =
        labelled_ ? slice(text_, p.span) : first_line(p);
    const size_t most = labelled_ ? kMaxTitleBlockChars : kMaxTitleChars;
    const bool fits = block.size() <= 4 * most && utf8_length(block) <= most;
    if (fits && has_word(block) && (labelled_ ? !is_label(p) : alone)) {
      const std::string_view words = p.underlined ? first_line(p) : trim(block);
      article_.title = one_line(words);
    }
    if (!article_.title.empty()) return 1;
    article_.title = title_or_untitled(fallback_title);
    return 0;
  }

  // Reads the paragraph at `at`, and those that belong to it; gives the next.
  size_t read_paragraph(size_t at) {
    const Paragraph p = paragraphs_[at];
    if (is_label(p)) return read_label(at);
    if (part_ == Part::kQuestions) return read_in_questions(at);
    if (part_ == Part::kSources && is_source_list(p)) {
      add_sources(p);
      return at + 1;
    }
    if (!labelled_ && has_heading_above(p)) {
      start_section({one_line(first_line(p))});
      return go_on_with_rest(at);
    }
    if (is_heading(p)) return read_headings(at);
    add_text(p);
    return at + 1;
  }

  // The paragraph's first line is done with; its rest is the next paragraph.
  size_t go_on_with_rest(size_t at) {
    if (paragraphs_[at].rest.empty()) return at + 1;
    paragraphs_[at] = without_first_line(text_, paragraphs_[at]);
    return at;
  }

  size_t read_label(size_t at) {
    const Paragraph p = paragraphs_[at];
    const std::string_view line = first_line(p);
    open_ = false;
    if (const std::optional<Label> label = parse_label(line)) {
      headings_.clear();
      part_ = *label == Label::kKeyFacts           ? Part::kKeyFacts
              : *label == Label::kRelatedQuestions ? Part::kQuestions
                                                   : Part::kSources;
      return go_on_with_rest(at);
    }
    if (const auto date = after_last_updated(line)) {
      read_date(*date, p.line);
      return go_on_with_rest(at);
    }
    return read_quick_answer(at);
  }

  // The first date that can be read counts; only the first bad one is told.
  void read_date(std::string_view date, uint32_t line) {
    if (!article_.updated.empty()) return;
    Diagnostics told;
    set_updated(article_, date, line, told);
    if (!bad_date_) std::ranges::move(told, std::back_inserter(diagnostics_));
    bad_date_ = true;
  }

  // The answer goes on to the next blank line; where the label stands alone, it
  // is the paragraph below.
  size_t read_quick_answer(size_t at) {
    const Paragraph p = paragraphs_[at];
    const std::string_view block = trim(slice(text_, p.span));
    const std::string_view line = first_line(p);
    std::string_view answer = block.substr(line.size());
    if (!is_quick_answer_label(line)) answer = *after_quick_answer(block);
    answer = trim(answer);
    if (answer.empty()) {
      const bool has_next =
          at + 1 < paragraphs_.size() && !is_label(paragraphs_[at + 1]);
      if (!has_next) return at + 1;
      add_section(PassageKind::kQuickAnswer, {}, "");
      add_block(paragraphs_[at + 1], paragraphs_[at + 1].span);
      open_ = false;
      return at + 2;
    }
    add_section(PassageKind::kQuickAnswer, {}, "");
    const auto start = static_cast<size_t>(answer.data() - text_.data());
    add_block(p, {start, start + answer.size()});
    open_ = false;
    return at + 1;
  }

  size_t read_in_questions(size_t at) {
    const Paragraph p = paragraphs_[at];
    const std::string_view line = first_line(p);
    const bool asks = line.ends_with('?') || line.ends_with("？");
    if (!asks || p.indented || !looks_like_heading(line)) {
      add_text(p);
      return at + 1;
    }
    add_section(PassageKind::kQuestion, {}, one_line(line));
    return go_on_with_rest(at);
  }

  bool is_heading(const Paragraph& p) const {
    const bool alone = p.rest.empty() && !p.indented;
    return (p.underlined || (alone && looks_like_heading(first_line(p)))) &&
           !is_label(p) && !(part_ == Part::kSources && is_source_list(p));
  }

  // The run of lines at `at` that look like headings.
  size_t read_headings(size_t at) {
    size_t end = at;
    while (end < paragraphs_.size() && is_heading(paragraphs_[end])) ++end;
    const bool has_text =
        end < paragraphs_.size() && !is_label(paragraphs_[end]) &&
        !(part_ == Part::kSources && is_source_list(paragraphs_[end]));
    size_t first = end;
    if (has_text) first = end - at <= kMaxHeadingPath ? at : end - 1;
    for (size_t i = at; i < first; ++i) add_text(paragraphs_[i]);
    std::vector<std::string> path;
    for (size_t i = first; i < end; ++i)
      path.push_back(one_line(first_line(paragraphs_[i])));
    if (!path.empty()) start_section(std::move(path));
    return end;
  }

  void start_section(std::vector<std::string> headings) {
    headings_ = std::move(headings);
    open_ = false;
  }

  void add_section(PassageKind kind, std::vector<std::string> headings,
                   std::string question) {
    Section section;
    section.kind = kind;
    section.headings = std::move(headings);
    section.question = std::move(question);
    article_.sections.push_back(std::move(section));
    open_ = true;
  }

  void add_text(const Paragraph& p) {
    if (!open_) {
      std::vector<std::string> headings = headings_;
      if (headings.empty() && part_ == Part::kKeyFacts)
        headings = {"Key Facts"};
      add_section(PassageKind::kSection, std::move(headings), "");
    }
    add_block(p, p.span);
  }

  // To the section that was begun last. span: in p, on its first line or below.
  void add_block(const Paragraph& p, Span span) {
    Block block;
    block.span = span;
    block.line = p.line;
    for (size_t at = p.span.start; at < span.start; ++at) {
      const bool ends =
          text_[at] == '\n' || (text_[at] == '\r' && text_[at + 1] != '\n');
      block.line += ends;
    }
    block.code = p.records || p.indent >= text_indent_ + kCodeIndent;
    article_.sections.back().blocks.push_back(std::move(block));
  }

  bool is_source_list(const Paragraph& p) const {
    if (after_list_mark(first_line(p)) > 0) return true;
    Span line = line_at(text_, p.span, p.span.start);
    while (!line.empty() && parse_source(slice(text_, line)).licence)
      line = line_after(text_, p.span, line);
    return line.empty();
  }

  // A line without a mark goes on the source before it, where that has one.
  void add_sources(const Paragraph& p) {
    const bool marked = after_list_mark(first_line(p)) > 0;
    Span source{p.span.start, p.span.start};
    for (Span line = line_at(text_, p.span, p.span.start); !line.empty();
         line = line_after(text_, p.span, line)) {
      if (!marked || after_list_mark(slice(text_, line)) > 0) {
        add_source(slice(text_, source), p.line);
        source.start = line.start;
      }
      source.end = line.end;
    }
    add_source(slice(text_, source), p.line);
    open_ = false;
  }

  void add_source(std::string_view text, uint32_t line) {
    ibid::Source source = parse_source(text);
    if (source.name.empty()) return;
    if (article_.sources.size() < kMaxSources) {
      article_.sources.push_back(std::move(source));
    } else if (!too_many_sources_) {
      too_many_sources_ = true;
      diagnostics_.push_back(
          {Diagnostic::Severity::kWarning, "", line,
           fmt::format("more than {} sources; the rest is left out",
                       kMaxSources),
           ""});
    }
  }

  std::string_view text_;
  std::vector<Paragraph> paragraphs_;
  Diagnostics& diagnostics_;
  Article article_;
  bool labelled_ = false;
  uint32_t text_indent_ = 0;
  Part part_ = Part::kBody;
  std::vector<std::string> headings_;  // of the text to come
  bool open_ = false;  // the last section takes the text to come
  bool too_many_sources_ = false;
  bool bad_date_ = false;
};

// Text in UTF-16 or UTF-32, by its byte order mark, as UTF-8; else nullopt.
std::optional<std::string> from_wide(std::string_view source) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t signature = 0;
  const char* const name = ucnv_detectUnicodeSignature(
      source.data(), static_cast<int32_t>(source.size()), &signature, &status);
  if (U_FAILURE(status) || name == nullptr) return std::nullopt;
  const std::string_view encoding = name;
  if (!encoding.starts_with("UTF-16") && !encoding.starts_with("UTF-32"))
    return std::nullopt;
  const std::string_view body = source.substr(static_cast<size_t>(signature));
  const icu::UnicodeString wide(body.data(), static_cast<int32_t>(body.size()),
                                name);
  std::string text;
  wide.toUTF8String(text);
  return text;
}

Article read_utf8(std::string_view text, std::string_view fallback_title,
                  Diagnostics& diagnostics) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  const size_t start = text.starts_with(kBom) ? kBom.size() : 0;
  std::vector<Paragraph> paragraphs = read_paragraphs(text, start);
  const auto warn = [&](std::string reason, std::string hint) {
    diagnostics.push_back({Diagnostic::Severity::kWarning, "", 0,
                           std::move(reason), std::move(hint)});
  };
  if (paragraphs.empty()) {
    warn("the file is empty", "");
    Article article;
    article.title = title_or_untitled(fallback_title);
    return article;
  }
  if (paragraphs.size() == kMaxParagraphs)
    warn(fmt::format("more than {} paragraphs; the rest is left out",
                     kMaxParagraphs - 1),
         "split the file");
  Article article =
      TextReader(text, std::move(paragraphs), diagnostics).read(fallback_title);
  if (article.sections.empty()) warn("the article has no text", "");
  return article;
}

}  // namespace

Article read_text(std::string_view source, std::string_view fallback_title,
                  Diagnostics& diagnostics) {
  if (source.size() > kMaxArticleBytes)
    throw Error(ErrorKind::kLimit,
                fmt::format("longer than {} bytes", kMaxArticleBytes),
                "split the file");
  const std::optional<std::string> wide = from_wide(source);
  if (!wide) return read_utf8(source, fallback_title, diagnostics);
  Article article = read_utf8(*wide, fallback_title, diagnostics);
  for (Section& section : article.sections) {
    for (Block& block : section.blocks) {
      block.text = slice(*wide, block.span);
      block.span = {0, source.size()};
    }
  }
  return article;
}

}  // namespace ibid
