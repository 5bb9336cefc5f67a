// SPDX-License-Identifier: GPL-3.0-or-later
// Running what may crash in a process of its own: Xapian does on some damaged
// tables, and a check must outlive that.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

namespace ibid {

struct Ending {
  int code = 0;    // the process's exit code, where signal is 0
  int signal = 0;  // what killed it
};

// Runs work, which gives an exit code and throws nothing, and waits for it.
// Before any database is opened: a forked process would keep its lock. When
// stop is set by a signal handler, the process is sent SIGTERM. Throws
// Error(kIo) where no process can be had.
Ending run_apart(const std::function<int()>& work,
                 const std::atomic<bool>& stop);

// Runs works, at most `jobs` of them at a time, each in a process of its own;
// the first Error comes out here, when none runs any more. Soon after stop is
// set by a signal handler all are gone, wherever they were: throws
// Error(kInterrupted), as it does where a process is killed. Databases that are
// open stay locked while they run.
void run_apart_whole(const std::vector<std::function<void()>>& works,
                     size_t jobs, const std::atomic<bool>& stop);

}  // namespace ibid
