// SPDX-License-Identifier: GPL-3.0-or-later
// The threads that answer requests, each with its own handles of the databases,
// and the requests that wait for them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "searcher/http/databases.h"
#include "searcher/http/message.h"

namespace ibid {

struct Job {
  const HttpRequest* request = nullptr;  // lives until done is called
  // Called once, by whatever thread.
  std::function<void(HttpResponse)> done;
  std::chrono::steady_clock::time_point since;
};

class Workers {
 public:
  // Makes a response; never throws.
  using Answerer = std::function<HttpResponse(const HttpRequest&, Databases&)>;

  // A request that has waited so long for a worker gets 503.
  static constexpr std::chrono::milliseconds kMaxWait{800};

  Workers(size_t threads, const std::vector<NamedDatabase>& databases,
          Answerer answer);
  // Waits for the request that each worker is at; nothing may wait any more.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void start(Job job);
  // Gives those that have waited for too long to refuse.
  void expire(std::chrono::steady_clock::time_point now,
              const std::function<HttpResponse(const HttpRequest&)>& refuse);
  // How many wait.
  size_t waiting() const;

 private:
  void run(const std::vector<NamedDatabase>& named);

  const Answerer answer_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool ends_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ibid
