// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/server.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "index/output.h"
#include "index/text.h"
#include "searcher/http/connections.h"
#include "searcher/http/daemon.h"
#include "searcher/http/metrics.h"
#include "searcher/http/respond.h"
#include "searcher/http/workers.h"

namespace ibid {
namespace {

using Clock = std::chrono::steady_clock;

// How often the times of connections and requests are looked at.
constexpr std::chrono::milliseconds kTick{50};
// For requests under way at the end.
constexpr std::chrono::seconds kEndTime{10};
// Clients taken before times are looked at again.
constexpr int kMaxTaken = 256;

// SIGTERM and SIGINT, as something to wait for; also no longer of the threads
// that are started from now on.
Descriptor end_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  if (::pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) {
    throw Error(ErrorKind::kInternal, "cannot block signals");
  }
  Descriptor descriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (descriptor.get() < 0) {
    throw Error(ErrorKind::kIo, "cannot wait for signals");
  }
  return descriptor;
}

// As many open files as the system lets us have.
void allow_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  // Where it cannot be, there are fewer.
  static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
}

Error busy() {
  return {ErrorKind::kLimit, "the server is busy", "try again in a second"};
}

// The response to clients that are too many, whole.
std::string busy_response() {
  const HttpResponse response = error_response({}, busy());
  return fmt::format(
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: {}\r\n"
      "Content-Length: {}\r\nRetry-After: 1\r\nConnection: close\r\n\r\n{}",
      response.type, response.body.size(), response.body);
}

class Server {
 public:
  explicit Server(const ServerOptions& options)
      : options_(options),
        signals_(end_signals()),
        listener_(options.listen),
        connections_(options.max_connections, options.read_time),
        turned_away_(busy_response(), options.max_connections),
        workers_(options.threads > 0
                     ? options.threads
                     : std::max(1U, std::thread::hardware_concurrency()),
                 options.databases,
                 [this](const HttpRequest& request, Databases& databases) {
                   return answer(request, databases);
                 }),
        daemon_(options.max_connections, handlers(), connections_) {}

  const ListenAddress& address() const { return listener_.address(); }

  void run() {
    while (!was_signalled()) {
      wait(listener_.socket());
      take_clients();
      keep_time(false);
    }
    end();
  }

 private:
  HttpResponse answer(const HttpRequest& request, Databases& databases) {
    RouteContext context{databases, metrics_, options_.time_limit,
                         options_.require_all, started_};
    return respond(request, options_.gate, context);
  }

  HttpResponse refuse(const HttpRequest& request, const Error& error) {
    metrics_.count_error(error_kind_name(error.kind()));
    HttpResponse response = error_response(request, error);
    add_common_headers(request, options_.gate, response);
    return response;
  }

  DaemonHandlers handlers() {
    DaemonHandlers handlers;
    handlers.check = [this](const HttpRequest& request) {
      check_request(request, options_.gate);
    };
    handlers.answer = [this](const HttpRequest& request,
                             std::function<void(HttpResponse)> done) {
      workers_.start({&request, std::move(done), Clock::now()});
    };
    handlers.refuse = [this](const HttpRequest& request,
                             const Refusal& refusal) {
      return refuse(request, refusal);
    };
    handlers.count = [this](const HttpRequest& request, int status,
                            Clock::duration taken) {
      metrics_.count_request(route_name(request), status, taken);
    };
    return handlers;
  }

  bool was_signalled() const {
    signalfd_siginfo info{};
    return ::read(signals_.get(), &info, sizeof(info)) == sizeof(info);
  }

  // For a client or a signal, no longer than until times are to be looked at.
  void wait(int listening) const {
    std::vector<pollfd> waited = {{signals_.get(), POLLIN, 0}};
    if (listening >= 0 && Clock::now() >= resume_) {
      waited.push_back({listening, POLLIN, 0});
    }
    turned_away_.add_to(waited);
    const bool idle =
        connections_.count() == 0 && turned_away_.empty() && waited.size() > 1;
    ::poll(waited.data(), waited.size(),
           idle ? -1 : static_cast<int>(kTick.count()));
  }

  void take_clients() {
    if (Clock::now() < resume_) return;
    try {
      for (int i = 0; i < kMaxTaken; ++i) {
        std::optional<Descriptor> client = listener_.accept();
        if (!client) return;
        if (connections_.make_room(Clock::now())) {
          daemon_.serve(std::move(*client));
        } else {
          metrics_.count_refused();
          turned_away_.add(std::move(*client), Clock::now());
        }
      }
    } catch (const Error& e) {
      // Out of files, most likely: those that are open go on, and give some
      // back.
      tell(fmt::format("ibid-server: {}\n", e.what()));
      resume_ = Clock::now() + std::chrono::seconds(1);
    }
  }

  void keep_time(bool end) {
    const auto now = Clock::now();
    connections_.shut_overdue(now, end);
    turned_away_.drain(now);
    workers_.expire(now, [this](const HttpRequest& request) {
      return refuse(request, busy());
    });
  }

  void end() {
    listener_.close();
    daemon_.end();
    const auto latest = Clock::now() + kEndTime;
    while (connections_.count() > 0 && Clock::now() < latest) {
      keep_time(true);
      wait(-1);
    }
    // The library wants no request to be left.
    while (connections_.working() > 0) {
      keep_time(true);
      wait(-1);
    }
  }

  const ServerOptions& options_;
  const Clock::time_point started_ = Clock::now();
  Clock::time_point resume_{};  // taking clients
  Descriptor signals_;
  Listener listener_;
  Metrics metrics_;
  Connections connections_;
  TurnedAway turned_away_;
  Workers workers_;
  Daemon daemon_;
};

}  // namespace

void run_server(const ServerOptions& options) {
  allow_open_files();
  // What cannot be opened now is told now.
  const std::vector<std::string> away = Databases(options.databases).open_all();
  Server server(options);
  tell(fmt::format("ibid-server: listening on http://{}/\n",
                   server.address().text()));
  for (const std::string& text : away) {
    tell(fmt::format("ibid-server: {}\n", collapse_space(printable(text))));
  }
  server.run();
}

}  // namespace ibid
