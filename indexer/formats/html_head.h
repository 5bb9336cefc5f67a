// SPDX-License-Identifier: GPL-3.0-or-later
// What a page says about itself outside its text: title, description, address,
// language, keywords, dates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/span.h"
#include "indexer/article.h"
#include "indexer/formats/html_parser.h"

namespace ibid {

// How well a date tells when the text was last changed, best first.
enum class DateRank : uint8_t { kLabelled, kModified, kPlain, kPublished };

class HtmlHead {
 public:
  void read_meta(const HtmlTag& tag);
  void read_link(const HtmlTag& tag);
  void read_html(const HtmlTag& tag);
  // The text of <title>; the first counts.
  void set_title(std::string_view text);
  // at: offset that a diagnostic about this date names.
  void add_date(DateRank rank, std::string_view text, size_t at);

  // The title of the article. A heading at the top of the page is better than
  // <title> where that only adds the site's name to it.
  std::string title(const std::vector<std::string>& top_headings,
                    std::string_view fallback) const;

  // The page only sends its reader elsewhere, at once.
  bool redirects() const { return redirects_; }

  // One that says more than the title; empty: none.
  std::string_view description(std::string_view title) const;
  Span description_span() const { return description_span_; }

  std::string url() const;
  std::string language() const;
  // Of the keywords; none where there are too many to be tags.
  std::vector<std::string> tags() const;

  struct Date {
    DateRank rank = DateRank::kLabelled;
    std::string text;
    size_t at = 0;
  };
  // The date to go by: the best one that can be read, else the best one.
  // nullopt: none.
  std::optional<Date> date() const;

 private:
  void add_keywords(std::string_view list);

  std::string title_;
  std::string description_;
  Span description_span_;
  bool redirects_ = false;
  std::string canonical_;
  std::string og_url_;
  std::string language_;
  std::string content_language_;
  std::vector<std::string> tags_;
  std::vector<Date> dates_;
};

}  // namespace ibid
