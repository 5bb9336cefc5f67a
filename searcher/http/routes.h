// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what ibid-server answers: paths, methods, and the function that
// makes each response. A new page or call is a line in routes.cc.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "searcher/http/databases.h"
#include "searcher/http/message.h"
#include "searcher/http/metrics.h"
#include "searcher/http/target.h"

namespace ibid {

// What a route may use besides the request.
struct RouteContext {
  Databases& databases;  // of this worker
  Metrics& metrics;
  std::chrono::milliseconds time_limit;           // of a search
  bool require_all;                               // of all searches
  std::chrono::steady_clock::time_point started;  // the server
};

struct RouteCall {
  const HttpRequest& request;
  const Target& target;
  std::string id;  // what stands behind the route's path, decoded
};

struct Route {
  std::string_view path;     // ends in '/', and is not it: an id follows
  std::string_view methods;  // as Allow has them
  std::string_view type;     // of the response, as Accept has it
  HttpResponse (*respond)(const RouteCall& call, RouteContext& context);
};

std::span<const Route> routes();

// The route of a path (with its %XX); null where there is none.
const Route* find_route(std::string_view path);

}  // namespace ibid
