// SPDX-License-Identifier: GPL-3.0-or-later
// The server as a whole: takes clients, hands their requests to the workers,
// and keeps the time of both, until a signal ends it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "searcher/deadline.h"
#include "searcher/http/databases.h"
#include "searcher/http/gate.h"
#include "searcher/http/listener.h"

namespace ibid {

struct ServerOptions {
  std::vector<NamedDatabase> databases;  // at least one
  ListenAddress listen = {"127.0.0.1", 8423};
  size_t threads = 0;            // workers; 0: one a processor
  size_t max_connections = 512;  // those beyond get 503
  std::chrono::milliseconds time_limit = kDefaultTimeLimit;  // of a search
  bool require_all = false;  // of all searches, as SearchRequest has it
  // For a whole request to come, and for the next one.
  std::chrono::milliseconds read_time{10000};
  GateOptions gate;
};

// Says on stderr where it listens and which databases are away, and serves
// until SIGTERM or SIGINT. Requests that are under way then are answered, for
// 10 seconds at most. Throws Error where it cannot begin.
void run_server(const ServerOptions& options);

}  // namespace ibid
