// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP itself, by libmicrohttpd, which nothing else knows: one thread reads
// requests and writes responses of all connections; the work in between is done
// elsewhere, so that neither a slow client nor a slow query holds it up.
#pragma once

#include <functional>
#include <memory>

#include "searcher/http/connections.h"
#include "searcher/http/gate.h"
#include "searcher/http/listener.h"
#include "searcher/http/message.h"

namespace ibid {

// What the daemon asks of others, in its thread.
struct DaemonHandlers {
  // A request as soon as its headers are there. Throws Refusal for one that is
  // not to be answered.
  std::function<void(const HttpRequest&)> check;
  // A whole request: done is to be called once, with its response, by any
  // thread; the request lives until then.
  std::function<void(const HttpRequest&, std::function<void(HttpResponse)>)>
      answer;
  // The response to a request that check refused.
  std::function<HttpResponse(const HttpRequest&, const Refusal&)> refuse;
  // After each response, sent or not.
  std::function<void(const HttpRequest&, int status,
                     std::chrono::steady_clock::duration taken)>
      count;
};

class Daemon {
 public:
  // most: connections. connections: outlives it. Throws Error(kIo).
  Daemon(size_t most, DaemonHandlers handlers, Connections& connections);
  // All requests must have been answered.
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // Serves a client from now on.
  void serve(Descriptor client);
  // From now on each response is the last of its connection.
  void end();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ibid
