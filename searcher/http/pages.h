// SPDX-License-Identifier: GPL-3.0-or-later
// The pages for browsers: from a request to what searcher/web makes of it.
#pragma once

#include "searcher/http/routes.h"

namespace ibid {

// The form, and what was found where something was asked for.
HttpResponse search_page(const RouteCall& call, RouteContext& context);

// The part of that page that is what was found.
HttpResponse results_part(const RouteCall& call, RouteContext& context);

// An article, by its id.
HttpResponse read_page(const RouteCall& call, RouteContext& context);

// What pages are made of besides, by the path.
HttpResponse page_file(const RouteCall& call, RouteContext& context);

// Whether the response is for people: at the address of a page, and anywhere
// else where there is nothing and a page was asked for.
bool wants_page(const HttpRequest& request);

// A page (or the part of one) that tells of an error; its status is not set.
// databases: the names that its form offers.
HttpResponse failed_page(const HttpRequest& request, const Error& error,
                         const std::vector<std::string>& databases);

}  // namespace ibid
