// SPDX-License-Identifier: GPL-3.0-or-later
// From the parameters of GET /search, or the JSON object of POST /search, to a
// SearchRequest. One table says what there is for both.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/http/target.h"
#include "searcher/searcher.h"

namespace ibid {

inline constexpr size_t kMaxTextBytes = 4 << 10;  // of a query, or a filter
inline constexpr size_t kMaxCount = 100;          // hits of a page
inline constexpr size_t kMaxOffset = 1000;

struct SearchParams {
  std::string db;  // empty: the first one
  SearchRequest request;
};

// Throws Error(kUsage): an unknown parameter, a bad value, no query.
SearchParams search_params(const std::vector<Parameter>& parameters);

// The members of a JSON object as parameters; null is as good as nothing.
// Throws Error(kUsage): not such an object, a member twice or of a wrong type.
std::vector<Parameter> json_parameters(std::string_view body);

// text as a number of at most `most`.
// Throws Error(kUsage) with the name of the parameter.
size_t parse_count(std::string_view name, std::string_view text, size_t most);

// Throws Error(kUsage) where the list holds another parameter than these.
void check_names(const std::vector<Parameter>& parameters,
                 const std::vector<std::string_view>& known);

}  // namespace ibid
