// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/connections.h"

#include <sys/socket.h>

#include <algorithm>

namespace ibid {

using State = Connection::State;

void Connections::shut(Connection& connection) {
  if (connection.is_shut) return;
  connection.is_shut = true;
  ++shut_;
  ::shutdown(connection.socket, SHUT_RDWR);
}

template <class Test>
void Connections::erase_if(const Test& test) {
  open_.remove_if([&](const Connection& connection) {
    if (!test(connection)) return false;
    if (connection.is_shut) --shut_;
    return true;
  });
}

bool Connections::make_room(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (open_.size() - shut_ < most_) return true;
  Connection* longest = nullptr;
  for (Connection& connection : open_) {
    const bool spare = connection.state == State::kReading &&
                       !connection.is_shut &&
                       now - connection.since >= kSpareTime;
    if (spare && (longest == nullptr || connection.since < longest->since)) {
      longest = &connection;
    }
  }
  if (longest != nullptr) shut(*longest);
  // Those that were shut go at once, unless somebody opens them by the
  // thousand.
  return longest != nullptr && open_.size() < 2 * most_;
}

void Connections::add(int socket, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  // One that was closed without a word: its number is used again.
  erase_if([&](const Connection& c) { return c.socket == socket; });
  Connection& connection = open_.emplace_front();
  connection.socket = socket;
  connection.since = now;
}

Connection* Connections::find(int socket) {
  const std::lock_guard lock(mutex_);
  for (Connection& connection : open_) {
    if (connection.socket == socket) return &connection;
  }
  return nullptr;
}

void Connections::remove(Connection* connection) {
  const std::lock_guard lock(mutex_);
  erase_if([&](const Connection& c) { return &c == connection; });
}

void Connections::set_state(Connection* connection, State state,
                            Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  connection->state = state;
  connection->since = now;
}

void Connections::shut_overdue(Clock::time_point now, bool end) {
  const std::lock_guard lock(mutex_);
  for (Connection& connection : open_) {
    const auto taken = now - connection.since;
    const bool reading = connection.state == State::kReading;
    const bool writing = connection.state == State::kWriting;
    if ((reading && (end || taken >= read_time_)) ||
        (writing && taken >= kWriteTime)) {
      shut(connection);
    }
  }
}

size_t Connections::count() const {
  const std::lock_guard lock(mutex_);
  return open_.size() - shut_;
}

size_t Connections::working() const {
  const std::lock_guard lock(mutex_);
  return static_cast<size_t>(
      std::ranges::count(open_, State::kWorking, &Connection::state));
}

}  // namespace ibid
