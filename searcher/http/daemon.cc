// SPDX-License-Identifier: GPL-3.0-or-later
// A request that is whole has its connection suspended; it is resumed when the
// response is there, and the library then calls again. Addresses stay as they
// were sent: the library's own decoding would hide what was wrong with them.
#include "searcher/http/daemon.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <charconv>
#include <optional>
#include <utility>

#include "index/error.h"
#include "index/text.h"

namespace ibid {
namespace {

using Clock = Connections::Clock;
using State = Connection::State;

// Of one connection: the request's head, and what the library needs.
constexpr size_t kConnectionBytes = 64 << 10;
// A body that is too large is read to its end up to here, so that the client
// gets to see the response.
constexpr size_t kMaxDrainedBytes = 1 << 20;

struct ResponseDeleter {
  void operator()(MHD_Response* response) const {
    MHD_destroy_response(response);
  }
};
using ResponsePointer = std::unique_ptr<MHD_Response, ResponseDeleter>;

// A request and its response, from its headers until it is sent.
struct Exchange {
  HttpRequest request;
  std::optional<Refusal> refusal;  // to be sent after the body
  size_t body_bytes = 0;           // that came
  std::optional<HttpResponse> response;
  bool is_queued = false;
  Clock::time_point since;
};

Connection* connection_of(MHD_Connection* connection) {
  const auto* info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return static_cast<Connection*>(info->socket_context);
}

MHD_Result add_header(void* context, MHD_ValueKind, const char* name,
                      size_t name_size, const char* value, size_t value_size) {
  auto& headers = *static_cast<std::vector<HttpHeader>*>(context);
  headers.push_back({ascii_lower({name, name_size}),
                     value == nullptr ? "" : std::string(value, value_size)});
  return MHD_YES;
}

ResponsePointer make_response(const HttpResponse& response, bool is_last) {
  // The body stays where it is until the exchange is over.
  ResponsePointer made(MHD_create_response_from_buffer(
      response.body.size(), const_cast<char*>(response.body.data()),
      MHD_RESPMEM_PERSISTENT));
  if (!made) return made;
  for (const auto& [name, value] : response.headers) {
    MHD_add_response_header(made.get(), name.c_str(), value.c_str());
  }
  if (is_last) MHD_add_response_header(made.get(), "Connection", "close");
  return made;
}

// Whether the body is to be read though it is too large.
bool is_drained(const HttpRequest& request) {
  const std::string* length = request.header("content-length");
  size_t bytes = 0;
  return length != nullptr &&
         std::from_chars(length->data(), length->data() + length->size(), bytes)
                 .ec == std::errc() &&
         bytes <= kMaxDrainedBytes;
}

// Bytes that the library is to leave as they are.
size_t keep(void*, MHD_Connection*, char* text) {
  return std::char_traits<char>::length(text);
}

}  // namespace

struct Daemon::Impl {
  DaemonHandlers handlers;
  Connections& connections;
  std::atomic<bool> ends = false;
  MHD_Daemon* daemon = nullptr;

  MHD_Result begin(MHD_Connection* connection, const char* method,
                   const char* version, void** context);
  MHD_Result take_body(Exchange& exchange, const char* data, size_t size) const;
  MHD_Result answer(MHD_Connection* connection, Exchange& exchange);
  MHD_Result send(MHD_Connection* connection, Exchange& exchange);
  void finish(MHD_Connection* connection, void** context);

  static MHD_Result on_request(void* self, MHD_Connection* connection,
                               const char* url, const char* method,
                               const char* version, const char* data,
                               size_t* size, void** context);
  static void on_connection(void* self, MHD_Connection* connection,
                            void** context, MHD_ConnectionNotificationCode);
  static void* on_target(void* self, const char* target,
                         MHD_Connection* connection);
  static void on_completed(void* self, MHD_Connection* connection,
                           void** context, MHD_RequestTerminationCode);
};

MHD_Result Daemon::Impl::begin(MHD_Connection* connection, const char* method,
                               const char* version, void** context) {
  auto exchange = std::make_unique<Exchange>();
  HttpRequest& request = exchange->request;
  request.method = method;
  request.version = version;
  request.target = std::move(connection_of(connection)->target);
  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, add_header,
                              &request.headers);
  exchange->since = Clock::now();
  Exchange& begun = *exchange;
  *context = exchange.release();
  try {
    handlers.check(request);
  } catch (const Refusal& refusal) {
    if (refusal.status() == 413 && is_drained(request)) {
      begun.refusal = refusal;
      return MHD_YES;
    }
    begun.response = handlers.refuse(request, refusal);
    return send(connection, begun);
  }
  return MHD_YES;
}

// Bodies beyond the limit are read, not kept.
MHD_Result Daemon::Impl::take_body(Exchange& exchange, const char* data,
                                   size_t size) const {
  exchange.body_bytes += size;
  if (exchange.body_bytes > kMaxDrainedBytes) return MHD_NO;
  if (exchange.body_bytes > kMaxBodyBytes) {
    exchange.request.body.clear();
    if (!exchange.refusal) {
      exchange.refusal =
          Refusal(413, "the body is too long", "ask for less at a time");
    }
    return MHD_YES;
  }
  exchange.request.body.append(data, size);
  return MHD_YES;
}

MHD_Result Daemon::Impl::answer(MHD_Connection* connection,
                                Exchange& exchange) {
  connections.set_state(connection_of(connection), State::kWorking,
                        Clock::now());
  exchange.since = Clock::now();
  // Looked at once the state tells that a request waits: who ends the daemon
  // sees one of both.
  if (ends) {
    exchange.response = handlers.refuse(
        exchange.request, Refusal(503, "the server ends", "try again later"));
    return send(connection, exchange);
  }
  MHD_suspend_connection(connection);
  handlers.answer(exchange.request,
                  [&exchange, connection](HttpResponse response) {
                    exchange.response = std::move(response);
                    // The library's thread goes on with it from here.
                    MHD_resume_connection(connection);
                  });
  return MHD_YES;
}

MHD_Result Daemon::Impl::send(MHD_Connection* connection, Exchange& exchange) {
  exchange.is_queued = true;
  connections.set_state(connection_of(connection), State::kWriting,
                        Clock::now());
  handlers.count(exchange.request, exchange.response->status,
                 Clock::now() - exchange.since);
  const ResponsePointer response = make_response(*exchange.response, ends);
  if (!response) return MHD_NO;
  return MHD_queue_response(connection,
                            static_cast<unsigned>(exchange.response->status),
                            response.get());
}

void Daemon::Impl::finish(MHD_Connection* connection, void** context) {
  const std::unique_ptr<Exchange> exchange(static_cast<Exchange*>(*context));
  *context = nullptr;
  connections.set_state(connection_of(connection), State::kReading,
                        Clock::now());
}

MHD_Result Daemon::Impl::on_request(void* self, MHD_Connection* connection,
                                    const char*, const char* method,
                                    const char* version, const char* data,
                                    size_t* size, void** context) {
  Impl& impl = *static_cast<Impl*>(self);
  try {
    if (*context == nullptr) {
      return impl.begin(connection, method, version, context);
    }
    Exchange& exchange = *static_cast<Exchange*>(*context);
    if (*size > 0) {
      const size_t taken = std::exchange(*size, 0);
      return impl.take_body(exchange, data, taken);
    }
    if (exchange.is_queued) return MHD_YES;
    if (exchange.refusal && !exchange.response) {
      exchange.response =
          impl.handlers.refuse(exchange.request, *exchange.refusal);
    }
    if (exchange.response) return impl.send(connection, exchange);
    return impl.answer(connection, exchange);
  } catch (const std::exception&) {
    // No memory for the request: its connection goes.
    return MHD_NO;
  }
}

void Daemon::Impl::on_connection(void* self, MHD_Connection* connection,
                                 void** context,
                                 MHD_ConnectionNotificationCode code) {
  Impl& impl = *static_cast<Impl*>(self);
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    const auto* info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *context = impl.connections.find(info->connect_fd);
  } else {
    impl.connections.remove(static_cast<Connection*>(*context));
    *context = nullptr;
  }
}

void* Daemon::Impl::on_target(void*, const char* target,
                              MHD_Connection* connection) {
  connection_of(connection)->target = target;
  return nullptr;
}

void Daemon::Impl::on_completed(void* self, MHD_Connection* connection,
                                void** context, MHD_RequestTerminationCode) {
  if (*context != nullptr)
    static_cast<Impl*>(self)->finish(connection, context);
}

Daemon::Daemon(size_t most, DaemonHandlers handlers, Connections& connections)
    : impl_(new Impl{std::move(handlers), connections}) {
  // With epoll the library overlooks a client that goes right after its last
  // bytes, until its time is up. Our own limit comes first; the library's is
  // for those being closed.
  const auto limit = static_cast<unsigned>(2 * most + 16);
  impl_->daemon = MHD_start_daemon(
      MHD_USE_POLL | MHD_USE_INTERNAL_POLLING_THREAD |
          MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME,
      0, nullptr, nullptr, &Impl::on_request, impl_.get(),
      MHD_OPTION_CONNECTION_LIMIT, limit, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      kConnectionBytes, MHD_OPTION_CONNECTION_TIMEOUT, 0U,
      MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_NOTIFY_CONNECTION,
      &Impl::on_connection, impl_.get(), MHD_OPTION_NOTIFY_COMPLETED,
      &Impl::on_completed, impl_.get(), MHD_OPTION_URI_LOG_CALLBACK,
      &Impl::on_target, impl_.get(), MHD_OPTION_UNESCAPE_CALLBACK, &keep,
      nullptr, MHD_OPTION_END);
  if (impl_->daemon == nullptr) {
    throw Error(ErrorKind::kIo, "cannot start the HTTP server",
                "look for too many open files, or too little memory");
  }
}

Daemon::~Daemon() { MHD_stop_daemon(impl_->daemon); }

void Daemon::serve(Descriptor client) {
  // The library wants to know where clients come from, but makes no use of it.
  const sockaddr_in address{};
  impl_->connections.add(client.get(), Clock::now());
  // It closes the socket, also where it does not take it.
  MHD_add_connection(impl_->daemon, client.release(),
                     reinterpret_cast<const sockaddr*>(&address),
                     sizeof(address));
}

void Daemon::end() { impl_->ends = true; }

}  // namespace ibid
