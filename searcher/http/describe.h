// SPDX-License-Identifier: GPL-3.0-or-later
// Responses that are not an Answer: suggestions, status, and the descriptions
// of the API that programs and browsers read.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/error.h"
#include "searcher/looked_up.h"
#include "searcher/suggest.h"

namespace ibid {

// Of one database; an error in place of what could not be read.
struct DatabaseStatus {
  std::string name;
  std::optional<DatabaseSummary> summary;
  std::optional<Error> error;
};

// A database of which something cannot be asked.
struct DatabaseGap {
  std::string name;
  MissingShard missing;
};

// All JSON is one line with a line end.
std::string health_json(const std::vector<DatabaseGap>& gaps);

std::string status_json(const std::vector<DatabaseStatus>& databases,
                        std::chrono::steady_clock::duration uptime);

std::string suggestions_json(std::string_view text,
                             const std::vector<Suggestion>& suggestions);

// As browsers take them: the text, then a list of completions.
std::string opensearch_suggestions(std::string_view text,
                                   const std::vector<Suggestion>& suggestions);

// OpenAPI 3.1, with the schemas of docs/answer.schema.json.
std::string openapi_json();

// host: of the request, as NAME:PORT.
std::string opensearch_xml(std::string_view host);

}  // namespace ibid
