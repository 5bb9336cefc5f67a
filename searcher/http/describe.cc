// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/describe.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "searcher/http/embedded.h"
#include "searcher/web/html.h"

namespace ibid {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

// Invalid UTF-8 should not come this far; see print_json.cc.
std::string one_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json summary_json(const DatabaseSummary& summary) {
  Json updated = nullptr;
  Json age = nullptr;
  if (summary.updated != 0) {
    updated =
        fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(summary.updated));
    age = std::max<int64_t>(0, std::time(nullptr) - summary.updated);
  }
  Json missing = Json::array();
  for (const MissingShard& shard : summary.missing_shards) {
    missing.push_back({{"shard", shard.shard}, {"reason", shard.reason}});
  }
  return Json{{"articles", summary.articles},
              {"passages", summary.passages},
              {"languages", Json(summary.languages)},
              {"revision", summary.revision},
              {"updated", std::move(updated)},
              {"age_seconds", std::move(age)},
              {"partial", !summary.missing_shards.empty()},
              {"missing_shards", std::move(missing)}};
}

// The schemas lie elsewhere in an OpenAPI document than in one of their own.
void move_references(Json& json) {
  constexpr std::string_view kFrom = "#/$defs/";
  if (json.is_object() && json.contains("$ref")) {
    const std::string target = json["$ref"];
    if (target.starts_with(kFrom)) {
      json["$ref"] = "#/components/schemas/" + target.substr(kFrom.size());
    }
  }
  if (!json.is_structured()) return;
  for (Json& part : json) move_references(part);
}

}  // namespace

std::string health_json(const std::vector<DatabaseGap>& gaps) {
  Json list = Json::array();
  for (const DatabaseGap& gap : gaps) {
    list.push_back({{"db", gap.name},
                    {"shard", gap.missing.shard},
                    {"reason", gap.missing.reason}});
  }
  return one_line(Json{{"status", gaps.empty() ? "ok" : "partial"},
                       {"missing_shards", std::move(list)}});
}

std::string status_json(const std::vector<DatabaseStatus>& databases,
                        std::chrono::steady_clock::duration uptime) {
  Json list = Json::array();
  for (const DatabaseStatus& database : databases) {
    Json json{{"name", database.name}};
    if (database.summary) json.update(summary_json(*database.summary));
    if (database.error) {
      json["error"] = Json{{"kind", error_kind_name(database.error->kind())},
                           {"message", database.error->what()},
                           {"hint", database.error->hint()}};
    }
    list.push_back(std::move(json));
  }
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(uptime);
  return one_line(Json{{"format", kFormat},
                       {"version", IBID_VERSION},
                       {"uptime_seconds", seconds.count()},
                       {"databases", std::move(list)}});
}

std::string suggestions_json(std::string_view text,
                             const std::vector<Suggestion>& suggestions) {
  Json list = Json::array();
  for (const Suggestion& suggestion : suggestions) {
    list.push_back(
        Json{{"text", suggestion.text}, {"kind", suggestion_kind(suggestion)}});
  }
  return one_line(Json{
      {"format", kFormat}, {"query", text}, {"suggestions", std::move(list)}});
}

std::string opensearch_suggestions(std::string_view text,
                                   const std::vector<Suggestion>& suggestions) {
  Json list = Json::array();
  for (const Suggestion& suggestion : suggestions) {
    list.push_back(suggestion.text);
  }
  return one_line(Json::array({text, std::move(list)}));
}

std::string openapi_json() {
  static const std::string document = [] {
    Json api = Json::parse(kOpenApi);
    api["info"]["version"] = IBID_VERSION;
    Json schemas = Json::parse(kAnswerSchema)["$defs"];
    move_references(schemas);
    for (auto& [name, schema] : schemas.items()) {
      api["components"]["schemas"][name] = std::move(schema);
    }
    return one_line(api);
  }();
  return document;
}

std::string opensearch_xml(std::string_view host) {
  const std::string base = "http://" + html_text(host);
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>ibid</ShortName>
  <Description>Passages that answer a question</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image height="16" width="16" type="image/svg+xml">{0}/icon.svg</Image>
  <Url type="text/html" template="{0}/?q={{searchTerms}}"/>
  <Url type="application/json" template="{0}/search?q={{searchTerms}}&amp;n={{count?}}&amp;offset={{startIndex?}}" indexOffset="0"/>
  <Url type="application/x-suggestions+json" rel="suggestions" template="{0}/suggest?q={{searchTerms}}&amp;format=opensearch"/>
</OpenSearchDescription>
)",
      base);
}

}  // namespace ibid
