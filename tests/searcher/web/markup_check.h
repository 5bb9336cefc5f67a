// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a page is what its writer meant: each element ends where it should,
// and nothing in it can run.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ibid {

// What no text of an article or a query may bring along.
inline constexpr std::string_view kHostile =
    "</title></pre>--><script>alert(1)</script><img src=x onerror=alert(1)>"
    "\"'><b onclick=\"x\">&#60;\u202E";

// A tag without what stands in quotes.
inline std::string without_values(std::string_view tag) {
  std::string names;
  bool quoted = false;
  for (const char c : tag) {
    quoted = quoted != (c == '"');
    if (!quoted) names += c;
  }
  return names;
}

inline void check_markup(std::string_view html) {
  constexpr std::array<std::string_view, 4> kEmpty = {"input", "link", "meta",
                                                      "!doctype"};
  std::vector<std::string> open;
  for (size_t at = html.find('<'); at != std::string_view::npos;
       at = html.find('<', at + 1)) {
    const size_t end = html.find('>', at);
    ASSERT_NE(end, std::string_view::npos);
    const std::string tag(html.substr(at + 1, end - at - 1));
    EXPECT_EQ(std::count(tag.begin(), tag.end(), '"') % 2, 0) << tag;
    const std::string names = without_values(tag);
    EXPECT_EQ(names.find(" on"), std::string::npos) << tag;
    EXPECT_EQ(names.find(" style"), std::string::npos) << tag;
    const std::string name = tag.substr(0, tag.find(' '));
    EXPECT_TRUE(name != "script" || tag.find(" src=\"/page.js\"") == 20) << tag;
    if (name[0] == '/') {
      ASSERT_FALSE(open.empty()) << tag;
      EXPECT_EQ(name.substr(1), open.back()) << html.substr(at, 200);
      open.pop_back();
    } else if (std::ranges::find(kEmpty, name) == kEmpty.end()) {
      open.push_back(name);
    }
  }
  EXPECT_TRUE(open.empty()) << open.back();
}

}  // namespace ibid
