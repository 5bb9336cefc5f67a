// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that do the indexer's pure work (reading, parsing, analysis) and fill
// segments, while one thread decides, in order, what is written.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace ibid {

// What a job may keep things of its own under: a number below jobs().
using Worker = size_t;

class WorkerPool {
 public:
  // Of two jobs that wait, the one nearer to the end of the pipeline is done
  // first, so that memory is given back.
  enum class Stage { kWriting, kReading };

  // jobs: 1 (or 0) starts no thread; what is started is then done by the
  // thread that asks for its result, and by nobody if none does.
  explicit WorkerPool(size_t jobs);
  ~WorkerPool();  // waits for all that was started
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  size_t jobs() const { return threads_.empty() ? 1 : threads_.size(); }

  // work must own what it needs, or what it refers to must outlive the pool.
  // What it throws comes out of the future.
  template <class T>
  std::future<T> start(Stage stage, std::function<T(Worker)> work) {
    if (threads_.empty()) {
      return std::async(std::launch::deferred, std::move(work), Worker{0});
    }
    std::packaged_task<T(Worker)> task(std::move(work));
    std::future<T> result = task.get_future();
    push(stage, Job(std::move(task)));
    return result;
  }

 private:
  // A function that need not be copied.
  using Job = std::packaged_task<void(Worker)>;

  void push(Stage stage, Job job);
  void run(Worker worker);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<std::deque<Job>, 2> waiting_;  // by stage
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

// Results in the order in which they were asked for, however long each takes;
// how much is under way is bounded by its bytes.
template <class T>
class OrderedWork {
 public:
  // pool outlives this.
  OrderedWork(WorkerPool& pool, WorkerPool::Stage stage, size_t max_bytes)
      : pool_(pool), stage_(stage), max_bytes_(max_bytes) {}
  ~OrderedWork() { clear(); }
  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;

  // bytes: about what it holds in memory until its result is taken.
  void start(size_t bytes, std::function<T(Worker)> work) {
    under_way_.push_back({pool_.start<T>(stage_, std::move(work)), bytes});
    bytes_ += bytes;
  }

  bool empty() const { return under_way_.empty(); }
  // Whether the oldest result should be taken before more is started.
  bool full() const {
    return bytes_ >= max_bytes_ || under_way_.size() >= kMost;
  }

  // The oldest result, waiting for it. Throws what its work threw.
  T take() {
    Item item = std::move(under_way_.front());
    under_way_.pop_front();
    bytes_ -= item.bytes;
    return item.result.get();
  }

  // Waits for what is under way, and drops it.
  void clear() {
    for (Item& item : under_way_) {
      const auto state = item.result.wait_for(std::chrono::seconds(0));
      if (state != std::future_status::deferred) item.result.wait();
    }
    under_way_.clear();
    bytes_ = 0;
  }

 private:
  struct Item {
    std::future<T> result;
    size_t bytes = 0;
  };
  static constexpr size_t kMost = 1024;

  WorkerPool& pool_;
  WorkerPool::Stage stage_;
  size_t max_bytes_;
  size_t bytes_ = 0;
  std::deque<Item> under_way_;
};

}  // namespace ibid
