// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/html_head.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "index/char_class.h"
#include "index/date.h"
#include "index/language.h"
#include "index/text.h"

namespace ibid {
namespace {

// A page with more keywords does not say what it is about: it lists what is on
// it (javadoc: each member of a class), and its text has all of that.
constexpr size_t kMaxTags = 16;
constexpr size_t kMaxTagBytes = 100;
constexpr size_t kMaxDates = 64;
constexpr size_t kMaxTitleBytes = 1000;
constexpr size_t kMaxUrlBytes = 2000;

using Named = std::pair<std::string_view, DateRank>;
// Names of <meta> that hold dates.
constexpr auto kDateNames = std::to_array<Named>({
    {"article:modified_time", DateRank::kModified},
    {"article:published_time", DateRank::kPublished},
    {"date", DateRank::kPlain},
    {"datemodified", DateRank::kModified},
    {"datepublished", DateRank::kPublished},
    {"dc.date", DateRank::kPlain},
    {"dc.date.modified", DateRank::kModified},
    {"dcterms.created", DateRank::kPublished},
    {"dcterms.date", DateRank::kPlain},
    {"dcterms.issued", DateRank::kPublished},
    {"dcterms.modified", DateRank::kModified},
    {"last-modified", DateRank::kModified},
    {"og:updated_time", DateRank::kModified},
    {"revised", DateRank::kModified},
});

// Descriptions that a tool makes up where the author gave none.
constexpr auto kEmptyDescriptions = std::to_array<std::string_view>({
    "API documentation for the Rust ",
    "Source of the Rust file ",
});

// Where the whole words `part` stand in text, in any case; npos: nowhere.
size_t find_words(std::string_view text, std::string_view part) {
  const std::string lower = ascii_lower(text);
  const std::string key = ascii_lower(part);
  const size_t at = lower.find(key);
  if (at == std::string::npos || key.empty()) return std::string_view::npos;
  const size_t end = at + key.size();
  const bool cut_before =
      at > 0 && is_word_byte(lower[at - 1]) && is_word_byte(lower[at]);
  const bool cut_after = end < lower.size() && is_word_byte(lower[end]) &&
                         is_word_byte(lower[end - 1]);
  return cut_before || cut_after ? std::string_view::npos : at;
}

bool is_web_address(std::string_view url) {
  const std::string lower = ascii_lower(url.substr(0, 8));
  return (lower.starts_with("https://") || lower.starts_with("http://")) &&
         url.size() <= kMaxUrlBytes;
}

std::string short_line(std::string_view text) {
  std::string line = collapse_space(text.substr(
      0, utf8_floor(text, std::min(text.size(), 4 * kMaxTitleBytes))));
  line.resize(utf8_floor(line, std::min(line.size(), kMaxTitleBytes)));
  return line;
}

}  // namespace

void HtmlHead::read_meta(const HtmlTag& tag) {
  const std::string_view content = tag.attribute("content").value_or("");
  if (content.empty()) return;
  std::string_view name;
  for (const std::string_view key :
       {"name", "property", "http-equiv", "itemprop"}) {
    if (name.empty()) name = tag.attribute(key).value_or("");
  }
  const std::string lower = ascii_lower(name);
  if (lower == "description" ||
      (lower == "og:description" && description_.empty())) {
    description_ = collapse_space(content);
    description_span_ = {tag.start, tag.end};
  } else if (lower == "og:url") {
    og_url_ = content;
  } else if (lower == "keywords") {
    add_keywords(content);
  } else if (lower == "refresh") {
    redirects_ |=
        content.starts_with('0') &&
        ascii_lower(content.substr(0, 20)).find("url") != std::string::npos;
  } else if (lower == "content-language") {
    content_language_ = content;
  } else {
    const auto found =
        std::find_if(kDateNames.begin(), kDateNames.end(),
                     [&](const Named& named) { return named.first == lower; });
    if (found != kDateNames.end()) add_date(found->second, content, tag.start);
  }
}

void HtmlHead::add_keywords(std::string_view list) {
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    std::string tag = collapse_space(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
    if (tag.empty() || tag.size() > kMaxTagBytes) continue;
    if (tags_.size() > kMaxTags) return;
    if (std::find(tags_.begin(), tags_.end(), tag) == tags_.end()) {
      tags_.push_back(std::move(tag));
    }
  }
}

void HtmlHead::read_link(const HtmlTag& tag) {
  const std::string_view rel = tag.attribute("rel").value_or("");
  if (canonical_.empty() && equal_ignoring_ascii_case(rel, "canonical")) {
    canonical_ = tag.attribute("href").value_or("");
  }
}

void HtmlHead::read_html(const HtmlTag& tag) {
  if (!language_.empty()) return;
  language_ = tag.attribute("lang").value_or("");
  if (language_.empty()) language_ = tag.attribute("xml:lang").value_or("");
}

void HtmlHead::set_title(std::string_view text) {
  if (title_.empty()) title_ = short_line(text);
}

void HtmlHead::add_date(DateRank rank, std::string_view text, size_t at) {
  if (dates_.size() < kMaxDates) {
    dates_.push_back({rank, collapse_space(text.substr(0, 100)), at});
  }
}

std::vector<std::string> HtmlHead::tags() const {
  if (tags_.size() > kMaxTags) return {};
  return tags_;
}

std::string HtmlHead::title(const std::vector<std::string>& top_headings,
                            std::string_view fallback) const {
  if (title_.empty() && !top_headings.empty()) return top_headings.front();
  std::string_view inside;
  for (const std::string& heading : top_headings) {
    const size_t at = find_words(title_, heading);
    if (at == 0) return heading;
    if (at != std::string_view::npos && inside.empty()) inside = heading;
  }
  if (!inside.empty()) return std::string(inside);
  if (!title_.empty()) return title_;
  std::string line = short_line(to_valid_utf8(fallback));
  return line.empty() ? "untitled" : line;
}

std::string_view HtmlHead::description(std::string_view title) const {
  const bool empty =
      equal_ignoring_ascii_case(description_, title) ||
      std::any_of(kEmptyDescriptions.begin(), kEmptyDescriptions.end(),
                  [&](std::string_view beginning) {
                    return description_.starts_with(beginning);
                  });
  return empty ? std::string_view() : description_;
}

std::string HtmlHead::url() const {
  for (const std::string& url : {canonical_, og_url_}) {
    if (is_web_address(url)) return url;
  }
  return {};
}

std::string HtmlHead::language() const {
  return normal_language(language_.empty() ? content_language_ : language_);
}

std::optional<HtmlHead::Date> HtmlHead::date() const {
  const auto by_rank = [](const Date& a, const Date& b) {
    return a.rank < b.rank;
  };
  std::vector<Date> dates = dates_;
  std::stable_sort(dates.begin(), dates.end(), by_rank);
  for (const Date& date : dates) {
    if (parse_date(date.text)) return date;
  }
  if (dates.empty()) return std::nullopt;
  return dates.front();
}

}  // namespace ibid
