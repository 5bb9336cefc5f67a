// SPDX-License-Identifier: GPL-3.0-or-later
// From a request that came through the gate to the response that is sent:
// route, errors, tag, compression and the headers that all have. Knows nothing
// of sockets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/http/gate.h"
#include "searcher/http/message.h"
#include "searcher/http/routes.h"

namespace ibid {

// Never throws: whatever goes wrong is a response as well. Of HEAD the response
// has the body of GET; whoever sends it leaves it out.
HttpResponse respond(const HttpRequest& request, const GateOptions& gate,
                     RouteContext& context);

// The response to a request that is refused, or cannot be answered: a page
// where one was asked for, else JSON. databases: names for the page to offer.
HttpResponse error_response(const HttpRequest& request, const Error& error,
                            const std::vector<std::string>& databases = {});

// What all responses have.
void add_common_headers(const HttpRequest& request, const GateOptions& gate,
                        HttpResponse& response);

// The label of a request in the metrics: the path of its route, or "other".
std::string_view route_name(const HttpRequest& request);

}  // namespace ibid
