// SPDX-License-Identifier: GPL-3.0-or-later
// Times are told to the connections, so that nothing has to be waited for.
#include "searcher/http/connections.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "searcher/http/listener.h"

namespace ibid {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using State = Connection::State;

// Both ends of a connection.
struct Pair {
  Pair() {
    std::array<int, 2> sockets{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()), 0);
    server = Descriptor(sockets[0]);
    client = Descriptor(sockets[1]);
  }
  bool is_open() const {
    char byte = 0;
    return ::recv(client.get(), &byte, 1, MSG_DONTWAIT) < 0;
  }
  Descriptor server;
  Descriptor client;
};

class ConnectionsTest : public testing::Test {
 protected:
  Connection* open(const Pair& pair) {
    connections_.add(pair.server.get(), start_);
    return connections_.find(pair.server.get());
  }

  const Connections::Clock::time_point start_ = Connections::Clock::now();
  Connections connections_{2, seconds(10)};
  Pair a_;
  Pair b_;
  Pair c_;
};

TEST_F(ConnectionsTest, GiveSoLongForARequest) {
  open(a_);
  connections_.shut_overdue(start_ + seconds(9), false);
  EXPECT_TRUE(a_.is_open());
  connections_.shut_overdue(start_ + seconds(10), false);
  EXPECT_FALSE(a_.is_open());
}

TEST_F(ConnectionsTest, GiveAllTheTimeForAnAnswerAndSoLongToTakeIt) {
  Connection* a = open(a_);
  connections_.set_state(a, State::kWorking, start_);
  EXPECT_EQ(connections_.working(), 1u);
  connections_.shut_overdue(start_ + seconds(100), true);
  EXPECT_TRUE(a_.is_open());
  connections_.set_state(a, State::kWriting, start_ + seconds(100));
  EXPECT_EQ(connections_.working(), 0u);
  connections_.shut_overdue(start_ + seconds(129), true);
  EXPECT_TRUE(a_.is_open());
  connections_.shut_overdue(start_ + seconds(130), false);
  EXPECT_FALSE(a_.is_open());
}

TEST_F(ConnectionsTest, MakeRoomForOneWhereAnotherWaitsForNothing) {
  Connection* a = open(a_);
  EXPECT_TRUE(connections_.make_room(start_));
  open(b_);
  EXPECT_FALSE(connections_.make_room(start_ + milliseconds(999)));
  EXPECT_EQ(connections_.count(), 2u);
  connections_.set_state(a, State::kReading, start_ + milliseconds(500));
  EXPECT_TRUE(connections_.make_room(start_ + seconds(2)));
  EXPECT_TRUE(a_.is_open());
  EXPECT_FALSE(b_.is_open());
  EXPECT_EQ(connections_.count(), 1u);
}

TEST_F(ConnectionsTest, LeaveThoseAloneThatAreAnswered) {
  connections_.set_state(open(a_), State::kWorking, start_);
  connections_.set_state(open(b_), State::kWriting, start_);
  EXPECT_FALSE(connections_.make_room(start_ + seconds(5)));
  EXPECT_TRUE(a_.is_open());
  EXPECT_TRUE(b_.is_open());
}

TEST_F(ConnectionsTest, ForgetThoseThatAreClosed) {
  connections_.remove(open(a_));
  EXPECT_EQ(connections_.count(), 0u);
  EXPECT_EQ(connections_.find(a_.server.get()), nullptr);
  open(b_);
  open(b_);
  EXPECT_EQ(connections_.count(), 1u);
  connections_.shut_overdue(start_, true);
  EXPECT_EQ(connections_.count(), 0u);
  connections_.remove(connections_.find(b_.server.get()));
  EXPECT_EQ(connections_.count(), 0u);
}

}  // namespace
}  // namespace ibid
