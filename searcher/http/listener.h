// SPDX-License-Identifier: GPL-3.0-or-later
// The socket that clients connect to, and those clients that are turned away
// with a few words, since there are too many.
#pragma once

#include <poll.h>

#include <chrono>
#include <list>
#include <optional>
#include <string>
#include <vector>

namespace ibid {

// Where a server listens: a numeric address and a port.
struct ListenAddress {
  std::string address;  // "127.0.0.1", "::1"
  uint16_t port = 0;    // 0: any that is free

  // "127.0.0.1:80", "[::1]:80".
  std::string text() const;
};

// A file descriptor that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  int get() const { return fd_; }
  int release();
  void reset();

 private:
  int fd_;
};

class Listener {
 public:
  // Throws Error: kUsage (an address that is not of this machine, a port that
  // is taken), kPermission, kIo.
  explicit Listener(const ListenAddress& address);

  // Where it listens, with the port that it has got.
  const ListenAddress& address() const { return address_; }
  int socket() const { return socket_.get(); }
  // The next client that waits; nullopt: there is none. Throws Error(kIo)
  // where no more can be taken for now.
  std::optional<Descriptor> accept();
  // No further client can connect.
  void close() { socket_.reset(); }

 private:
  ListenAddress address_;
  Descriptor socket_;
};

// Clients that are sent a response whatever they ask: at once, without a look
// at the request, which is read and thrown away so that the response arrives.
class TurnedAway {
 public:
  using Clock = std::chrono::steady_clock;

  // A client that does not go by then is cut off.
  static constexpr std::chrono::milliseconds kTime{1000};

  // response: the whole of it, as sent. most: clients that are waited for.
  TurnedAway(std::string response, size_t most)
      : response_(std::move(response)), most_(most) {}

  void add(Descriptor client, Clock::time_point now);
  // Reads what they send; lets go of those that are done.
  void drain(Clock::time_point now);
  // What to wait for.
  void add_to(std::vector<pollfd>& waited) const;
  bool empty() const { return clients_.empty(); }

 private:
  struct Client {
    Descriptor socket;
    Clock::time_point since;
  };
  std::string response_;
  size_t most_;
  std::list<Client> clients_;
};

}  // namespace ibid
