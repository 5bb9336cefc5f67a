// SPDX-License-Identifier: GPL-3.0-or-later
// What a run makes the database's synonyms: those of the file that --synonyms
// names, or those of the database that is rebuilt.
#pragma once

#include <optional>
#include <string>

#include "index/synonyms.h"
#include "indexer/article.h"

namespace ibid {

inline constexpr size_t kMaxSynonymFileBytes = 4 << 20;

struct SynonymsToKeep {
  std::optional<Synonyms> synonyms;  // nullopt: those in the database stay
  bool from_file = false;            // not from the database
  Diagnostics diagnostics;
};

// The synonyms of a file; of an empty name, none. Where there are bad lines and
// no good one, it is some other file, and nullopt. Throws Error where the file
// cannot be read or is larger than kMaxSynonymFileBytes.
SynonymsToKeep read_synonyms(const std::string& file);

// kept, where it names any; else those of the database at path, to go into the
// one that is built in its place. Adds a warning where they cannot be read.
SynonymsToKeep or_old_synonyms(SynonymsToKeep kept, const std::string& path);

}  // namespace ibid
