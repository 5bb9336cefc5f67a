// SPDX-License-Identifier: GPL-3.0-or-later
// From a passage to the Xapian document that stands for it: the writing half of
// index/schema.h.
#pragma once

#include <xapian.h>

#include <string>

#include "index/analysis.h"
#include "index/article_record.h"
#include "index/passage.h"

namespace ibid {

// record: of the passage's article; place: of the passage in it. analyser: for
// the record's language. Throws nothing but std::bad_alloc.
Xapian::Document build_document(const StoredPassage& passage,
                                const PassagePlace& place,
                                const ArticleRecord& record,
                                const Analyser& analyser);

}  // namespace ibid
