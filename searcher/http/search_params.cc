// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/search_params.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "index/date.h"
#include "index/error.h"
#include "index/language.h"

namespace ibid {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::kUsage, message, hint);
}

enum class FieldType : uint8_t { kText, kCount, kFlag };

struct ParameterField {
  std::string_view name;
  FieldType type;
  void (*set)(SearchParams& params, const std::string& value);
};

bool flag(std::string_view name, const std::string& value) {
  if (value == "true" || value == "1") return true;
  if (value == "false" || value == "0") return false;
  fail(fmt::format("{} does not take {}", name, value),
       "it takes true or false");
}

std::string day(std::string_view name, const std::string& value, bool is_end) {
  const auto date = parse_date_bound(value, is_end);
  if (!date) {
    fail(fmt::format("{} takes a date, not {}", name, value),
         "for example 2026-04-01, 2026-04 or 2026");
  }
  return *date;
}

template <class Value>
Value choice(std::string_view name, const std::string& value,
             std::initializer_list<std::pair<std::string_view, Value>> known) {
  std::vector<std::string_view> names;
  for (const auto& [known_name, known_value] : known) {
    if (known_name == value) return known_value;
    names.push_back(known_name);
  }
  fail(fmt::format("{} does not take {}", name, value),
       fmt::format("it takes one of: {}", fmt::join(names, ", ")));
}

void set_kind(SearchParams& params, const std::string& value) {
  params.request.kind = parse_passage_kind(value);
  if (!params.request.kind) {
    fail(fmt::format("kind does not take {}", value),
         "it takes one of: quick_answer, section, question");
  }
}

void set_mode(SearchParams& params, const std::string& value) {
  params.request.mode =
      choice<std::optional<QueryMode>>("mode", value,
                                       {{"auto", std::nullopt},
                                        {"keyword", QueryMode::kKeyword},
                                        {"question", QueryMode::kQuestion}});
}

void set_sort(SearchParams& params, const std::string& value) {
  params.request.rank.sort = choice<Sort>(
      "sort", value, {{"relevance", Sort::kRelevance}, {"date", Sort::kDate}});
}

using Params = SearchParams;
using Text = const std::string;

constexpr std::array kFields = {
    ParameterField{"db", FieldType::kText,
                   [](Params& p, Text& v) { p.db = v; }},
    ParameterField{"q", FieldType::kText,
                   [](Params& p, Text& v) { p.request.text = v; }},
    ParameterField{"n", FieldType::kCount,
                   [](Params& p, Text& v) {
                     p.request.rank.count = parse_count("n", v, kMaxCount);
                   }},
    ParameterField{"offset", FieldType::kCount,
                   [](Params& p, Text& v) {
                     p.request.rank.offset =
                         parse_count("offset", v, kMaxOffset);
                   }},
    ParameterField{"per_article", FieldType::kCount,
                   [](Params& p, Text& v) {
                     p.request.rank.per_article =
                         parse_count("per_article", v, kMaxCount);
                   }},
    ParameterField{"kind", FieldType::kText, set_kind},
    ParameterField{"tag", FieldType::kText,
                   [](Params& p, Text& v) { p.request.tag = v; }},
    ParameterField{"lang", FieldType::kText,
                   [](Params& p, Text& v) {
                     p.request.language_filter = normal_language(v);
                   }},
    ParameterField{
        "after", FieldType::kText,
        [](Params& p, Text& v) { p.request.after = day("after", v, false); }},
    ParameterField{
        "before", FieldType::kText,
        [](Params& p, Text& v) { p.request.before = day("before", v, true); }},
    ParameterField{"path", FieldType::kText,
                   [](Params& p, Text& v) { p.request.path = v; }},
    ParameterField{"sort", FieldType::kText, set_sort},
    ParameterField{"mode", FieldType::kText, set_mode},
    ParameterField{"all", FieldType::kFlag,
                   [](Params& p, Text& v) { p.request.all = flag("all", v); }},
    ParameterField{
        "strict", FieldType::kFlag,
        [](Params& p, Text& v) { p.request.strict = flag("strict", v); }},
    ParameterField{
        "explain", FieldType::kFlag,
        [](Params& p, Text& v) { p.request.explain = flag("explain", v); }},
    ParameterField{"require_all", FieldType::kFlag,
                   [](Params& p, Text& v) {
                     p.request.require_all = flag("require_all", v);
                   }},
    ParameterField{
        "language", FieldType::kText,
        [](Params& p, Text& v) { p.request.language = normal_language(v); }},
    ParameterField{"like", FieldType::kText,
                   [](Params& p, Text& v) { p.request.like = v; }},
};

const ParameterField& field_of(const std::string& name) {
  const auto* found = std::ranges::find(kFields, name, &ParameterField::name);
  if (found != kFields.end()) return *found;
  std::vector<std::string_view> names;
  names.reserve(kFields.size());
  for (const ParameterField& field : kFields) names.push_back(field.name);
  fail(fmt::format("unknown parameter {}", name),
       fmt::format("known: {}", fmt::join(names, ", ")));
}

using Json = nlohmann::json;

// A member as the text that the same parameter has in an address.
std::string member_text(const ParameterField& field, const Json& value) {
  if (value.is_string() && field.type == FieldType::kText) {
    return value.get<std::string>();
  }
  const bool fits =
      (value.is_number_unsigned() && field.type == FieldType::kCount) ||
      (value.is_boolean() && field.type == FieldType::kFlag);
  if (fits) return value.dump();
  constexpr std::array kTypes = {"text", "a number from 0", "true or false"};
  fail(fmt::format("{} is of the wrong type", field.name),
       fmt::format("it takes {}", kTypes[static_cast<size_t>(field.type)]));
}

}  // namespace

size_t parse_count(std::string_view name, std::string_view text, size_t most) {
  size_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value > most) {
    fail(fmt::format("{} does not take {}", name, text),
         fmt::format("it takes a number from 0 to {}", most));
  }
  return value;
}

void check_names(const std::vector<Parameter>& parameters,
                 const std::vector<std::string_view>& known) {
  for (const Parameter& parameter : parameters) {
    if (std::ranges::find(known, parameter.name) == known.end()) {
      fail(fmt::format("unknown parameter {}", parameter.name),
           fmt::format("known: {}", fmt::join(known, ", ")));
    }
    if (parameter.value.size() > kMaxTextBytes) {
      fail(fmt::format("{} is too long", parameter.name),
           fmt::format("it may have {} bytes", kMaxTextBytes));
    }
  }
}

SearchParams search_params(const std::vector<Parameter>& parameters) {
  SearchParams params;
  for (const Parameter& parameter : parameters) {
    const ParameterField& field = field_of(parameter.name);
    if (parameter.value.size() > kMaxTextBytes) {
      fail(fmt::format("{} is too long", parameter.name),
           fmt::format("it may have {} bytes", kMaxTextBytes));
    }
    // Forms send what was not filled in.
    if (!parameter.value.empty()) field.set(params, parameter.value);
  }
  const SearchRequest& request = params.request;
  if (request.text.empty() && request.like.empty()) {
    fail("no query", "give one: /search?q=words");
  }
  if (!request.text.empty() && !request.like.empty()) {
    fail("like takes the place of a query",
         "leave out q, or narrow by path, kind, tag, ...");
  }
  return params;
}

std::vector<Parameter> json_parameters(std::string_view body) {
  bool is_double = false;
  std::vector<std::string> seen;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event != Json::parse_event_t::key || depth != 1) return true;
    const auto& name = parsed.get_ref<const std::string&>();
    is_double = is_double || std::ranges::find(seen, name) != seen.end();
    if (seen.size() <= kFields.size()) seen.push_back(name);
    return true;
  };
  const Json json = Json::parse(body, watch, false);
  if (!json.is_object()) {
    fail("the body is no JSON object",
         "for example {\"q\":\"words\",\"n\":5}, in UTF-8");
  }
  if (is_double) fail("a member stands there twice", "give each member once");
  std::vector<Parameter> parameters;
  for (const auto& [name, value] : json.items()) {
    if (value.is_null()) continue;
    parameters.push_back({name, member_text(field_of(name), value)});
    if (parameters.back().value.find('\0') != std::string::npos) {
      fail(fmt::format("{} holds a NUL", name), "leave it out");
    }
  }
  return parameters;
}

}  // namespace ibid
