// SPDX-License-Identifier: GPL-3.0-or-later
// The connections that are open, and how long each may take for what it does:
// a client gets so long for a whole request, however steadily it drips. Those
// that take longer are shut down. Thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>

namespace ibid {

struct Connection {
  enum class State : uint8_t {
    kReading,  // waiting for a request, or the rest of one
    kWorking,  // the request waits for its response
    kWriting   // the response is being sent
  };
  int socket = -1;
  State state = State::kReading;
  std::chrono::steady_clock::time_point since;  // in this state
  bool is_shut = false;                         // by us
  std::string target;                           // of the request being read
};

class Connections {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::seconds kWriteTime{30};
  // Where there are too many, one that has waited so long for its request may
  // have to go.
  static constexpr std::chrono::seconds kSpareTime{1};

  // read_time: for a whole request, and between two of them.
  Connections(size_t most, std::chrono::milliseconds read_time)
      : most_(most), read_time_(read_time) {}

  // Whether there is room for one more; makes room where a client has sent no
  // whole request for kSpareTime.
  bool make_room(Clock::time_point now);

  // Before anybody else can close the socket.
  void add(int socket, Clock::time_point now);
  // The connection of an open socket; it lives until remove().
  Connection* find(int socket);
  // Call it before the socket is closed.
  void remove(Connection* connection);
  void set_state(Connection* connection, Connection::State state,
                 Clock::time_point now);

  // Shuts down those that have had their time; with end, also those that have
  // sent no whole request.
  void shut_overdue(Clock::time_point now, bool end);

  // Those that are not shut down.
  size_t count() const;
  // Those whose request waits for its response.
  size_t working() const;

 private:
  void shut(Connection& connection);
  template <class Test>
  void erase_if(const Test& test);

  const size_t most_;
  const std::chrono::milliseconds read_time_;
  mutable std::mutex mutex_;
  std::list<Connection> open_;
  size_t shut_ = 0;
};

}  // namespace ibid
