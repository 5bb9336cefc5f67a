// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/run_apart.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "index/error.h"

namespace ibid {
namespace {

// What a process says of its failure, in memory that both share.
struct Failure {
  bool failed = false;
  ErrorKind kind = ErrorKind::kIo;
  std::array<char, 2000> message{};
  std::array<char, 1000> hint{};
};

template <size_t N>
void copy(const std::string& text, std::array<char, N>& out) {
  const size_t size = std::min(text.size(), N - 1);
  std::copy_n(text.begin(), size, out.begin());
  out.at(size) = '\0';
}

class SharedFailure {
 public:
  SharedFailure()
      : memory_(::mmap(nullptr, sizeof(Failure), PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    if (memory_ == MAP_FAILED) throw std::bad_alloc();
    failure_ = new (memory_) Failure;
  }
  ~SharedFailure() { ::munmap(memory_, sizeof(Failure)); }
  SharedFailure(const SharedFailure&) = delete;
  SharedFailure& operator=(const SharedFailure&) = delete;

  void keep(const Error& e) {
    copy(e.what(), failure_->message);
    copy(e.hint(), failure_->hint);
    failure_->kind = e.kind();
    failure_->failed = true;
  }

  void rethrow() const {
    if (!failure_->failed) return;
    throw Error(failure_->kind, failure_->message.data(),
                failure_->hint.data());
  }

 private:
  void* memory_;
  Failure* failure_ = nullptr;
};

// Runs work in a process of its own, whose id this is.
pid_t start_apart(const std::function<int()>& work) {
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) {
    throw Error(ErrorKind::kIo,
                fmt::format("cannot start a process: {}", std::strerror(errno)),
                "end some programs, and try again");
  }
  if (child > 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) std::_Exit(2);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const int code = work();
  std::fflush(nullptr);
  std::_Exit(code);
}

Ending wait_for(pid_t child, const std::atomic<bool>& stop) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    if (stop) ::kill(child, SIGTERM);
  }
  if (WIFSIGNALED(status)) return {0, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

int run_whole(const std::function<void()>& work, SharedFailure& failure) {
  // Here they end what cannot be asked to.
  ::signal(SIGTERM, SIG_DFL);
  ::signal(SIGINT, SIG_DFL);
  try {
    work();
  } catch (const Error& e) {
    failure.keep(e);
  } catch (const std::exception& e) {
    failure.keep(Error(ErrorKind::kIo, e.what(), ""));
  }
  return 0;
}

[[noreturn]] void interrupted() {
  throw Error(ErrorKind::kInterrupted, "interrupted; nothing was changed",
              "run the same command again");
}

// Some works, all of them at once.
class Processes {
 public:
  explicit Processes(const std::atomic<bool>& stop) : stop_(stop) {}
  ~Processes() {
    for (const Process& process : running_) {
      ::kill(process.id, SIGKILL);
      wait_for(process.id, stop_);
    }
  }
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  void start(const std::function<void()>& work) {
    auto failure = std::make_unique<SharedFailure>();
    const pid_t id = start_apart([&] { return run_whole(work, *failure); });
    running_.push_back({id, std::move(failure)});
  }

  void wait() {
    while (!running_.empty()) {
      if (stop_) ::kill(running_.back().id, SIGTERM);
      const Ending ending = wait_for(running_.back().id, stop_);
      const Process done = std::move(running_.back());
      running_.pop_back();
      done.failure->rethrow();
      if (ending.signal != 0 || ending.code != 0) interrupted();
    }
  }

 private:
  struct Process {
    pid_t id = 0;
    std::unique_ptr<SharedFailure> failure;
  };
  const std::atomic<bool>& stop_;
  std::vector<Process> running_;
};

}  // namespace

Ending run_apart(const std::function<int()>& work,
                 const std::atomic<bool>& stop) {
  return wait_for(start_apart(work), stop);
}

void run_apart_whole(const std::vector<std::function<void()>>& works,
                     size_t jobs, const std::atomic<bool>& stop) {
  const size_t at_once = std::max<size_t>(jobs, 1);
  for (size_t next = 0; next < works.size();) {
    if (stop && next > 0) interrupted();
    Processes processes(stop);
    const size_t end = std::min(works.size(), next + at_once);
    for (; next < end; ++next) processes.start(works[next]);
    processes.wait();
  }
}

}  // namespace ibid
