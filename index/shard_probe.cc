// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/shard_probe.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace ibid {
namespace {

using Clock = std::chrono::steady_clock;

struct Freed {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, Freed>;

// Empty: the name says nothing.
Addresses addresses_of(const ShardLocation& location) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(location.port);
  if (::getaddrinfo(location.host.c_str(), port.c_str(), &wanted, &found) !=
      0) {
    return nullptr;
  }
  return Addresses(found);
}

}  // namespace

ShardProbe::ShardProbe(const ShardLocation& location) : begun_(Clock::now()) {
  const Addresses addresses = addresses_of(location);
  if (!addresses) {
    fail("its name is not known");
    return;
  }
  socket_ = ::socket(addresses->ai_family,
                     SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0 ||
      (::connect(socket_, addresses->ai_addr, addresses->ai_addrlen) != 0 &&
       errno != EINPROGRESS)) {
    fail(std::strerror(errno));
  }
}

ShardProbe::~ShardProbe() {
  if (socket_ < 0) return;
  // Closed with the greeting unread, it would be an error to the server.
  std::array<char, 4096> greeting;
  while (::recv(socket_, greeting.data(), greeting.size(), 0) > 0) {
  }
  ::close(socket_);
}

void ShardProbe::fail(const std::string& reason) {
  state_ = State::kFailed;
  reason_ = reason;
}

bool ShardProbe::has_connected() {
  if (connected_) return true;
  pollfd waiting{socket_, POLLOUT, 0};
  if (::poll(&waiting, 1, 0) <= 0) return false;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) fail(std::strerror(error));
  connected_ = error == 0;
  return connected_;
}

ShardProbe::State ShardProbe::look() {
  if (state_ != State::kWaiting || !has_connected()) return state_;
  char first = 0;
  const ssize_t got = ::recv(socket_, &first, 1, MSG_PEEK);
  if (got > 0) {
    state_ = State::kThere;
  } else if (got == 0) {
    fail("it hangs up");
  } else if (errno != EAGAIN && errno != EINTR) {
    fail(std::strerror(errno));
  }
  return state_;
}

void wait_for(const std::vector<ShardProbe*>& probes,
              std::chrono::milliseconds limit) {
  const auto end = Clock::now() + limit;
  while (true) {
    std::vector<pollfd> waiting;
    for (ShardProbe* probe : probes) {
      if (probe->look() != ShardProbe::State::kWaiting) continue;
      const short wanted = probe->connected_ ? POLLIN : POLLOUT;
      waiting.push_back({probe->socket_, wanted, 0});
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (waiting.empty() || left.count() <= 0) return;
    ::poll(waiting.data(), waiting.size(), static_cast<int>(left.count()));
  }
}

}  // namespace ibid
