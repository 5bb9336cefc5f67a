// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/respond.h"

#include <fmt/format.h>

#include "index/output.h"
#include "index/text.h"
#include "searcher/http/negotiate.h"
#include "searcher/http/pages.h"
#include "searcher/print.h"

namespace ibid {
namespace {

// Shorter ones gain nothing from compression.
constexpr size_t kMinGzipBytes = 1024;

// A browser that is led to an answer shows it, and no more.
constexpr const char* kDataPolicy =
    "default-src 'none'; frame-ancestors 'none'";
// Pages are made of what this server sends, without anything inline: markup
// that got into one from an article or a query could load and run nothing.
constexpr const char* kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

int status_of(const Error& error) {
  if (const auto* refusal = dynamic_cast<const Refusal*>(&error)) {
    return refusal->status();
  }
  switch (error.kind()) {
    case ErrorKind::kUsage:
      return 400;
    case ErrorKind::kInternal:
      return 500;
    default:
      // The database, not the request.
      return 503;
  }
}

bool has_method(const Route& route, std::string_view method) {
  std::string_view methods = route.methods;
  while (!methods.empty()) {
    const size_t comma = std::min(methods.size(), methods.find(", "));
    if (methods.substr(0, comma) == method) return true;
    methods.remove_prefix(std::min(methods.size(), comma + 2));
  }
  return false;
}

HttpResponse options_response(const Route& route) {
  HttpResponse response;
  response.status = 204;
  response.type.clear();
  response.headers.emplace_back("Allow", route.methods);
  return response;
}

HttpResponse call_route(const HttpRequest& request, RouteContext& context) {
  const Target target = parse_target(request.target);
  const Route* route = find_route(target.path);
  if (route == nullptr) {
    throw Refusal(404, "there is nothing at this address",
                  "GET /openapi.json lists what there is");
  }
  if (!has_method(*route, request.method)) {
    Refusal refusal(405, "this address does not take the method",
                    fmt::format("it takes {}", route->methods));
    refusal.headers.emplace_back("Allow", route->methods);
    throw refusal;
  }
  if (request.method == "OPTIONS") return options_response(*route);
  const std::string* accept = request.header("accept");
  if (accept != nullptr && !accept->empty() && !accepts(*accept, route->type)) {
    throw Refusal(406, fmt::format("this address gives {}", route->type),
                  "say so in Accept, or leave it out");
  }
  const std::string id =
      percent_decode(std::string_view(target.path).substr(route->path.size()));
  return route->respond({request, target, id}, context);
}

// Those that asked before get 304 where nothing has changed.
void add_tag(const HttpRequest& request, HttpResponse& response) {
  const std::string tag = body_tag(response.body);
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  const std::string* known = request.header("if-none-match");
  const bool is_safe = request.method == "GET" || request.method == "HEAD";
  if (known != nullptr && is_safe && names_tag(*known, tag)) {
    response.status = 304;
    response.body.clear();
    response.type.clear();
  }
}

void compress(const HttpRequest& request, HttpResponse& response) {
  response.headers.emplace_back("Vary", "Accept-Encoding, Origin");
  const std::string* codings = request.header("accept-encoding");
  if (response.body.size() < kMinGzipBytes || codings == nullptr ||
      !accepts(*codings, "gzip")) {
    return;
  }
  response.body = gzip(response.body);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

// What went wrong on this side is told here as well.
HttpResponse failure(const HttpRequest& request, const Error& error,
                     RouteContext& context) {
  context.metrics.count_error(error_kind_name(error.kind()));
  std::vector<std::string> names;
  for (const NamedDatabase& named : context.databases.named()) {
    names.push_back(named.name);
  }
  HttpResponse response = error_response(request, error, names);
  if (response.status >= 500 && error.kind() != ErrorKind::kLimit) {
    tell(fmt::format("ibid-server: {}\n", printable(error.what())));
    // What is away is waited for less by those that know that it is.
    if (error.kind() != ErrorKind::kUnavailable) context.databases.close_all();
  }
  return response;
}

HttpResponse response_of(const HttpRequest& request, RouteContext& context) {
  try {
    HttpResponse response = call_route(request, context);
    if (response.is_partial) {
      context.metrics.count_partial();
      response.headers.emplace_back("Cache-Control", "no-store");
    } else if (response.status == 200) {
      add_tag(request, response);
    }
    if (response.status == 200) compress(request, response);
    return response;
  } catch (const Error& e) {
    return failure(request, e, context);
  } catch (const std::exception& e) {
    return failure(request,
                   Error(ErrorKind::kInternal, e.what(),
                         "this is a bug of ibid; please report it"),
                   context);
  }
}

HttpResponse json_error(const Error& error) {
  HttpResponse response;
  response.body = print_json_error(error, std::nullopt);
  return response;
}

// A response 304 has no type, and is held by the policy of what it confirms.
bool is_page(const HttpRequest& request, const HttpResponse& response) {
  return response.type.empty() ? wants_page(request)
                               : response.type.starts_with("text/html");
}

}  // namespace

HttpResponse respond(const HttpRequest& request, const GateOptions& gate,
                     RouteContext& context) {
  HttpResponse response = response_of(request, context);
  add_common_headers(request, gate, response);
  return response;
}

HttpResponse error_response(const HttpRequest& request, const Error& error,
                            const std::vector<std::string>& databases) {
  HttpResponse response = wants_page(request)
                              ? failed_page(request, error, databases)
                              : json_error(error);
  response.status = status_of(error);
  response.headers.emplace_back("Cache-Control", "no-store");
  if (response.status == 503) response.headers.emplace_back("Retry-After", "1");
  if (const auto* refusal = dynamic_cast<const Refusal*>(&error)) {
    for (const auto& header : refusal->headers) {
      response.headers.push_back(header);
    }
  }
  return response;
}

void add_common_headers(const HttpRequest& request, const GateOptions& gate,
                        HttpResponse& response) {
  auto& headers = response.headers;
  if (!response.type.empty()) {
    headers.emplace_back("Content-Type", response.type);
  }
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("Content-Security-Policy",
                       is_page(request, response) ? kPagePolicy : kDataPolicy);
  // What was asked for is not told to the sites that articles are from.
  headers.emplace_back("Referrer-Policy", "same-origin");
  const std::string* origin = request.header("origin");
  if (origin == nullptr || !allows_origin(gate, *origin)) return;
  headers.emplace_back("Access-Control-Allow-Origin", *origin);
  if (request.method == "OPTIONS") {
    headers.emplace_back("Access-Control-Allow-Methods",
                         "GET, HEAD, POST, OPTIONS");
    headers.emplace_back("Access-Control-Allow-Headers", "Content-Type");
    headers.emplace_back("Access-Control-Max-Age", "600");
  }
}

std::string_view route_name(const HttpRequest& request) {
  const std::string_view target = request.target;
  const Route* route = find_route(target.substr(0, target.find('?')));
  return route == nullptr ? "other" : route->path;
}

}  // namespace ibid
