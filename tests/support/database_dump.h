// SPDX-License-Identifier: GPL-3.0-or-later
// What a database says, apart from how it came to say it: two databases of the
// same articles have the same dump, whatever was done to each before.
#pragma once

#include <string>
#include <vector>

namespace ibid {

// One line for each passage (terms with wdf and positions, values, stored text)
// and each article's record, sorted. Keys stand as the ids of their articles;
// places as paths below folder (absolute), where they are in it. Left out: the
// docids, and the stat fields of files. A line beginning with "BROKEN" says
// what does not fit together.
std::vector<std::string> dump_database(const std::string& path,
                                       const std::string& folder);

// What the one has and the other has not, each line with "<" or ">" before it;
// empty where they are equal.
std::string difference(const std::vector<std::string>& a,
                       const std::vector<std::string>& b);

}  // namespace ibid
