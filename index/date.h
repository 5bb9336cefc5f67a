// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as articles and people write them, brought to ISO form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ibid {

// "YYYY-MM-DD" for a date of the Gregorian calendar (years 0001 to 9999)
// written as 2026-04-01 (also with a time after it: 2026-04-01T10:00:00Z,
// whose date is taken as it stands), April 1, 2026, 1 April 2026, Apr 1, 2026
// or 1 Apr. 2026; English month names in any case, day suffixes (1st) and a
// missing comma allowed. nullopt for anything else, also for days that do not
// exist.
std::optional<std::string> parse_date(std::string_view text);

// What --after and --before take: as parse_date, and also YYYY-MM and YYYY,
// which stand for their first day (is_end false) or their last (is_end true).
std::optional<std::string> parse_date_bound(std::string_view text, bool is_end);

}  // namespace ibid
