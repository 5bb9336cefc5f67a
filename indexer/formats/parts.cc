// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "index/date.h"
#include "index/text.h"
#include "indexer/formats/licences.h"

namespace ibid {
namespace {

constexpr size_t kMaxLabelBytes = 64;
constexpr size_t kMaxShownBytes = 60;  // of a bad date in a diagnostic
constexpr std::string_view kDashes[] = {"\xE2\x80\x93", "\xE2\x80\x94"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What follows `words` (lower-case, one space apart) and a colon, where line
// begins with them.
std::optional<std::string_view> after_words(std::string_view line,
                                            std::string_view words) {
  line = trim(line);
  while (!words.empty()) {
    if (line.empty()) return std::nullopt;
    if (words.front() == ' ') {
      if (!is_space(line.front())) return std::nullopt;
      line = trim(line);
    } else if (!equal_ignoring_ascii_case(line.substr(0, 1),
                                          words.substr(0, 1))) {
      return std::nullopt;
    } else {
      line.remove_prefix(1);
    }
    words.remove_prefix(1);
  }
  line = trim(line);
  if (!line.starts_with(':')) return std::nullopt;
  return trim(line.substr(1));
}

// text without "1.", "1)", "[1]", "-", "*", "+" or a bullet in front of it.
std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kBullet = "\xE2\x80\xA2";
  text = trim(text);
  if (text.starts_with(kBullet)) return trim(text.substr(kBullet.size()));
  size_t end = text.starts_with('[') ? 1 : 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  const bool bracketed = text.starts_with('[');
  const bool numbered =
      end > (bracketed ? 1u : 0u) && end < text.size() &&
      (bracketed ? text[end] == ']' : text[end] == '.' || text[end] == ')');
  const bool dashed =
      !text.empty() && (text[0] == '-' || text[0] == '*' || text[0] == '+');
  const size_t length = numbered ? end + 1 : dashed ? 1 : 0;
  // "3.14 and more" has no mark.
  if (length < text.size() && !is_space(text[length])) return text;
  return trim(text.substr(length));
}

// "MIT", "(MIT)", "MIT OR Apache-2.0", "GPL-2.0-only WITH LLVM-exception".
bool is_expression(std::string_view text) {
  constexpr std::string_view kOperators[] = {" OR ", " AND ", " WITH ", "/"};
  if (is_licence(text)) return true;
  for (const std::string_view name : kOperators) {
    const size_t at = text.find(name);
    if (at != std::string_view::npos && at > 0)
      return is_licence(text.substr(0, at)) &&
             is_expression(text.substr(at + name.size()));
  }
  return false;
}

bool is_balanced(std::string_view text) {
  return std::ranges::count(text, '(') == std::ranges::count(text, ')');
}

std::string_view last_word(std::string_view text) {
  const size_t space = text.find_last_of(' ');
  return space == std::string_view::npos ? text : text.substr(space + 1);
}

// Whether a name that ends so goes on with another name, not with a licence:
// "Wikipedia -", "The Book of".
bool expects_a_name(std::string_view before) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"-", "about", "and", "at", "by", "for", "from", "in", "into", "of", "on",
       "the", "to", "using", "vs", "with"});
  const std::string word = ascii_lower(last_word(before));
  return before.ends_with(',') || before.ends_with(':') ||
         std::ranges::find(kDashes, word) != std::end(kDashes) ||
         std::ranges::find(kWords, word) != kWords.end();
}

// Where the longest licence that ends `text` begins; text has single spaces.
std::optional<size_t> find_licence(std::string_view text) {
  const size_t from =
      text.size() > kMaxLicenceBytes ? text.size() - kMaxLicenceBytes : 0;
  for (size_t space = text.find(' ', from); space != std::string_view::npos;
       space = text.find(' ', space + 1)) {
    const std::string_view licence = text.substr(space + 1);
    if (!is_expression(licence) || !is_balanced(licence)) continue;
    if (is_also_a_name(licence) && !licence.starts_with('(') &&
        expects_a_name(text.substr(0, space)))
      continue;
    return space + 1;
  }
  return std::nullopt;
}

std::string_view without_separators(std::string_view name) {
  for (;;) {
    const size_t before = name.size();
    while (!name.empty() && std::string_view(" -,:;|(").find(name.back()) !=
                                std::string_view::npos)
      name.remove_suffix(1);
    for (const std::string_view dash : kDashes) {
      if (name.ends_with(dash)) name.remove_suffix(dash.size());
    }
    if (name.size() == before) return name;
  }
}

std::string_view without_brackets(std::string_view licence) {
  const bool bracketed = licence.size() > 2 && licence.starts_with('(') &&
                         licence.find(')') == licence.size() - 1;
  return bracketed ? licence.substr(1, licence.size() - 2) : licence;
}

}  // namespace

std::optional<Label> parse_label(std::string_view heading) {
  using Entry = std::pair<std::string_view, Label>;
  constexpr auto kLabels = std::to_array<Entry>({
      {"key facts", Label::kKeyFacts},
      {"related questions", Label::kRelatedQuestions},
      {"faq", Label::kRelatedQuestions},
      {"faqs", Label::kRelatedQuestions},
      {"frequently asked questions", Label::kRelatedQuestions},
      {"sources", Label::kSources},
      {"references", Label::kSources},
  });
  std::string_view text = trim(heading);
  if (text.ends_with(':')) text = trim(text.substr(0, text.size() - 1));
  if (text.empty() || text.size() > kMaxLabelBytes) return std::nullopt;
  const std::string words = ascii_lower(collapse_space(text));
  for (const auto& [name, label] : kLabels) {
    if (words == name) return label;
  }
  return std::nullopt;
}

std::optional<std::string_view> after_last_updated(std::string_view line) {
  return after_words(line, "last updated");
}

std::optional<std::string_view> after_quick_answer(std::string_view line) {
  return after_words(line, "quick answer");
}

ibid::Source parse_source(std::string_view text) {
  const std::string line = collapse_space(to_valid_utf8(without_mark(text)));
  std::string_view whole = line;
  std::optional<size_t> start = find_licence(whole);
  if (!start && whole.ends_with('.')) {
    whole.remove_suffix(1);
    start = find_licence(whole);
  }
  if (!start) return {line, std::nullopt};
  const std::string_view name = without_separators(whole.substr(0, *start));
  if (name.empty()) return {line, std::nullopt};
  return {std::string(name),
          std::string(without_brackets(whole.substr(*start)))};
}

void set_updated(Article& article, std::string_view text, uint32_t line,
                 Diagnostics& diagnostics) {
  if (auto date = parse_date(text)) {
    article.updated = std::move(*date);
    return;
  }
  const std::string_view shown = trim(text).substr(0, kMaxShownBytes);
  diagnostics.push_back(
      {Diagnostic::Severity::kWarning, "", line,
       fmt::format("cannot read the date \"{}\"", to_valid_utf8(shown)),
       "write it as 2026-04-01 or April 1, 2026"});
}

}  // namespace ibid
