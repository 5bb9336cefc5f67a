// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/date.h"

#include <gtest/gtest.h>

#include <string>

namespace ibid {
namespace {

struct Case {
  std::string_view text;
  std::string_view expected;  // empty: no date
};

std::string date(std::string_view text) {
  return parse_date(text).value_or("");
}

TEST(Date, ReadsEveryDocumentedForm) {
  constexpr Case kCases[] = {
      {"2026-04-01", "2026-04-01"},
      {"  2026-04-01\r\n", "2026-04-01"},
      {"2026-04-01T10:00:00Z", "2026-04-01"},
      {"2026-04-01t10:00z", "2026-04-01"},
      {"2026-04-01 10:00", "2026-04-01"},
      {"2026-04-01T23:59:60.123456+02:00", "2026-04-01"},
      {"2026-04-01 10:00:00 -0730", "2026-04-01"},
      {"2026-04-01 10:00:00 UTC", "2026-04-01"},
      {"April 1, 2026", "2026-04-01"},
      {"april 1 2026", "2026-04-01"},
      {"APRIL 01,2026", "2026-04-01"},
      {"April  1st,  2026", "2026-04-01"},
      {"Apr 1, 2026", "2026-04-01"},
      {"Apr. 1, 2026", "2026-04-01"},
      {"1 April 2026", "2026-04-01"},
      {"1 Apr. 2026", "2026-04-01"},
      {"2nd April, 2026", "2026-04-02"},
      {"Sept. 30, 2025", "2025-09-30"},
      {"Sep 30, 2025", "2025-09-30"},
      {"May 15, 2015", "2015-05-15"},
      {"31 December 9999", "9999-12-31"},
      {"0001-01-01", "0001-01-01"},
      {"29 February 2024", "2024-02-29"},
      {"2000-02-29", "2000-02-29"},
  };
  for (const Case& c : kCases) EXPECT_EQ(date(c.text), c.expected) << c.text;
}

TEST(Date, ReadsEveryMonthShortAndLong) {
  constexpr std::string_view kNames[] = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  int number = 0;
  for (const std::string_view name : kNames) {
    ++number;
    const std::string expected = std::string("2020-") +
                                 (number < 10 ? "0" : "") +
                                 std::to_string(number) + "-07";
    EXPECT_EQ(date(std::string(name) + " 7, 2020"), expected);
    EXPECT_EQ(date("7 " + std::string(name.substr(0, 3)) + " 2020"), expected);
  }
}

TEST(Date, RefusesEverythingElse) {
  constexpr std::string_view kBad[] = {"",
                                       " ",
                                       "yesterday",
                                       "2026",
                                       "2026-04",
                                       "2026-4-1",
                                       "2026-04-31",
                                       "2026-13-01",
                                       "2026-00-10",
                                       "2026-01-00",
                                       "0000-01-01",
                                       "10000-01-01",
                                       "2023-02-29",
                                       "1900-02-29",
                                       "April 31, 2026",
                                       "April 1",
                                       "1 April",
                                       "April 2026",
                                       "Aprill 1, 2026",
                                       "Ap 1, 2026",
                                       "A 1, 2026",
                                       "01/04/2026",
                                       "2026/04/01",
                                       "1.4.2026",
                                       "April 1, 26",
                                       "April 1, 20261",
                                       "1April2026",
                                       "April1, 2026",
                                       "April 1th5, 2026",
                                       "April 1xx, 2026",
                                       "April 1, 2026.",
                                       "on April 1, 2026",
                                       "April 1, 2026 or so",
                                       "2026-04-01x",
                                       "2026-04-01T",
                                       "2026-04-01T25:00",
                                       "2026-04-01T10:60",
                                       "2026-04-01T10:00:61",
                                       "2026-04-01T10:00:00X",
                                       "2026-04-01 10:00:00.",
                                       "2026-04-01 10:00 +",
                                       "-2026-04-01",
                                       "+2026-04-01",
                                       "99999999999999999999-01-01",
                                       "April 99999999999999, 2026",
                                       "April, 2026",
                                       "\xff\xfe",
                                       "April \xc3\xa9"};
  for (const std::string_view text : kBad) EXPECT_EQ(date(text), "") << text;
  EXPECT_EQ(date(std::string_view("2026-04-01\0", 11)), "");
  EXPECT_EQ(date(std::string(1 << 20, '1')), "");
}

TEST(DateBound, TakesMonthsAndYearsForTheirFirstOrLastDay) {
  struct BoundCase {
    std::string_view text;
    std::string_view first;
    std::string_view last;
  };
  constexpr BoundCase kCases[] = {
      {"2026", "2026-01-01", "2026-12-31"},
      {" 2026 ", "2026-01-01", "2026-12-31"},
      {"2026-04", "2026-04-01", "2026-04-30"},
      {"2024-02", "2024-02-01", "2024-02-29"},
      {"2100-02", "2100-02-01", "2100-02-28"},
      {"2026-04-07", "2026-04-07", "2026-04-07"},
      {"April 7, 2026", "2026-04-07", "2026-04-07"},
      {"9999", "9999-01-01", "9999-12-31"},
      {"0000", "", ""},
      {"2026-13", "", ""},
      {"2026-00", "", ""},
      {"2026-", "", ""},
      {"2026-4", "", ""},
      {"26", "", ""},
      {"last week", "", ""},
      {"", "", ""},
  };
  for (const BoundCase& c : kCases) {
    EXPECT_EQ(parse_date_bound(c.text, false).value_or(""), c.first) << c.text;
    EXPECT_EQ(parse_date_bound(c.text, true).value_or(""), c.last) << c.text;
  }
}

}  // namespace
}  // namespace ibid
