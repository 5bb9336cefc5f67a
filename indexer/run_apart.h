// SPDX-License-Identifier: GPL-3.0-or-later
// Running what may crash in a process of its own: Xapian does on some damaged
// tables, and a check must outlive that.
#pragma once

#include <atomic>
#include <functional>

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

// Runs work, whose Error comes out here. Soon after stop is set by a signal
// handler the process is gone, wherever it was: throws Error(kInterrupted), as
// it does where the process is killed. Databases that are open stay locked
// while it runs.
void run_apart_whole(const std::function<void()>& work,
                     const std::atomic<bool>& stop);

}  // namespace ibid
