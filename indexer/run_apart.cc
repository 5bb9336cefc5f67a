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
#include <new>
#include <string>

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

}  // namespace

Ending run_apart(const std::function<int()>& work,
                 const std::atomic<bool>& stop) {
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) {
    throw Error(ErrorKind::kIo,
                fmt::format("cannot start a process: {}", std::strerror(errno)),
                "end some programs, and try again");
  }
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) std::_Exit(2);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    const int code = work();
    std::fflush(nullptr);
    std::_Exit(code);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    if (stop) ::kill(child, SIGTERM);
  }
  if (WIFSIGNALED(status)) return {0, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

void run_apart_whole(const std::function<void()>& work,
                     const std::atomic<bool>& stop) {
  SharedFailure failure;
  const Ending ending = run_apart(
      [&] {
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
      },
      stop);
  failure.rethrow();
  if (ending.signal == 0 && ending.code == 0) return;
  throw Error(ErrorKind::kInterrupted, "interrupted; nothing was changed",
              "run the same command again");
}

}  // namespace ibid
