// SPDX-License-Identifier: GPL-3.0-or-later
// Frames on their way from the thread that reads to the one that answers, and
// which of their requests have been cancelled.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "searcher/mcp/message.h"

namespace ibid {

// Thread-safe.
class Flights {
 public:
  // Wait for an answer at most.
  static constexpr size_t kMaxFrames = 64;

  // False: kMaxFrames are waiting already.
  bool has_room() const;
  // Takes note of the cancellations in the frame, then lets it wait.
  void push(RpcFrame frame);
  // No more frames come. now: those that wait are dropped.
  void close(bool now);

  // The next frame, waited for; nullopt: there will be none.
  std::optional<RpcFrame> pop();
  // The requests of a frame that pop gave are done with.
  void landed(const RpcFrame& frame);
  bool is_cancelled(const McpJson& id) const;

 private:
  struct Flight {
    size_t requests = 0;  // of this id
    bool cancelled = false;
  };

  void depart(const RpcCall& call);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<RpcFrame> waiting_;
  std::map<std::string, Flight> flights_;  // by id, as JSON
  bool closed_ = false;
};

}  // namespace ibid
