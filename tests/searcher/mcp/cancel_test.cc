// SPDX-License-Identifier: GPL-3.0-or-later
// What ends a call before it is done: its client, and its time.
#include <gtest/gtest.h>

#include <string>

#include "index/database.h"
#include "searcher/mcp/server.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

constexpr const char* kInitialize =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize",)"
    R"("params":{"protocolVersion":"2025-11-25"}})";

class CancelTest : public testing::Test {
 protected:
  CancelTest() {
    DatabaseWriter::open(path_).note_compacted();
    server_.answer(parse_frame(kInitialize), never_);
  }

  static RpcFrame call_of(const std::string& tool, const std::string& words) {
    return parse_frame(R"({"jsonrpc":"2.0","id":"x","method":"tools/call",)"
                       R"("params":{"name":")" +
                       tool + R"(","arguments":{")" + words +
                       R"(":"what is rust"}}})");
  }

  const IsCancelled never_ = [](const McpJson&) { return false; };
  const TempDir folder_;
  const std::string path_ = folder_.path_of("db");
  McpServer server_{
      Library({{{path_}}, false, "", std::chrono::milliseconds(0)})};
};

TEST_F(CancelTest, ASearchAsksWhileItRuns) {
  for (const auto& [tool, words] :
       {std::pair("search", "query"), std::pair("answer", "question")}) {
    int asked = 0;
    // Cancelled only when it is asked for the second time, which is after the
    // call has begun; the third time is after it.
    const auto answer =
        server_.answer(call_of(tool, words), [&](const McpJson& id) {
          EXPECT_EQ(id, "x");
          return ++asked == 2;
        });
    EXPECT_EQ(asked, 3);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->at("result").at("isError"), true);
    EXPECT_NE(answer->dump().find("cancelled"), std::string::npos);
  }
}

TEST_F(CancelTest, WhatIsCancelledIsNotAnsweredAndTheNextCallIs) {
  const RpcFrame call = call_of("search", "query");
  bool cancelled = false;
  const IsCancelled later = [&](const McpJson&) {
    return std::exchange(cancelled, true);
  };
  EXPECT_FALSE(server_.answer(call, later));
  const auto next = server_.answer(call, never_);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->at("result").at("isError"), false);
}

}  // namespace
}  // namespace ibid
