// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/server.h"

#include <fmt/format.h>

#include <utility>

#include "searcher/mcp/resources.h"
#include "searcher/mcp/tool.h"

namespace ibid {
namespace {

constexpr const char* kRevisionKey = "io.modelcontextprotocol/protocolVersion";
constexpr const char* kCapabilitiesKey =
    "io.modelcontextprotocol/clientCapabilities";
constexpr const char* kServerKey = "io.modelcontextprotocol/serverInfo";
constexpr const char* kListen = "subscriptions/listen";
constexpr const char* kSubscriptionKey =
    "io.modelcontextprotocol/subscriptionId";

constexpr size_t kMaxSubscriptions = 64;

// How long a client may keep what it was given: what the program is stays,
// what the index holds may change at any time.
constexpr int kProgramTtlMs = 3'600'000;
constexpr int kIndexTtlMs = 0;

constexpr const char* kInstructions =
    "Searches an index of articles by passage. Ask `answer` for a question and "
    "`search` for anything else; rely on an answer only where outcome is "
    "answered. Cite each fact by the citation of its passage. `get_passage` "
    "and `get_article` show more of what was found.";

McpJson server_info(Revision revision) {
  McpJson info{{"name", "ibid-mcp"}};
  if (has_structured_results(revision)) info["title"] = "ibid";
  info["version"] = IBID_VERSION;
  if (has_descriptions_of_programs(revision)) {
    info["description"] = "Full-text search over the passages of articles";
  }
  return info;
}

McpJson capabilities() {
  return McpJson{{"tools", McpJson::object()},
                 {"resources", McpJson::object()}};
}

McpJson revision_names() {
  McpJson names = McpJson::array();
  for (const Revision revision : revisions()) {
    names.push_back(revision_name(revision));
  }
  return names;
}

RpcFailure invalid(std::string message) {
  return {kInvalidParams, std::move(message)};
}

RpcFailure no_method(const std::string& method) {
  return {kMethodNotFound,
          fmt::format("there is no method {}", method.substr(0, 200))};
}

// The _meta of a request's params; an empty object where there is none.
McpJson meta_of(const McpJson& params) {
  const auto meta = params.find("_meta");
  return meta == params.end() ? McpJson::object() : *meta;
}

// Adds what the stateless revisions want in each result.
McpJson completed(const McpJson& result, Revision revision,
                  const std::string& method) {
  McpJson whole{{"resultType", "complete"}};
  whole.update(result);
  if (method != "tools/call") {
    const bool of_index =
        method == "resources/list" || method == "resources/read";
    whole["ttlMs"] = of_index ? kIndexTtlMs : kProgramTtlMs;
    whole["cacheScope"] = of_index ? "private" : "public";
  }
  whole["_meta"][kServerKey] = server_info(revision);
  return whole;
}

// Methods of all revisions, with a session and without.
bool is_shared_method(const std::string& method) {
  return method == "tools/list" || method == "tools/call" ||
         method == "resources/list" || method == "resources/templates/list" ||
         method == "resources/read";
}

RpcResult list_tools(const McpJson& params, Revision revision) {
  const auto cursor = params.find("cursor");
  if (cursor != params.end() && !cursor->is_null()) {
    return invalid("there is one page, without a cursor");
  }
  McpJson tools = McpJson::array();
  for (const McpTool& tool : mcp_tools()) {
    tools.push_back(describe_tool(tool, revision));
  }
  return McpJson{{"tools", std::move(tools)}};
}

bool is_initialize(const RpcMessage& message) {
  const RpcCall* call = std::get_if<RpcCall>(&message);
  return call != nullptr && call->method == "initialize" &&
         !call->is_notification();
}

RpcFailure not_in_batch() {
  return {kInvalidRequest, "initialize must not be part of a batch"};
}

McpJson failed(const McpJson& id, RpcFailure failure) {
  return rpc_answer(id, std::move(failure));
}

}  // namespace

std::optional<McpJson> McpServer::answer(const RpcFrame& frame,
                                         const IsCancelled& is_cancelled) {
  if (frame.is_batch && !(session_ && has_batches(*session_))) {
    return failed(nullptr, {kInvalidRequest,
                            "only revision 2025-03-26 has batches, after "
                            "initialize: send one message a line"});
  }
  McpJson answers = McpJson::array();
  for (const RpcMessage& message : frame.messages) {
    if (const BadMessage* bad = std::get_if<BadMessage>(&message)) {
      answers.push_back(failed(bad->id, bad->failure));
    } else if (frame.is_batch && is_initialize(message)) {
      answers.push_back(failed(std::get<RpcCall>(message).id, not_in_batch()));
    } else if (auto answer =
                   answer_call(std::get<RpcCall>(message), is_cancelled)) {
      answers.push_back(std::move(*answer));
    }
  }
  if (answers.empty()) return std::nullopt;
  if (frame.is_batch) return answers;
  return std::move(answers[0]);
}

std::vector<McpJson> McpServer::finish() {
  std::vector<McpJson> answers;
  for (const std::string& text : std::exchange(listening_, {})) {
    const McpJson id = McpJson::parse(text);
    McpJson result{{"resultType", "complete"},
                   {"_meta", {{kSubscriptionKey, id}}}};
    answers.push_back(rpc_answer(id, std::move(result)));
  }
  return answers;
}

std::optional<McpJson> McpServer::answer_call(const RpcCall& call,
                                              const IsCancelled& is_cancelled) {
  if (call.is_notification()) {
    note(call);
    return std::nullopt;
  }
  // What begins a session is not cancelled.
  const bool may_cancel = call.method != "initialize";
  if (may_cancel && is_cancelled(call.id)) return std::nullopt;
  // Copies, since the library may keep them longer than the call lasts.
  library_.set_cancelled(
      [is_cancelled, id = call.id] { return is_cancelled(id); });
  RpcResult result = RpcFailure{};
  try {
    result = run(call);
  } catch (const std::exception& e) {
    library_.close();
    result = RpcFailure{kInternalError, e.what()};
  }
  if (may_cancel && is_cancelled(call.id)) {
    listening_.erase(call.id.dump());
    return std::nullopt;
  }
  // A subscription is acknowledged, and answered when it ends.
  if (call.method == kListen && std::holds_alternative<McpJson>(result)) {
    return std::get<McpJson>(std::move(result));
  }
  return rpc_answer(call.id, std::move(result));
}

void McpServer::note(const RpcCall& notification) {
  if (notification.method != "notifications/cancelled" ||
      !notification.params.is_object()) {
    return;
  }
  const auto id = notification.params.find("requestId");
  if (id != notification.params.end()) listening_.erase(id->dump());
}

RpcResult McpServer::run(const RpcCall& call) {
  if (call.params.is_null()) {
    return run_in_session({call.id, call.method, McpJson::object()});
  }
  if (!call.params.is_object()) return invalid("params must be an object");
  const McpJson meta = meta_of(call.params);
  if (!meta.is_object()) return invalid("_meta must be an object");
  return meta.contains(kRevisionKey) ? run_stateless(call, meta)
                                     : run_in_session(call);
}

RpcResult McpServer::run_stateless(const RpcCall& call, const McpJson& meta) {
  const McpJson& name = meta.at(kRevisionKey);
  if (!name.is_string()) {
    return invalid(fmt::format("_meta: {} must be a string", kRevisionKey));
  }
  const auto revision = parse_revision(name.get<std::string>());
  if (!revision || !is_stateless(*revision)) {
    return RpcFailure{
        kUnsupportedRevision, "Unsupported protocol version",
        McpJson{{"supported", revision_names()}, {"requested", name}}};
  }
  const auto client = meta.find(kCapabilitiesKey);
  if (client == meta.end() || !client->is_object()) {
    return invalid(
        fmt::format("_meta: {} must be an object", kCapabilitiesKey));
  }
  if (call.method == "server/discover") {
    return completed({{"supportedVersions", revision_names()},
                      {"capabilities", capabilities()},
                      {"instructions", kInstructions}},
                     *revision, call.method);
  }
  if (call.method == kListen) return listen(call);
  auto result = run_method(call.method, call.params, *revision);
  if (!result) return no_method(call.method);
  if (const McpJson* value = std::get_if<McpJson>(&*result)) {
    return completed(*value, *revision, call.method);
  }
  return *result;
}

// Nothing that can be listened for is ever sent; the stream is open all the
// same, until the client cancels it or the input ends.
RpcResult McpServer::listen(const RpcCall& call) {
  const auto wanted = call.params.find("notifications");
  if (wanted == call.params.end() || !wanted->is_object()) {
    return invalid("notifications must be an object");
  }
  if (listening_.size() >= kMaxSubscriptions) {
    return invalid(fmt::format("there are {} subscriptions at most: cancel one",
                               kMaxSubscriptions));
  }
  listening_.insert(call.id.dump());
  return rpc_notification("notifications/subscriptions/acknowledged",
                          {{"_meta", {{kSubscriptionKey, call.id}}},
                           {"notifications", McpJson::object()}});
}

RpcResult McpServer::run_in_session(const RpcCall& call) {
  if (call.method == "initialize") return initialize(call.params);
  if (call.method == "ping") return McpJson::object();
  if (!session_) {
    const bool known = call.method == "server/discover" ||
                       call.method == kListen || is_shared_method(call.method);
    if (!known) return no_method(call.method);
    return invalid(
        fmt::format("no protocol version: send initialize first, or "
                    "{} and {} in _meta",
                    kRevisionKey, kCapabilitiesKey));
  }
  auto result = run_method(call.method, call.params, *session_);
  return result ? std::move(*result) : no_method(call.method);
}

std::optional<RpcResult> McpServer::run_method(const std::string& method,
                                               const McpJson& params,
                                               Revision revision) {
  if (method == "tools/list") return list_tools(params, revision);
  if (method == "tools/call") return this->call(params, revision);
  if (method == "resources/list") {
    return list_resources(library_, params, revision);
  }
  if (method == "resources/templates/list") {
    return list_resource_templates(params, revision);
  }
  if (method == "resources/read") {
    return read_resource(library_, params, revision);
  }
  return std::nullopt;
}

RpcResult McpServer::initialize(const McpJson& params) {
  const auto wanted = params.find("protocolVersion");
  if (wanted == params.end() || !wanted->is_string()) {
    return invalid("protocolVersion must be a string");
  }
  const auto revision = parse_revision(wanted->get<std::string>());
  session_ =
      revision && !is_stateless(*revision) ? *revision : kNewestWithSession;
  return McpJson{{"protocolVersion", revision_name(*session_)},
                 {"capabilities", capabilities()},
                 {"serverInfo", server_info(*session_)},
                 {"instructions", kInstructions}};
}

RpcResult McpServer::call(const McpJson& params, Revision revision) {
  const auto name = params.find("name");
  if (name == params.end() || !name->is_string()) {
    return invalid("name must be a string");
  }
  const McpTool* tool = find_mcp_tool(name->get<std::string>());
  if (tool == nullptr) {
    return invalid("Unknown tool: " + name->get<std::string>().substr(0, 200));
  }
  const auto given = params.find("arguments");
  if (given == params.end() || given->is_null()) {
    return call_tool(*tool, library_, McpJson::object(), revision);
  }
  if (!given->is_object()) return invalid("arguments must be an object");
  return call_tool(*tool, library_, *given, revision);
}

std::optional<McpJson> answer_ping(const RpcFrame& frame) {
  if (frame.is_batch || frame.messages.size() != 1) return std::nullopt;
  const RpcCall* call = std::get_if<RpcCall>(&frame.messages[0]);
  if (call == nullptr || call->method != "ping" || call->is_notification() ||
      !call->params.is_null()) {
    return std::nullopt;
  }
  return rpc_answer(call->id, McpJson::object());
}

}  // namespace ibid
