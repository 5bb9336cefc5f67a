// SPDX-License-Identifier: GPL-3.0-or-later
// JSON Schema (2020-12) of what the tools take and give. The fields of passages
// and articles are those of docs/answer.schema.json.
#pragma once

#include <string_view>

#include "searcher/mcp/json.h"

namespace ibid {

McpJson search_input();
McpJson answer_input();
// what: "passage" or "article".
McpJson id_input(std::string_view what);
McpJson status_input();

McpJson search_output();
McpJson answer_output();
McpJson passage_output();
McpJson article_output();
McpJson status_output();

}  // namespace ibid
