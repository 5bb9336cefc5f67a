// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without libFuzzer, on the same inputs each time: its
// seeds, then inputs mutated from them. What breaks a promise ends the program
// by a signal; the input is then in a file, to be run again by itself.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzz/mutator.h"
#include "tests/fuzz/replay_options.h"
#include "tests/fuzz/replay_target.h"

// What a fuzz target defines.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace ibid {
namespace {

// An input that takes longer is taken to hang: SIGALRM ends the program.
constexpr unsigned kHangSeconds = 60;

double seconds_of(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) * 1e-9;
}

size_t peak_mb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<size_t>(usage.ru_maxrss) >> 10;  // Linux counts in KiB
}

// At most so many bytes of an input are printed.
constexpr size_t kShownBytes = 1000;

std::string escaped(std::string_view input) {
  std::string out;
  for (const char c : input.substr(0, kShownBytes)) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c >= ' ' && c <= '~') {
      out += c;
    } else {
      char code[5];
      std::snprintf(code, sizeof code, "\\x%02x",
                    static_cast<unsigned char>(c));
      out += code;
    }
  }
  if (input.size() > kShownBytes) {
    out += "... (" + std::to_string(input.size()) + " bytes)";
  }
  return out;
}

// What a target lets through is as bad as a signal: noexcept makes it one.
void give(const std::vector<uint8_t>& input) noexcept {
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

// Holds the input that runs, for whoever comes after a crash.
class InputFile {
 public:
  explicit InputFile(std::string path)
      : path_(std::move(path)),
        fd_(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (fd_ < 0) throw std::runtime_error("cannot write " + path_);
  }
  ~InputFile() {
    ::close(fd_);
    ::unlink(path_.c_str());  // nothing crashed
  }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  void put(std::string_view input) {
    const auto size = static_cast<ssize_t>(input.size());
    if (::pwrite(fd_, input.data(), input.size(), 0) != size ||
        ::ftruncate(fd_, size) != 0) {
      throw std::runtime_error("cannot write " + path_);
    }
  }

 private:
  std::string path_;
  int fd_;
};

class Replay {
 public:
  explicit Replay(const ReplayOptions& options)
      : options_(options),
        file_(options.input_file),
        started_(seconds_of(CLOCK_MONOTONIC)) {}

  // False where a limit was passed.
  bool run() {
    if (options_.inputs.empty()) {
      run_target(read_target(options_.project, options_.target));
    }
    for (const std::string& path : options_.inputs) run_one(read_bytes(path));
    tell();
    return (options_.max_ms == 0 || slowest_ms_ <= options_.max_ms) &&
           (options_.max_mb == 0 || peak_mb() <= options_.max_mb);
  }

 private:
  struct Timed {
    double ms = 0;
    std::string input;
  };

  void run_target(ReplayTarget target) {
    run_one("");
    for (const std::string& seed : target.seeds) run_one(seed);
    for (const std::string& seed : target.long_seeds) run_one(seed);
    uint64_t left = options_.runs.value_or(target.runs);
    Mutator mutator(std::move(target.seeds), std::move(target.tokens),
                    target.max_bytes, options_.seed);
    for (; left > 0 && !is_over(); --left) run_one(mutator.next());
  }

  bool is_over() const {
    return options_.seconds > 0 &&
           seconds_of(CLOCK_MONOTONIC) - started_ >= options_.seconds;
  }

  void run_one(const std::string& input) {
    file_.put(input);
    // Its own copy, so that a sanitizer sees what lies behind its end.
    const std::vector<uint8_t> bytes(input.begin(), input.end());
    const bool is_first = count_ == 0;  // a target may prepare itself in it
    ::alarm(kHangSeconds);
    const double before = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    give(bytes);
    const double ms = (seconds_of(CLOCK_PROCESS_CPUTIME_ID) - before) * 1e3;
    ::alarm(0);
    ++count_;
    if (!is_first || !options_.inputs.empty()) note(ms, input);
  }

  void note(double ms, const std::string& input) {
    slowest_ms_ = std::max(slowest_ms_, ms);
    if (options_.slowest == 0) return;
    if (slow_.size() == options_.slowest && slow_.back().ms >= ms) return;
    const auto at = std::ranges::find_if(
        slow_, [&](const Timed& other) { return other.ms < ms; });
    slow_.insert(at, {ms, input});
    if (slow_.size() > options_.slowest) slow_.pop_back();
  }

  void tell() const {
    std::printf(
        "%s: %llu inputs, seed %llu; the slowest %.1f ms; %zu MB at "
        "the peak; %.1f s\n",
        options_.target.c_str(), static_cast<unsigned long long>(count_),
        static_cast<unsigned long long>(options_.seed), slowest_ms_, peak_mb(),
        seconds_of(CLOCK_MONOTONIC) - started_);
    for (const Timed& timed : slow_) {
      std::printf("%10.1f ms %s\n", timed.ms, escaped(timed.input).c_str());
    }
  }

  const ReplayOptions& options_;
  InputFile file_;
  const double started_;
  uint64_t count_ = 0;
  double slowest_ms_ = 0;
  std::vector<Timed> slow_;  // the slowest first
};

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) {
  try {
    const ibid::ReplayOptions options =
        ibid::parse_replay_options({argv, argv + argc});
    return ibid::Replay(options).run() ? 0 : 1;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 2;
  }
}
