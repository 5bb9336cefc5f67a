// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/listener.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "index/error.h"

namespace ibid {
namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const {
    return reinterpret_cast<const sockaddr*>(&storage);
  }
};

[[noreturn]] void fail(const ListenAddress& address, int error) {
  const std::string message = fmt::format("cannot listen on {}: {}",
                                          address.text(), std::strerror(error));
  switch (error) {
    case EADDRINUSE:
      throw Error(ErrorKind::kUsage, message,
                  "choose another port with --listen ADDR:PORT");
    case EADDRNOTAVAIL:
      throw Error(ErrorKind::kUsage, message,
                  "--listen takes an address of this machine");
    case EACCES:
      throw Error(ErrorKind::kPermission, message, "take a port above 1023");
    default:
      throw Error(ErrorKind::kIo, message);
  }
}

SocketAddress socket_address(const ListenAddress& address) {
  SocketAddress result;
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&result.storage);
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&result.storage);
  if (::inet_pton(AF_INET, address.address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(address.port);
    result.size = sizeof(sockaddr_in);
  } else if (::inet_pton(AF_INET6, address.address.c_str(), &v6->sin6_addr) ==
             1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(address.port);
    result.size = sizeof(sockaddr_in6);
  } else {
    throw Error(ErrorKind::kUsage,
                fmt::format("{} is no numeric address", address.address),
                "for example --listen 127.0.0.1:8423 or [::1]:8423");
  }
  return result;
}

uint16_t port_of(int socket, const ListenAddress& address) {
  SocketAddress own;
  own.size = sizeof(own.storage);
  auto* const raw = reinterpret_cast<sockaddr*>(&own.storage);
  if (::getsockname(socket, raw, &own.size) != 0) fail(address, errno);
  // The port stands at the same place in both kinds.
  return ntohs(reinterpret_cast<const sockaddr_in*>(&own.storage)->sin_port);
}

}  // namespace

std::string ListenAddress::text() const {
  if (address.find(':') == std::string::npos) {
    return fmt::format("{}:{}", address, port);
  }
  return fmt::format("[{}]:{}", address, port);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = other.release();
  }
  return *this;
}

int Descriptor::release() { return std::exchange(fd_, -1); }

void Descriptor::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Listener::Listener(const ListenAddress& address) : address_(address) {
  const SocketAddress wanted = socket_address(address);
  socket_ = Descriptor(::socket(wanted.storage.ss_family,
                                SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int yes = 1;
  if (socket_.get() < 0 ||
      ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &yes,
                   sizeof(yes)) != 0 ||
      ::bind(socket_.get(), wanted.get(), wanted.size) != 0 ||
      ::listen(socket_.get(), SOMAXCONN) != 0) {
    fail(address, errno);
  }
  address_.port = port_of(socket_.get(), address);
}

std::optional<Descriptor> Listener::accept() {
  while (true) {
    const int client = ::accept4(socket_.get(), nullptr, nullptr,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client >= 0) {
      const int yes = 1;
      // Responses are written whole: nothing more is to be waited for.
      ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
      return Descriptor(client);
    }
    if (errno == EINTR || errno == ECONNABORTED) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return std::nullopt;
    throw Error(ErrorKind::kIo, fmt::format("cannot take a connection: {}",
                                            std::strerror(errno)));
  }
}

void TurnedAway::add(Descriptor client, Clock::time_point now) {
  // A new socket has room for so few bytes; who is gone needs none.
  static_cast<void>(::send(client.get(), response_.data(), response_.size(),
                           MSG_NOSIGNAL | MSG_DONTWAIT));
  ::shutdown(client.get(), SHUT_WR);
  if (clients_.size() < most_) clients_.push_back({std::move(client), now});
}

void TurnedAway::drain(Clock::time_point now) {
  std::array<char, 16 << 10> unread;
  clients_.remove_if([&](const Client& client) {
    if (now - client.since >= kTime) return true;
    const ssize_t size =
        ::recv(client.socket.get(), unread.data(), unread.size(), MSG_DONTWAIT);
    return size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR);
  });
}

void TurnedAway::add_to(std::vector<pollfd>& waited) const {
  for (const Client& client : clients_) {
    waited.push_back({client.socket.get(), POLLIN, 0});
  }
}

}  // namespace ibid
