// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/message.h"

#include <fmt/format.h>

#include <exception>
#include <utility>

#include "searcher/json_bounds.h"

namespace ibid {
namespace {

BadMessage bad(McpJson id, int code, std::string message) {
  return {std::move(id), {code, std::move(message)}};
}

bool is_id(const McpJson& json) {
  return json.is_string() || json.is_number_integer();
}

// Adds what a value of a line is, unless it is an answer.
void add_message(const McpJson& value, std::vector<RpcMessage>& messages) {
  if (!value.is_object()) {
    messages.push_back(
        bad(nullptr, kInvalidRequest, "a message is a JSON object"));
    return;
  }
  const auto id = value.find("id");
  const bool has_id = id != value.end();
  const McpJson known = has_id && is_id(*id) ? *id : McpJson(nullptr);
  const auto method = value.find("method");
  if (method == value.end() &&
      (value.contains("result") || value.contains("error"))) {
    return;
  }
  if (value.value("jsonrpc", McpJson()) != "2.0") {
    messages.push_back(
        bad(known, kInvalidRequest, "jsonrpc must be the string 2.0"));
  } else if (method == value.end() || !method->is_string()) {
    messages.push_back(bad(known, kInvalidRequest, "method must be a string"));
  } else if (has_id && known.is_null()) {
    messages.push_back(
        bad(nullptr, kInvalidRequest, "id must be a string or an integer"));
  } else {
    messages.push_back(RpcCall{known, method->get<std::string>(),
                               value.value("params", McpJson())});
  }
}

RpcFrame bad_frame(int code, std::string message) {
  RpcFrame frame;
  frame.messages.push_back(bad(nullptr, code, std::move(message)));
  return frame;
}

RpcFrame frame_of(const McpJson& json) {
  RpcFrame frame;
  if (!json.is_array()) {
    add_message(json, frame.messages);
    return frame;
  }
  if (json.empty()) return bad_frame(kInvalidRequest, "the batch is empty");
  if (json.size() > kMaxBatch) {
    return bad_frame(kInvalidRequest,
                     fmt::format("a batch has at most {} messages", kMaxBatch));
  }
  frame.is_batch = true;
  for (const McpJson& value : json) add_message(value, frame.messages);
  return frame;
}

}  // namespace

RpcFrame parse_frame(std::string_view line) {
  if (!is_within(line, {kMaxJsonDepth, kMaxJsonValues})) {
    return bad_frame(
        kInvalidRequest,
        fmt::format("a message nests {} deep and has {} values at most",
                    kMaxJsonDepth, kMaxJsonValues));
  }
  try {
    return frame_of(McpJson::parse(line));
  } catch (const std::exception&) {
    return bad_frame(kParseError, "the line is not valid JSON in UTF-8");
  }
}

RpcFrame too_long_frame() {
  return bad_frame(kInvalidRequest,
                   fmt::format("a line has at most {} bytes", kMaxLineBytes));
}

McpJson rpc_answer(const McpJson& id, RpcResult result) {
  McpJson answer{{"jsonrpc", "2.0"}, {"id", id}};
  if (McpJson* value = std::get_if<McpJson>(&result)) {
    answer["result"] = std::move(*value);
    return answer;
  }
  RpcFailure& failure = std::get<RpcFailure>(result);
  answer["error"] = {{"code", failure.code},
                     {"message", std::move(failure.message)}};
  if (!failure.data.is_null()) answer["error"]["data"] = failure.data;
  return answer;
}

McpJson rpc_notification(std::string_view method, McpJson params) {
  return McpJson{
      {"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

}  // namespace ibid
