// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <string>

namespace ibid {
namespace {

using Stage = WorkerPool::Stage;

std::vector<int> squares(size_t jobs, size_t max_bytes) {
  WorkerPool pool(jobs);
  OrderedWork<int> work(pool, Stage::kReading, max_bytes);
  std::vector<int> results;
  for (int i = 0; i < 500; ++i) {
    while (work.full()) results.push_back(work.take());
    work.start(1, [i](Worker) {
      // The first of each ten is the last to be done.
      if (i % 10 == 0) std::this_thread::yield();
      return i * i;
    });
  }
  while (!work.empty()) results.push_back(work.take());
  return results;
}

TEST(OrderedWork, GivesResultsInTheOrderAskedFor) {
  std::vector<int> expected;
  for (int i = 0; i < 500; ++i) expected.push_back(i * i);
  for (const size_t jobs : {0, 1, 2, 7}) {
    EXPECT_EQ(squares(jobs, 1), expected) << jobs;
    EXPECT_EQ(squares(jobs, 20), expected) << jobs;
  }
}

TEST(OrderedWork, IsFullOfSoManyBytes) {
  WorkerPool pool(2);
  OrderedWork<int> work(pool, Stage::kReading, 100);
  EXPECT_FALSE(work.full());
  work.start(99, [](Worker) { return 0; });
  EXPECT_FALSE(work.full());
  work.start(1, [](Worker) { return 0; });
  EXPECT_TRUE(work.full());
  work.take();
  EXPECT_FALSE(work.full());
}

TEST(OrderedWork, HandsOnWhatItsWorkThrows) {
  for (const size_t jobs : {1, 3}) {
    WorkerPool pool(jobs);
    OrderedWork<int> work(pool, Stage::kReading, 100);
    work.start(1, [](Worker) -> int { throw std::runtime_error("broken"); });
    work.start(1, [](Worker) { return 7; });
    EXPECT_THROW(work.take(), std::runtime_error) << jobs;
    EXPECT_EQ(work.take(), 7) << jobs;
  }
}

TEST(OrderedWork, WaitsForItsWorkBeforeItIsGone) {
  WorkerPool pool(2);
  std::atomic<int> done = 0;
  {
    OrderedWork<int> work(pool, Stage::kReading, 100);
    for (int i = 0; i < 50; ++i) work.start(1, [&](Worker) { return ++done; });
  }
  EXPECT_EQ(done, 50);
}

TEST(WorkerPool, LetsOneJobAtATimeUseAWorker) {
  constexpr size_t kJobs = 4;
  WorkerPool pool(kJobs);
  std::array<std::atomic<bool>, kJobs> busy{};
  std::atomic<bool> shared = false;
  std::vector<std::future<void>> results;
  for (int i = 0; i < 1000; ++i) {
    results.push_back(pool.start<void>(Stage::kWriting, [&](Worker worker) {
      if (busy.at(worker).exchange(true)) shared = true;
      std::this_thread::yield();
      busy.at(worker) = false;
    }));
  }
  for (std::future<void>& result : results) result.get();
  EXPECT_FALSE(shared);
}

TEST(WorkerPool, WritesBeforeItReadsMore) {
  WorkerPool pool(2);
  std::mutex order_mutex;
  std::string order;
  const auto note = [&](char c) {
    return [&, c](Worker) {
      const std::lock_guard lock(order_mutex);
      order += c;
    };
  };
  // One worker is kept busy to the end, the other until everything waits.
  std::promise<void> go;
  std::promise<void> end;
  std::vector<std::future<void>> results;
  for (std::promise<void>* until : {&go, &end}) {
    results.push_back(pool.start<void>(
        Stage::kWriting,
        [gate = until->get_future().share()](Worker) { gate.wait(); }));
  }
  for (int i = 0; i < 5; ++i) {
    results.push_back(pool.start<void>(Stage::kReading, note('r')));
  }
  results.push_back(pool.start<void>(Stage::kWriting, note('w')));
  go.set_value();
  for (size_t i = 2; i < results.size(); ++i) results[i].get();
  EXPECT_EQ(order, "wrrrrr");
  end.set_value();
}

TEST(WorkerPool, DoesNothingByItselfWithOneJob) {
  WorkerPool pool(1);
  EXPECT_EQ(pool.jobs(), 1U);
  bool done = false;
  {
    OrderedWork<int> work(pool, Stage::kReading, 100);
    work.start(1, [&](Worker) {
      done = true;
      return 0;
    });
  }
  EXPECT_FALSE(done);
}

}  // namespace
}  // namespace ibid
