// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/worker_pool.h"

#include <algorithm>
#include <csignal>
#include <system_error>

namespace ibid {
namespace {

// While it lives, threads that are started get no signals: these are for the
// thread that knows what to do about them.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

WorkerPool::WorkerPool(size_t jobs) {
  if (jobs < 2) return;
  const SignalsBlocked blocked;
  threads_.reserve(jobs);
  try {
    for (Worker worker = 0; worker < jobs; ++worker) {
      threads_.emplace_back([this, worker] { run(worker); });
    }
  } catch (const std::system_error&) {
    // The system gives no more threads: those that there are do the work.
  }
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::push(Stage stage, Job job) {
  {
    const std::lock_guard lock(mutex_);
    waiting_[static_cast<size_t>(stage)].push_back(std::move(job));
  }
  changed_.notify_one();
}

void WorkerPool::run(Worker worker) {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto found =
        std::find_if(waiting_.begin(), waiting_.end(),
                     [](const std::deque<Job>& jobs) { return !jobs.empty(); });
    if (found == waiting_.end()) {
      if (ending_) return;
      changed_.wait(lock);
      continue;
    }
    Job job = std::move(found->front());
    found->pop_front();
    lock.unlock();
    job(worker);
    lock.lock();
  }
}

}  // namespace ibid
