// SPDX-License-Identifier: GPL-3.0-or-later
// JSON-RPC 2.0: a line in, the messages that stand in it out; and the messages
// that answer. Knows nothing of what the methods do.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "searcher/mcp/json.h"

namespace ibid {

// Codes of JSON-RPC's errors, and those that the protocol adds.
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;
inline constexpr int kResourceNotFound = -32002;  // before 2026-07-28
inline constexpr int kUnsupportedRevision = -32022;

// What is said in the place of a result.
struct RpcFailure {
  int code = kInternalError;
  std::string message;
  McpJson data = nullptr;  // null: none
};

// What a request comes to.
using RpcResult = std::variant<McpJson, RpcFailure>;

struct RpcCall {
  McpJson id;  // a string or an integer; null: a notification
  std::string method;
  // nullptr: there are none. Not looked at yet: may be of any type.
  McpJson params;

  bool is_notification() const { return id.is_null(); }
};

// A message that is none.
struct BadMessage {
  McpJson id;  // null where it cannot be told
  RpcFailure failure;
};

using RpcMessage = std::variant<RpcCall, BadMessage>;

// One line.
struct RpcFrame {
  bool is_batch = false;
  // Without those that answer a request, since none is ever sent.
  std::vector<RpcMessage> messages;
};

// Bounds on a line: bytes, depth of its JSON, values in it, messages. An object
// of n members, which keep their order, is made in n * n steps.
inline constexpr size_t kMaxLineBytes = size_t{4} << 20;
inline constexpr int kMaxJsonDepth = 64;
inline constexpr size_t kMaxJsonValues = 10'000;
inline constexpr size_t kMaxBatch = 100;

// Of one line without its end. Never throws: what is no message is a
// BadMessage, whatever bytes it is of.
RpcFrame parse_frame(std::string_view line);

// What a line that is longer than kMaxLineBytes is answered with.
RpcFrame too_long_frame();

// The message that answers the request of this id.
McpJson rpc_answer(const McpJson& id, RpcResult result);

McpJson rpc_notification(std::string_view method, McpJson params);

}  // namespace ibid
