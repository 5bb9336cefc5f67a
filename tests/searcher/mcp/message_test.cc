// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/message.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace ibid {
namespace {

const BadMessage* bad_in(const RpcFrame& frame) {
  return frame.messages.size() == 1
             ? std::get_if<BadMessage>(&frame.messages[0])
             : nullptr;
}

TEST(ParseFrame, ReadsARequest) {
  const RpcFrame frame = parse_frame(
      R"({"jsonrpc":"2.0","id":"a","method":"x/y","params":{"b":[1]}})");
  ASSERT_EQ(frame.messages.size(), 1u);
  EXPECT_FALSE(frame.is_batch);
  const RpcCall& call = std::get<RpcCall>(frame.messages[0]);
  EXPECT_EQ(call.id, "a");
  EXPECT_EQ(call.method, "x/y");
  EXPECT_EQ(call.params, (McpJson{{"b", McpJson::array({1})}}));
  EXPECT_FALSE(call.is_notification());
}

TEST(ParseFrame, TellsNotificationsFromRequests) {
  const RpcFrame frame = parse_frame(R"({"jsonrpc":"2.0","method":"x"})");
  ASSERT_EQ(frame.messages.size(), 1u);
  const RpcCall& call = std::get<RpcCall>(frame.messages[0]);
  EXPECT_TRUE(call.is_notification());
  EXPECT_TRUE(call.params.is_null());
}

TEST(ParseFrame, SaysWhatIsWrongWithALine) {
  const struct {
    std::string line;
    int code;
    McpJson id;
  } cases[] = {
      {"", kParseError, nullptr},
      {"nonsense", kParseError, nullptr},
      {R"({"jsonrpc":"2.0","id":1,"method":"x")", kParseError, nullptr},
      {R"({"jsonrpc":"2.0","id":1,"method":"x"} {})", kParseError, nullptr},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", kParseError,
       nullptr},
      {R"({"id":1e999})", kParseError, nullptr},
      {"7", kInvalidRequest, nullptr},
      {"null", kInvalidRequest, nullptr},
      {"\"x\"", kInvalidRequest, nullptr},
      {"{}", kInvalidRequest, nullptr},
      {"[]", kInvalidRequest, nullptr},
      {R"({"jsonrpc":"1.0","id":1,"method":"x"})", kInvalidRequest, 1},
      {R"({"jsonrpc":2.0,"id":1,"method":"x"})", kInvalidRequest, 1},
      {R"({"id":1,"method":"x"})", kInvalidRequest, 1},
      {R"({"jsonrpc":"2.0","id":"q"})", kInvalidRequest, "q"},
      {R"({"jsonrpc":"2.0","id":1,"method":1})", kInvalidRequest, 1},
      {R"({"jsonrpc":"2.0","id":null,"method":"x"})", kInvalidRequest, nullptr},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"x"})", kInvalidRequest, nullptr},
      {R"({"jsonrpc":"2.0","id":[1],"method":"x"})", kInvalidRequest, nullptr},
      {R"({"jsonrpc":"2.0","id":true,"method":"x"})", kInvalidRequest, nullptr},
  };
  for (const auto& [line, code, id] : cases) {
    const RpcFrame frame = parse_frame(line);
    const BadMessage* bad = bad_in(frame);
    ASSERT_NE(bad, nullptr) << line;
    EXPECT_EQ(bad->failure.code, code) << line;
    EXPECT_EQ(bad->id, id) << line;
    EXPECT_FALSE(bad->failure.message.empty()) << line;
  }
}

TEST(ParseFrame, BoundsDepthValuesAndBatches) {
  const auto params = [](const std::string& value) {
    return R"({"jsonrpc":"2.0","id":1,"method":"x","params":{"a":)" + value +
           "}}";
  };
  const auto nested = [&](int depth) {
    return params(std::string(static_cast<size_t>(depth), '[') +
                  std::string(static_cast<size_t>(depth), ']'));
  };
  EXPECT_EQ(bad_in(parse_frame(nested(kMaxJsonDepth - 3))), nullptr);
  const RpcFrame deep = parse_frame(nested(kMaxJsonDepth));
  ASSERT_NE(bad_in(deep), nullptr);
  EXPECT_EQ(bad_in(deep)->failure.code, kInvalidRequest);
  const RpcFrame endless = parse_frame(std::string(1'000'000, '['));
  ASSERT_NE(bad_in(endless), nullptr);

  std::string many = "[1";
  for (size_t i = 0; i < kMaxJsonValues; ++i) many += ",1";
  const RpcFrame wide = parse_frame(params(many + "]"));
  ASSERT_NE(bad_in(wide), nullptr);
  EXPECT_EQ(bad_in(wide)->failure.code, kInvalidRequest);
  // Inside strings nothing counts.
  const std::string quoted = "\"\\\"" + std::string(kMaxJsonValues, ',') +
                             std::string(kMaxJsonValues, '[') + "\"";
  EXPECT_EQ(bad_in(parse_frame(params(quoted))), nullptr);

  std::string batch = "[{}";
  for (size_t i = 1; i < kMaxBatch; ++i) batch += ",{}";
  EXPECT_EQ(parse_frame(batch + "]").messages.size(), kMaxBatch);
  EXPECT_TRUE(parse_frame(batch + "]").is_batch);
  const RpcFrame big = parse_frame(batch + ",{}]");
  ASSERT_NE(bad_in(big), nullptr);
  EXPECT_FALSE(big.is_batch);
}

TEST(ParseFrame, PassesOverAnswers) {
  EXPECT_TRUE(
      parse_frame(R"({"jsonrpc":"2.0","id":1,"result":{}})").messages.empty());
  EXPECT_TRUE(
      parse_frame(R"({"jsonrpc":"2.0","id":1,"error":{}})").messages.empty());
}

TEST(ParseFrame, ReadsEachMessageOfABatch) {
  const RpcFrame frame =
      parse_frame(R"([{"jsonrpc":"2.0","id":1,"method":"x"},7,{"result":1},)"
                  R"({"jsonrpc":"2.0","method":"y"}])");
  EXPECT_TRUE(frame.is_batch);
  ASSERT_EQ(frame.messages.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<RpcCall>(frame.messages[0]));
  EXPECT_TRUE(std::holds_alternative<BadMessage>(frame.messages[1]));
  EXPECT_TRUE(std::get<RpcCall>(frame.messages[2]).is_notification());
}

TEST(RpcAnswer, IsAResultOrAnError) {
  EXPECT_EQ(rpc_answer(7, McpJson{{"a", 1}}).dump(),
            R"({"jsonrpc":"2.0","id":7,"result":{"a":1}})");
  EXPECT_EQ(rpc_answer("x", RpcFailure{kInvalidParams, "bad"}).dump(),
            R"({"jsonrpc":"2.0","id":"x","error":)"
            R"({"code":-32602,"message":"bad"}})");
  EXPECT_EQ(
      rpc_answer(nullptr, RpcFailure{kInternalError, "b", {{"c", 1}}}).dump(),
      R"({"jsonrpc":"2.0","id":null,"error":)"
      R"({"code":-32603,"message":"b","data":{"c":1}}})");
}

}  // namespace
}  // namespace ibid
