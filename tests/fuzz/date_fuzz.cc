// SPDX-License-Identifier: GPL-3.0-or-later
// Dates of any bytes: what is read as one is one, and stays the same day.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "index/date.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

void check_iso(const std::string& date) {
  require(date.size() == 10 && date[4] == '-' && date[7] == '-',
          "a date is YYYY-MM-DD");
  require(parse_date(date) == std::optional(date), "a date stays the same day");
}

void check_date(std::string_view text) {
  const std::optional<std::string> date = parse_date(text);
  const std::optional<std::string> first = parse_date_bound(text, false);
  const std::optional<std::string> last = parse_date_bound(text, true);
  require(first.has_value() == last.has_value(), "a bound has two ends");
  if (first) {
    check_iso(*first);
    check_iso(*last);
    require(*first <= *last, "the first day is not after the last");
  }
  if (date) {
    check_iso(*date);
    require(first == date && last == date, "a day is both of its ends");
  }
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ibid::check_date({reinterpret_cast<const char*>(data), size});
  return 0;
}
