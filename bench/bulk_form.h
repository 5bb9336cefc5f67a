// SPDX-License-Identifier: GPL-3.0-or-later
// A passage as other engines take it in bulk, for export_passages: what a
// database of ibid knows of it, under the names of docs/answer.schema.json.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "index/article_record.h"
#include "index/passage.h"

namespace ibid {

enum class BulkForm {
  kOpenSearch,  // two lines: {"index":{"_id":ID}}, then the document
  kVespa,       // one line: {"put":"id:ibid:passage::ID","fields":{...}}
};

// "opensearch", "vespa"; nullopt for any other name.
std::optional<BulkForm> parse_bulk_form(std::string_view name);

// The lines of the number-th passage (from 1) of an article, each with its line
// feed. record.passages must have a number-th one. Empty fields are left out.
// An id that one of the engines would refuse (over 512 bytes, no valid UTF-8,
// control characters) is replaced by its hash; "id" is as it was, but for
// invalid bytes. Vespa takes no control characters in text: they become spaces.
std::string bulk_lines(BulkForm form, const ArticleRecord& record,
                       size_t number, const StoredPassage& passage);

}  // namespace ibid
