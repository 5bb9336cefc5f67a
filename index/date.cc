// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/date.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

#include "index/text.h"

namespace ibid {
namespace {

// No date is longer than this, with its time and zone.
constexpr size_t kMaxDateBytes = 64;

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Reads a date from left to right. Each take_ moves on only where it succeeds.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // At least one white space character.
  bool take_space() {
    const size_t before = rest_.size();
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    return rest_.size() != before;
  }

  // A number of `least` to `most` digits, with no further digit after it.
  std::optional<int> take_number(size_t least, size_t most) {
    size_t length = 0;
    while (length < rest_.size() && is_digit(rest_[length])) ++length;
    if (length < least || length > most) return std::nullopt;
    int value = 0;
    std::from_chars(rest_.data(), rest_.data() + length, value);
    rest_.remove_prefix(length);
    return value;
  }

  std::string_view take_letters() {
    size_t length = 0;
    while (length < rest_.size() && is_letter(rest_[length])) ++length;
    const std::string_view letters = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return letters;
  }

 private:
  std::string_view rest_;
};

std::optional<std::string> iso(std::optional<int> year,
                               std::optional<int> month,
                               std::optional<int> day) {
  if (!year || !month || !day || *year < 1) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(*year),
      std::chrono::month(static_cast<unsigned>(*month)),
      std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
}

// A month's name or its first three letters (Sept too) with an optional full
// stop; 1 to 12.
std::optional<int> take_month(Cursor& cursor) {
  const std::string name = ascii_lower(cursor.take_letters());
  if (name.size() < 3) return std::nullopt;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    const bool full = name == kMonths[i];
    if (!full && name != kMonths[i].substr(0, 3) && !(i == 8 && name == "sept"))
      continue;
    if (!full) cursor.take('.');
    return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

// 1, 01, 1st, 2nd, 3rd, 4th.
std::optional<int> take_day(Cursor& cursor) {
  const std::optional<int> day = cursor.take_number(1, 2);
  const std::string suffix = ascii_lower(cursor.take_letters());
  const bool known = suffix.empty() || suffix == "st" || suffix == "nd" ||
                     suffix == "rd" || suffix == "th";
  return known ? day : std::nullopt;
}

bool take_zone(Cursor& cursor) {
  if (cursor.take('Z') || cursor.take('z')) return true;
  if (cursor.take('+') || cursor.take('-')) {
    const std::optional<int> hours = cursor.take_number(2, 4);
    return hours && (!cursor.take(':') || cursor.take_number(2, 2));
  }
  const std::string name = ascii_lower(cursor.take_letters());
  return name == "utc" || name == "gmt";
}

// HH:MM[:SS[.fraction]] [zone], to the end of the text.
bool take_time(Cursor& cursor) {
  const std::optional<int> hour = cursor.take_number(1, 2);
  if (!hour || *hour > 24 || !cursor.take(':')) return false;
  const std::optional<int> minute = cursor.take_number(2, 2);
  if (!minute || *minute > 59) return false;
  if (cursor.take(':')) {
    const std::optional<int> second = cursor.take_number(2, 2);
    if (!second || *second > 60) return false;
    if ((cursor.take('.') || cursor.take(',')) && !cursor.take_number(1, 30))
      return false;
  }
  cursor.take_space();
  return cursor.done() || (take_zone(cursor) && cursor.done());
}

std::optional<std::string> parse_iso(std::string_view text) {
  Cursor cursor(text);
  const std::optional<int> year = cursor.take_number(4, 4);
  if (!year || !cursor.take('-')) return std::nullopt;
  const std::optional<int> month = cursor.take_number(2, 2);
  if (!month || !cursor.take('-')) return std::nullopt;
  const std::optional<int> day = cursor.take_number(2, 2);
  if (!cursor.done()) {
    const bool separated =
        cursor.take('T') || cursor.take('t') || cursor.take_space();
    if (!separated || !take_time(cursor)) return std::nullopt;
  }
  return iso(year, month, day);
}

// April 1, 2026
std::optional<std::string> parse_month_first(std::string_view text) {
  Cursor cursor(text);
  const std::optional<int> month = take_month(cursor);
  if (!month || !cursor.take_space()) return std::nullopt;
  const std::optional<int> day = take_day(cursor);
  const bool comma = cursor.take(',');
  if (!cursor.take_space() && !comma) return std::nullopt;
  const std::optional<int> year = cursor.take_number(4, 4);
  return cursor.done() ? iso(year, month, day) : std::nullopt;
}

// 1 April 2026
std::optional<std::string> parse_day_first(std::string_view text) {
  Cursor cursor(text);
  const std::optional<int> day = take_day(cursor);
  if (!cursor.take_space()) return std::nullopt;
  const std::optional<int> month = take_month(cursor);
  const bool comma = cursor.take(',');
  if (!cursor.take_space() && !comma) return std::nullopt;
  const std::optional<int> year = cursor.take_number(4, 4);
  return cursor.done() ? iso(year, month, day) : std::nullopt;
}

// 2026-04 and 2026: their first or last day.
std::optional<std::string> parse_period(std::string_view text, bool is_end) {
  Cursor cursor(text);
  const std::optional<int> year = cursor.take_number(4, 4);
  if (!year) return std::nullopt;
  if (cursor.done()) {
    return is_end ? iso(year, 12, 31) : iso(year, 1, 1);
  }
  if (!cursor.take('-')) return std::nullopt;
  const std::optional<int> month = cursor.take_number(2, 2);
  if (!month || *month < 1 || *month > 12 || !cursor.done())
    return std::nullopt;
  if (!is_end) return iso(year, month, 1);
  const std::chrono::year_month_day_last last{
      std::chrono::year(*year), std::chrono::month_day_last(std::chrono::month(
                                    static_cast<unsigned>(*month)))};
  return iso(year, month, static_cast<int>(static_cast<unsigned>(last.day())));
}

}  // namespace

std::optional<std::string> parse_date(std::string_view text) {
  const std::string_view date = trim(text);
  if (date.empty() || date.size() > kMaxDateBytes) return std::nullopt;
  if (auto found = parse_iso(date)) return found;
  if (auto found = parse_month_first(date)) return found;
  return parse_day_first(date);
}

std::optional<std::string> parse_date_bound(std::string_view text,
                                            bool is_end) {
  if (auto found = parse_date(text)) return found;
  return parse_period(trim(text), is_end);
}

}  // namespace ibid
