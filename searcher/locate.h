// SPDX-License-Identifier: GPL-3.0-or-later
// From a passage as it is stored to where it stands: its id, its article, its
// place in the file, and whether it is still there.
#pragma once

#include <cstddef>
#include <vector>

#include "index/article_record.h"
#include "index/database.h"
#include "index/passage.h"
#include "searcher/answer.h"

namespace ibid {

// number: the place of passage in record.passages, from 1. Does not look
// whether it is stale.
LocatedPassage place_passage(const ArticleRecord& record, size_t number,
                             StoredPassage passage,
                             const std::vector<Root>& roots);

// The same, and reads the passage's bytes in its file to tell that.
LocatedPassage locate(const ArticleRecord& record, size_t number,
                      StoredPassage passage, const std::vector<Root>& roots);

}  // namespace ibid
