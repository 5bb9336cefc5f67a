// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/flights.h"

#include <utility>

namespace ibid {

bool Flights::has_room() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size() < kMaxFrames;
}

void Flights::push(RpcFrame frame) {
  const std::lock_guard lock(mutex_);
  for (const RpcMessage& message : frame.messages) {
    if (const RpcCall* call = std::get_if<RpcCall>(&message)) depart(*call);
  }
  waiting_.push_back(std::move(frame));
  changed_.notify_one();
}

void Flights::depart(const RpcCall& call) {
  if (!call.is_notification()) {
    ++flights_[call.id.dump()].requests;
    return;
  }
  if (call.method != "notifications/cancelled" || !call.params.is_object()) {
    return;
  }
  const auto id = call.params.find("requestId");
  if (id == call.params.end()) return;
  const auto flight = flights_.find(id->dump());
  // Of requests that are done with, or never came, nothing is kept.
  if (flight != flights_.end()) flight->second.cancelled = true;
}

void Flights::close(bool now) {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  if (now) waiting_.clear();
  changed_.notify_one();
}

std::optional<RpcFrame> Flights::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
  if (waiting_.empty()) return std::nullopt;
  RpcFrame frame = std::move(waiting_.front());
  waiting_.pop_front();
  return frame;
}

void Flights::landed(const RpcFrame& frame) {
  const std::lock_guard lock(mutex_);
  for (const RpcMessage& message : frame.messages) {
    const RpcCall* call = std::get_if<RpcCall>(&message);
    if (call == nullptr || call->is_notification()) continue;
    const auto flight = flights_.find(call->id.dump());
    if (flight == flights_.end()) continue;
    if (--flight->second.requests == 0) flights_.erase(flight);
  }
}

bool Flights::is_cancelled(const McpJson& id) const {
  const std::lock_guard lock(mutex_);
  const auto flight = flights_.find(id.dump());
  return flight != flights_.end() && flight->second.cancelled;
}

}  // namespace ibid
