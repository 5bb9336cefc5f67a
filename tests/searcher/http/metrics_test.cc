// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/metrics.h"

#include <gtest/gtest.h>

namespace ibid {
namespace {

using std::chrono::milliseconds;

TEST(Metrics, CountByRouteStatusAndTime) {
  Metrics metrics;
  metrics.count_request("/search", 200, milliseconds(1));
  metrics.count_request("/search", 200, milliseconds(30));
  metrics.count_request("/search", 503, milliseconds(5000));
  metrics.count_error("limit");
  metrics.count_refused();
  const std::string text = metrics.print(
      {{"g", "{db=\"a\"}", "What.", 7}, {"g", "{db=\"b\"}", "What.", 8}});
  for (const std::string_view line :
       {"ibid_http_requests_total{route=\"/search\",status=\"200\"} 2\n",
        "ibid_http_requests_total{route=\"/search\",status=\"503\"} 1\n",
        "_bucket{route=\"/search\",le=\"0.001\"} 1\n",
        "_bucket{route=\"/search\",le=\"0.025\"} 1\n",
        "_bucket{route=\"/search\",le=\"0.05\"} 2\n",
        "_bucket{route=\"/search\",le=\"1\"} 2\n",
        "_bucket{route=\"/search\",le=\"+Inf\"} 3\n",
        "_sum{route=\"/search\"} 5.031\n", "_count{route=\"/search\"} 3\n",
        "ibid_errors_total{kind=\"limit\"} 1\n",
        "ibid_connections_refused_total 1\n",
        "# HELP g What.\n# TYPE g gauge\ng{db=\"a\"} 7\ng{db=\"b\"} 8\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

}  // namespace
}  // namespace ibid
