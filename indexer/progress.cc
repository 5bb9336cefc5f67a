// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "index/output.h"

namespace ibid {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr double kMegabyte = 1e6;

}  // namespace

std::string progress_line(uint64_t articles, uint64_t done, uint64_t total,
                          double seconds) {
  const double read = static_cast<double>(done) / kMegabyte;
  const double all = static_cast<double>(total) / kMegabyte;
  std::string line =
      fmt::format("{} articles, {:.1f} of {:.1f} MB", articles, read, all);
  if (seconds > 0.5 && read > 0) {
    const double rate = read / seconds;
    line += fmt::format(", {:.1f} MB/s, {:.0f} s left", rate,
                        std::max(0.0, all - read) / rate);
  }
  return line;
}

Progress::Progress(bool enabled, uint64_t total)
    : enabled_(enabled && ::isatty(STDERR_FILENO) == 1),
      total_(total),
      started_(Clock::now()),
      last_drawn_(started_) {}

Progress::~Progress() { clear(); }

void Progress::advance(uint64_t bytes) {
  done_ += bytes;
  ++articles_;
  const Clock::time_point now = Clock::now();
  if (!enabled_ || now - last_drawn_ < kRedraw) return;
  last_drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  tell("\r\x1b[K" + progress_line(articles_, done_, total_, seconds));
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  tell("\r\x1b[K");
  drawn_ = false;
}

}  // namespace ibid
