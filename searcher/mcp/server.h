// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol: messages in, messages out, one after the other. Tells from each
// request which revision it is of: the stateless ones say it themselves, the
// others agree on it once, by initialize. Knows nothing of files and threads.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "searcher/mcp/library.h"
#include "searcher/mcp/message.h"
#include "searcher/mcp/revision.h"

namespace ibid {

// Whether the request of this id has been cancelled. Asked before the request
// is run, while it searches, and before it is answered.
using IsCancelled = std::function<bool(const McpJson& id)>;

// Not thread-safe.
class McpServer {
 public:
  explicit McpServer(Library library) : library_(std::move(library)) {}

  // What is to be sent for a frame; nullopt: nothing. A request that has been
  // cancelled before it or while it ran is not answered. Never throws for what
  // a frame holds.
  std::optional<McpJson> answer(const RpcFrame& frame,
                                const IsCancelled& is_cancelled);

  // What is to be sent when no more frames come.
  std::vector<McpJson> finish();

 private:
  std::optional<McpJson> answer_call(const RpcCall& call,
                                     const IsCancelled& is_cancelled);
  void note(const RpcCall& notification);
  RpcResult run(const RpcCall& call);
  RpcResult run_stateless(const RpcCall& call, const McpJson& meta);
  RpcResult listen(const RpcCall& call);
  RpcResult run_in_session(const RpcCall& call);
  // nullopt: there is no such method.
  std::optional<RpcResult> run_method(const std::string& method,
                                      const McpJson& params, Revision revision);
  RpcResult initialize(const McpJson& params);
  RpcResult call(const McpJson& params, Revision revision);

  Library library_;
  std::optional<Revision> session_;  // what initialize agreed on
  std::set<std::string> listening_;  // ids, as JSON, of subscriptions
};

// The answer to a frame that is one ping and thus need not wait for others;
// nullopt: it is not.
std::optional<McpJson> answer_ping(const RpcFrame& frame);

}  // namespace ibid
