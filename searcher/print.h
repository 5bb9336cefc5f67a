// SPDX-License-Identifier: GPL-3.0-or-later
// The printers: each takes an Answer (or an Error) and gives the text to write.
#pragma once

#include <cstddef>
#include <string>

#include "index/error.h"
#include "searcher/answer.h"
#include "searcher/looked_up.h"

namespace ibid {

struct TextStyle {
  bool color = false;  // SGR colours
  bool links = false;  // OSC 8 hyperlinks on paths
  size_t width = 80;   // columns; lines are wrapped to it
};

// For people.
std::string print_text(const Answer& answer, const TextStyle& style);

// One JSON object as docs/answer.schema.json describes it, on one line, with a
// line end. with_time: false leaves took_ms out, so that equal runs give equal
// bytes.
std::string print_json(const Answer& answer, bool with_time);

// A passage with the fields of a hit, but for rank, score and what else only a
// search gives; one line, with a line end.
std::string print_json(const LocatedPassage& passage);

// An article, its passages with their fields of a hit that are not the same for
// all; one line, with a line end.
std::string print_json(const FullArticle& article);

// What there is in a database; one line, with a line end.
std::string print_json(const DatabaseSummary& summary);

// {"error":{"kind","message","hint"}}, with the query's id where it has one.
std::string print_json_error(const Error& error,
                             const std::optional<std::string>& query_id);

// Lines "qid Q0 article-id rank score ibid": each article once, by its best
// passage. Spaces in ids become underscores, since the format has no escapes.
std::string print_trec(const Answer& answer);

}  // namespace ibid
