// SPDX-License-Identifier: GPL-3.0-or-later
// What is said where not all databases could be asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "index/database_source.h"

namespace ibid {

// "tcp:127.0.0.1:33333 was not searched (Connection refused)", one text a
// shard; of many the last text only says how many more there are. As they came:
// not yet printable.
std::vector<std::string> missing_texts(
    const std::vector<MissingShard>& missing);

// The same as one sentence that begins with "Partial: "; empty where nothing is
// missing.
std::string partial_text(const std::vector<MissingShard>& missing);

// Writes it on stderr, as program says it; nothing where nothing is missing.
void tell_missing(std::string_view program,
                  const std::vector<MissingShard>& missing);

// Throws Error(kUnavailable) that names the first of them, and how many more
// there are; nothing where nothing is missing.
void require_whole(const std::vector<MissingShard>& missing);

}  // namespace ibid
