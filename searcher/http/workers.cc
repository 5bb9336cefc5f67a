// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/workers.h"

#include <optional>
#include <utility>

namespace ibid {

Workers::Workers(size_t threads, const std::vector<NamedDatabase>& databases,
                 Answerer answer)
    : answer_(std::move(answer)) {
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this, databases] { run(databases); });
  }
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::start(Job job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

void Workers::expire(
    std::chrono::steady_clock::time_point now,
    const std::function<HttpResponse(const HttpRequest&)>& refuse) {
  std::vector<Job> late;
  {
    const std::lock_guard lock(mutex_);
    while (!jobs_.empty() && now - jobs_.front().since >= kMaxWait) {
      late.push_back(std::move(jobs_.front()));
      jobs_.pop_front();
    }
  }
  for (const Job& job : late) job.done(refuse(*job.request));
}

size_t Workers::waiting() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}

void Workers::run(const std::vector<NamedDatabase>& named) {
  Databases databases(named);
  while (true) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ends_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job.done(answer_(*job.request, databases));
  }
}

}  // namespace ibid
