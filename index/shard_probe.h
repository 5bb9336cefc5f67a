// SPDX-License-Identifier: GPL-3.0-or-later
// Finding out whether remote shards are there, many at a time and without
// waiting for any: Xapian itself opens one after the other, and waits for each
// until its time is over.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "index/shards.h"

namespace ibid {

// One attempt to reach a shard. A server of Xapian's greets whoever connects:
// one that is stopped or stuck accepts connections, but does not greet.
class ShardProbe {
 public:
  enum class State { kWaiting, kThere, kFailed };

  // Begins to connect.
  explicit ShardProbe(const ShardLocation& location);
  ~ShardProbe();
  ShardProbe(const ShardProbe&) = delete;
  ShardProbe& operator=(const ShardProbe&) = delete;

  // Where the probe stands; does not wait.
  State look();
  // Why it failed; empty before.
  const std::string& reason() const { return reason_; }
  std::chrono::steady_clock::time_point begun() const { return begun_; }

 private:
  friend void wait_for(const std::vector<ShardProbe*>& probes,
                       std::chrono::milliseconds limit);
  void fail(const std::string& reason);
  bool has_connected();

  int socket_ = -1;
  bool connected_ = false;
  State state_ = State::kWaiting;
  std::string reason_;
  std::chrono::steady_clock::time_point begun_;
};

// Returns when none of the probes is waiting any more, at the latest after
// `limit`. Looks at all of them.
void wait_for(const std::vector<ShardProbe*>& probes,
              std::chrono::milliseconds limit);

}  // namespace ibid
