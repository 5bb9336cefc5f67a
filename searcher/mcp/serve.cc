// SPDX-License-Identifier: GPL-3.0-or-later
// The reader waits for input, for signals and for word from the answering
// thread, all by poll: nothing is waited for that a signal could not end. The
// answering thread alone may be stuck, in a write that nobody takes.
#include "searcher/mcp/serve.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstring>
#include <exception>
#include <future>
#include <mutex>
#include <thread>

#include "searcher/json_line.h"
#include "searcher/mcp/flights.h"
#include "searcher/mcp/line_source.h"

namespace ibid {
namespace {

// How long an answer under way may take after SIGTERM.
constexpr std::chrono::seconds kGrace{1};

[[noreturn]] void fail(const char* what) {
  throw Error(ErrorKind::kIo, fmt::format("{}: {}", what, std::strerror(errno)),
              "look for a closed standard input or output");
}

class FileDescriptor {
 public:
  FileDescriptor(int file, const char* what) : file_(file) {
    if (file < 0) fail(what);
  }
  ~FileDescriptor() { ::close(file_); }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return file_; }

 private:
  int file_;
};

// Readable once SIGTERM or SIGINT has come.
int signal_file() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGTERM);
  ::sigaddset(&signals, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return ::signalfd(-1, &signals, SFD_CLOEXEC);
}

class Service {
 public:
  Service(McpServer& server, int in, int out)
      : server_(server),
        in_(in),
        out_(out),
        signals_(signal_file(), "cannot wait for signals"),
        news_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "cannot make events"),
        lines_(kMaxLineBytes) {}

  void run() {
    std::packaged_task<void()> task([this] { answer_all(); });
    std::future<void> answered = task.get_future();
    std::thread answering(std::move(task));
    bool stopped = false;
    std::exception_ptr failure;
    try {
      stopped = read_all();
    } catch (...) {
      failure = std::current_exception();
    }
    const bool now = stopped || failure != nullptr;
    flights_.close(now);
    // Nothing is held that would be lost: all that is done is to read.
    if (now && answered.wait_for(kGrace) != std::future_status::ready) {
      ::_exit(failure ? 2 : 0);
    }
    answering.join();
    if (failure) std::rethrow_exception(failure);
    answered.get();
  }

 private:
  // True: a signal has come; false: the input is at its end, or the answers
  // cannot be written any more.
  bool read_all() {
    while (true) {
      while (!lines_.empty() && flights_.has_room()) take(lines_.take());
      const bool wants_input = lines_.empty();
      if (wants_input && at_end_) return wait_for_answers();
      std::array<pollfd, 3> files = {{{signals_.get(), POLLIN, 0},
                                      {news_.get(), POLLIN, 0},
                                      {wants_input ? in_ : -1, POLLIN, 0}}};
      wait(files);
      if (files[0].revents != 0) return true;
      if (files[1].revents != 0) take_news();
      if (is_broken()) return false;
      if (files[2].revents != 0) read_some();
    }
  }

  // The input has ended: a signal may still come before the last answer.
  bool wait_for_answers() {
    flights_.close(false);
    while (!is_done()) {
      std::array<pollfd, 2> files = {
          {{signals_.get(), POLLIN, 0}, {news_.get(), POLLIN, 0}}};
      wait(files);
      if (files[0].revents != 0) return true;
      if (files[1].revents != 0) take_news();
    }
    return false;
  }

  template <size_t kCount>
  static void wait(std::array<pollfd, kCount>& files) {
    while (::poll(files.data(), files.size(), -1) < 0) {
      if (errno != EINTR) fail("cannot wait for input");
    }
  }

  void take_news() {
    uint64_t count = 0;
    [[maybe_unused]] const ssize_t got =
        ::read(news_.get(), &count, sizeof count);
  }

  void tell_news() {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t done =
        ::write(news_.get(), &one, sizeof one);
  }

  void read_some() {
    std::array<char, 65536> bytes;
    const ssize_t got = ::read(in_, bytes.data(), bytes.size());
    if (got < 0 && errno != EINTR && errno != EAGAIN) {
      fail("cannot read the input");
    }
    if (got > 0) lines_.add({bytes.data(), static_cast<size_t>(got)});
    if (got == 0) {
      lines_.finish();
      at_end_ = true;
    }
  }

  void take(const InputLine& line) {
    if (line.too_long) {
      flights_.push(too_long_frame());
      return;
    }
    if (line.text.find_first_not_of(" \t\r") == std::string::npos) return;
    RpcFrame frame = parse_frame(line.text);
    if (frame.messages.empty() && !frame.is_batch) return;
    const auto pong = answer_ping(frame);
    if (!pong || !write_at_once(*pong)) flights_.push(std::move(frame));
  }

  // False: it would have to be waited for, and the reader must not.
  bool write_at_once(const McpJson& message) {
    const std::string line = json_line(message);
    const std::unique_lock lock(writing_, std::try_to_lock);
    pollfd file = {out_, POLLOUT, 0};
    if (!lock || line.size() > PIPE_BUF || ::poll(&file, 1, 0) != 1) {
      return false;
    }
    write_all(line);
    return true;
  }

  // What the answering thread runs.
  void answer_all() {
    try {
      const auto is_cancelled = [this](const McpJson& id) {
        return flights_.is_cancelled(id);
      };
      while (const auto frame = flights_.pop()) {
        const auto answer = server_.answer(*frame, is_cancelled);
        flights_.landed(*frame);
        if (answer) write(*answer);
        tell_news();
      }
      for (const McpJson& answer : server_.finish()) write(answer);
      set_state(State::kDone);
    } catch (...) {
      set_state(State::kBroken);
      throw;
    }
  }

  void write(const McpJson& message) {
    const std::string line = json_line(message);
    const std::lock_guard lock(writing_);
    write_all(line);
  }

  void write_all(const std::string& line) {
    for (size_t done = 0; done < line.size();) {
      const ssize_t more =
          ::write(out_, line.data() + done, line.size() - done);
      if (more < 0 && errno == EINTR) continue;
      if (more < 0) fail("cannot write the output");
      done += static_cast<size_t>(more);
    }
  }

  enum class State { kRunning, kDone, kBroken };

  void set_state(State state) {
    {
      const std::lock_guard lock(state_mutex_);
      state_ = state;
    }
    tell_news();
  }
  bool is_broken() const {
    const std::lock_guard lock(state_mutex_);
    return state_ == State::kBroken;
  }
  bool is_done() const {
    const std::lock_guard lock(state_mutex_);
    return state_ != State::kRunning;
  }

  McpServer& server_;
  int in_;
  int out_;
  FileDescriptor signals_;
  FileDescriptor news_;
  LineSource lines_;
  bool at_end_ = false;
  Flights flights_;
  std::mutex writing_;  // both threads write, each whole lines
  mutable std::mutex state_mutex_;
  State state_ = State::kRunning;
};

}  // namespace

void serve_mcp(McpServer& server, int in, int out) {
  // What is opened later would take their place.
  for (const int file : {in, out}) {
    if (::fcntl(file, F_GETFD) < 0) fail("standard input or output is closed");
  }
  // A client that has gone is an error of write.
  ::signal(SIGPIPE, SIG_IGN);
  Service(server, in, out).run();
}

}  // namespace ibid
