// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "index/text.h"

namespace ibid {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

unsigned number(std::string_view text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_marked(std::string_view text, const std::vector<Span>& marks) {
  std::string out;
  size_t done = 0;
  const auto add = [&](size_t end) {
    out += html_text(slice(text, {done, std::max(done, end)}));
    done = std::max(done, end);
  };
  for (const Span& mark : marks) {
    add(mark.start);
    out += "<mark>";
    add(mark.end);
    out += "</mark>";
  }
  add(text.size());
  return out;
}

std::string html_date(std::string_view day) {
  const unsigned month = day.size() == 10 ? number(day.substr(5, 2)) : 0;
  if (month < 1 || month > kMonths.size()) return html_text(day);
  return fmt::format(R"(<time datetime="{}">{} {} {}</time>)", html_text(day),
                     number(day.substr(8, 2)), kMonths[month - 1],
                     html_text(day.substr(0, 4)));
}

std::string grouped(uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (size_t end = digits.size(); end > 3;) {
    end -= 3;
    digits.insert(end, ",");
  }
  return digits;
}

}  // namespace ibid
