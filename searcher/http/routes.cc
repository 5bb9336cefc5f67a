// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "index/text.h"
#include "searcher/http/describe.h"
#include "searcher/http/negotiate.h"
#include "searcher/http/pages.h"
#include "searcher/http/search_params.h"
#include "searcher/lookup.h"
#include "searcher/print.h"

namespace ibid {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kHtml = "text/html";
constexpr std::string_view kGet = "GET, HEAD, OPTIONS";
// Texts of an article that one response holds, about.
constexpr size_t kMaxArticleBytes = 1 << 20;

HttpResponse json_response(std::string body) {
  HttpResponse response;
  response.body = std::move(body);
  return response;
}

void check_json_type(const HttpRequest& request) {
  const std::string* type = request.header("content-type");
  if (type == nullptr || !accepts(*type, kJson)) {
    throw Refusal(415, "the body is not said to be JSON",
                  "send Content-Type: application/json");
  }
}

HttpResponse search(const RouteCall& call, RouteContext& context) {
  std::vector<Parameter> parameters = call.target.parameters;
  if (call.request.method == "POST") {
    check_json_type(call.request);
    if (!parameters.empty()) {
      throw Refusal(400, "POST /search takes no parameters in the address",
                    "put them into the JSON object");
    }
    parameters = json_parameters(call.request.body);
  }
  SearchParams params = search_params(parameters);
  params.request.time_limit = context.time_limit;
  params.request.require_all |= context.require_all;
  const Answer answer = context.databases.get(params.db).search(params.request);
  HttpResponse response = json_response(print_json(answer, true));
  response.is_partial = answer.is_partial();
  return response;
}

Database& database_of(const RouteCall& call, RouteContext& context) {
  return context.databases.get(value_of(call.target.parameters, "db"))
      .database();
}

HttpResponse passage(const RouteCall& call, RouteContext& context) {
  check_names(call.target.parameters, {"db"});
  const auto found = look_up_passage(database_of(call, context), call.id);
  if (!found) {
    throw Refusal(404, fmt::format("there is no passage {}", call.id),
                  "an id is ARTICLE-ID#n, written as ARTICLE-ID%23n");
  }
  return json_response(print_json(*found));
}

HttpResponse article(const RouteCall& call, RouteContext& context) {
  check_names(call.target.parameters, {"db", "first", "count"});
  constexpr size_t kMost = 1000000;
  const auto number = [&](std::string_view name, size_t preset) {
    const std::string text = value_of(call.target.parameters, name);
    return text.empty() ? preset : parse_count(name, text, kMost);
  };
  const PassageRange range = {number("first", 1), number("count", kMost),
                              kMaxArticleBytes};
  const auto found =
      look_up_article(database_of(call, context), call.id, range);
  if (!found) {
    throw Refusal(404, fmt::format("there is no article {}", call.id),
                  "the id of a hit's article, with / and % escaped as %XX");
  }
  return json_response(print_json(*found));
}

HttpResponse suggest(const RouteCall& call, RouteContext& context) {
  check_names(call.target.parameters, {"db", "q", "n", "format"});
  const std::string text = value_of(call.target.parameters, "q");
  const std::string count = value_of(call.target.parameters, "n");
  const std::string format = value_of(call.target.parameters, "format");
  const size_t most = count.empty() ? kMaxSuggestions
                                    : parse_count("n", count, kMaxSuggestions);
  const auto found =
      context.databases.get(value_of(call.target.parameters, "db"))
          .suggester()
          .suggest(text, most);
  if (format == "opensearch") {
    HttpResponse response = json_response(opensearch_suggestions(text, found));
    response.type = "application/x-suggestions+json";
    return response;
  }
  if (!format.empty() && format != "json") {
    throw Refusal(400, fmt::format("format does not take {}", format),
                  "it takes one of: json, opensearch");
  }
  return json_response(suggestions_json(text, found));
}

// The server lives, whatever is away: nobody should start it anew for that.
HttpResponse health(const RouteCall& call, RouteContext& context) {
  check_names(call.target.parameters, {});
  std::vector<DatabaseGap> gaps;
  for (const NamedDatabase& named : context.databases.named()) {
    try {
      for (const MissingShard& missing :
           context.databases.get(named.name).missing()) {
        gaps.push_back({named.name, missing});
      }
    } catch (const Error& e) {
      gaps.push_back({named.name, {named.source.name(), e.what()}});
    }
  }
  return json_response(health_json(gaps));
}

HttpResponse status(const RouteCall& call, RouteContext& context) {
  check_names(call.target.parameters, {});
  std::vector<DatabaseStatus> all;
  for (const NamedDatabase& named : context.databases.named()) {
    DatabaseStatus one{named.name, std::nullopt, std::nullopt};
    try {
      one.summary = context.databases.get(named.name).summary();
    } catch (const Error& e) {
      // One broken database does not hide the others.
      one.error = e;
    }
    all.push_back(std::move(one));
  }
  return json_response(
      status_json(all, std::chrono::steady_clock::now() - context.started));
}

// What is measured of a database that can be asked.
void add_gauges(const DatabaseSummary& summary, const std::string& label,
                std::vector<Gauge>& revisions, std::vector<Gauge>& passages) {
  revisions.push_back({"ibid_index_revision", label,
                       "Number of the newest revision.",
                       static_cast<double>(summary.revision)});
  passages.push_back({"ibid_index_passages", label, "Passages in the database.",
                      static_cast<double>(summary.passages)});
}

HttpResponse metrics(const RouteCall& call, RouteContext& context) {
  check_names(call.target.parameters, {});
  std::vector<Gauge> all;
  std::vector<Gauge> passages;
  std::vector<Gauge> missing;
  for (const NamedDatabase& named : context.databases.named()) {
    const std::string label = fmt::format("{{db=\"{}\"}}", named.name);
    size_t away = 0;
    try {
      const auto& summary = context.databases.get(named.name).summary();
      add_gauges(summary, label, all, passages);
      away = summary.missing_shards.size();
    } catch (const Error& e) {
      // None of it is there; how many shards it would have, nobody knows.
      if (e.kind() != ErrorKind::kUnavailable) throw;
      away = named.source.locations.size();
    }
    missing.push_back({"ibid_index_missing_shards", label,
                       "Shards that cannot be asked.",
                       static_cast<double>(away)});
  }
  all.insert(all.end(), passages.begin(), passages.end());
  all.insert(all.end(), missing.begin(), missing.end());
  HttpResponse response;
  response.type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = context.metrics.print(all);
  return response;
}

HttpResponse openapi(const RouteCall& call, RouteContext&) {
  check_names(call.target.parameters, {});
  return json_response(openapi_json());
}

HttpResponse opensearch(const RouteCall& call, RouteContext&) {
  check_names(call.target.parameters, {});
  const std::string* host = call.request.header("host");
  HttpResponse response;
  response.type = "application/opensearchdescription+xml";
  response.body = opensearch_xml(host == nullptr ? "localhost" : *host);
  return response;
}

constexpr std::array kRoutes = {
    Route{"/", kGet, kHtml, search_page},
    Route{"/results", kGet, kHtml, results_part},
    Route{"/read/", kGet, kHtml, read_page},
    Route{"/page.css", kGet, "text/css", page_file},
    Route{"/form.css", kGet, "text/css", page_file},
    Route{"/found.css", kGet, "text/css", page_file},
    Route{"/read.css", kGet, "text/css", page_file},
    Route{"/page.js", kGet, "text/javascript", page_file},
    Route{"/found.js", kGet, "text/javascript", page_file},
    Route{"/suggest.js", kGet, "text/javascript", page_file},
    Route{"/icon.svg", kGet, "image/svg+xml", page_file},
    Route{"/search", "GET, HEAD, POST, OPTIONS", kJson, search},
    Route{"/suggest", kGet, kJson, suggest},
    Route{"/passage/", kGet, kJson, passage},
    Route{"/article/", kGet, kJson, article},
    Route{"/health", kGet, kJson, health},
    Route{"/status", kGet, kJson, status},
    Route{"/metrics", kGet, "text/plain", metrics},
    Route{"/openapi.json", kGet, kJson, openapi},
    Route{"/opensearch.xml", kGet, "application/opensearchdescription+xml",
          opensearch},
};

}  // namespace

std::span<const Route> routes() { return kRoutes; }

const Route* find_route(std::string_view path) {
  const auto* found = std::ranges::find_if(kRoutes, [&](const Route& route) {
    const bool takes_id = route.path.size() > 1 && route.path.ends_with('/');
    return takes_id ? path.starts_with(route.path) && path != route.path
                    : path == route.path;
  });
  return found == kRoutes.end() ? nullptr : found;
}

}  // namespace ibid
