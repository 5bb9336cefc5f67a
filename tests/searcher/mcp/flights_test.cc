// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/flights.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace ibid {
namespace {

RpcFrame request(const std::string& id) {
  return parse_frame(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"x"})");
}

RpcFrame cancel(const std::string& id) {
  return parse_frame(R"({"jsonrpc":"2.0","method":"notifications/cancelled",)"
                     R"("params":{"requestId":)" +
                     id + "}}");
}

TEST(Flights, CancelsWhatWaitsOrRuns) {
  Flights flights;
  flights.push(request("1"));
  flights.push(request("\"1\""));
  flights.push(cancel("1"));
  EXPECT_TRUE(flights.is_cancelled(1));
  EXPECT_FALSE(flights.is_cancelled("1"));
  const auto first = flights.pop();
  flights.push(cancel("\"1\""));
  EXPECT_TRUE(flights.is_cancelled("1"));
  flights.landed(*first);
  EXPECT_FALSE(flights.is_cancelled(1));
}

TEST(Flights, KeepsNothingOfCancellationsOfNothing) {
  Flights flights;
  flights.push(cancel("1"));
  flights.push(request("1"));
  EXPECT_FALSE(flights.is_cancelled(1));
  for (
      const char* line :
      {R"({"jsonrpc":"2.0","method":"notifications/cancelled"})",
       R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":[1]})",
       R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{}})"}) {
    flights.push(parse_frame(line));
  }
  EXPECT_FALSE(flights.is_cancelled(1));
}

TEST(Flights, HaveRoomForSoMany) {
  Flights flights;
  for (size_t i = 0; i < Flights::kMaxFrames; ++i) {
    EXPECT_TRUE(flights.has_room());
    flights.push(request(std::to_string(i)));
  }
  EXPECT_FALSE(flights.has_room());
  flights.pop();
  EXPECT_TRUE(flights.has_room());
}

TEST(Flights, EndWithOrWithoutWhatWaits) {
  for (const bool now : {false, true}) {
    Flights flights;
    flights.push(request("1"));
    flights.close(now);
    EXPECT_EQ(flights.pop().has_value(), !now);
    EXPECT_FALSE(flights.pop().has_value());
  }
}

TEST(Flights, ComeInOrderToAnotherThread) {
  Flights flights;
  std::string seen;
  std::thread other([&] {
    while (const auto frame = flights.pop()) {
      seen += std::get<RpcCall>(frame->messages[0]).id.dump();
    }
  });
  for (int i = 0; i < 9; ++i) flights.push(request(std::to_string(i)));
  flights.close(false);
  other.join();
  EXPECT_EQ(seen, "012345678");
}

}  // namespace
}  // namespace ibid
