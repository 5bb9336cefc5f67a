// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/workers.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>

namespace ibid {
namespace {

using Clock = std::chrono::steady_clock;

const std::vector<NamedDatabase> kDatabases = {{"a", {{"/nowhere"}}}};

HttpResponse echo(const HttpRequest& request, Databases& databases) {
  HttpResponse response;
  response.body = request.target + databases.named().front().name;
  return response;
}

HttpResponse busy(const HttpRequest& request) {
  HttpResponse response;
  response.status = 503;
  response.body = request.target;
  return response;
}

// A request and the response to come.
struct Asked {
  explicit Asked(const std::string& target) { request.target = target; }
  Job job(Clock::time_point since = Clock::now()) {
    return {&request,
            [this](HttpResponse response) {
              promise.set_value(std::move(response));
            },
            since};
  }
  HttpRequest request;
  std::promise<HttpResponse> promise;
};

TEST(Workers, AnswerEachRequestOnce) {
  std::vector<std::unique_ptr<Asked>> asked;
  Workers workers(4, kDatabases, echo);
  for (int i = 0; i < 200; ++i) {
    asked.push_back(std::make_unique<Asked>(std::to_string(i)));
    workers.start(asked.back()->job());
  }
  // A second response to one of them would throw.
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(asked[i]->promise.get_future().get().body,
              std::to_string(i) + "a");
  }
  EXPECT_EQ(workers.waiting(), 0u);
}

TEST(Workers, RefuseWhatHasWaitedForTooLong) {
  Workers workers(0, kDatabases, echo);
  const Clock::time_point start = Clock::now();
  Asked old("old");
  Asked young("young");
  workers.start(old.job(start));
  workers.start(young.job(start + Workers::kMaxWait / 2));
  workers.expire(start + Workers::kMaxWait - std::chrono::milliseconds(1),
                 busy);
  EXPECT_EQ(workers.waiting(), 2u);
  workers.expire(start + Workers::kMaxWait, busy);
  EXPECT_EQ(workers.waiting(), 1u);
  EXPECT_EQ(old.promise.get_future().get().body, "old");
  workers.expire(start + 2 * Workers::kMaxWait, busy);
  EXPECT_EQ(young.promise.get_future().get().status, 503);
}

TEST(Workers, FinishWhatWaitsBeforeTheyEnd) {
  Asked first("1");
  Asked second("2");
  {
    Workers workers(1, kDatabases, echo);
    workers.start(first.job());
    workers.start(second.job());
  }
  EXPECT_EQ(first.promise.get_future().get().body, "1a");
  EXPECT_EQ(second.promise.get_future().get().body, "2a");
}

}  // namespace
}  // namespace ibid
