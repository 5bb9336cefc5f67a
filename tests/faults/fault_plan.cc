// SPDX-License-Identifier: GPL-3.0-or-later
// Calls the system by number, so that nothing here comes back as a call that
// was intercepted.
#include "tests/faults/fault_plan.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace ibid::faults {
namespace {

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

long number(const char* name) { return std::atol(setting(name).c_str()); }

struct Plan {
  std::string below = setting("IBID_FAULT_BELOW");
  std::string calls = setting("IBID_FAULT_CALLS");
  std::string then = setting("IBID_FAULT_THEN");
  std::string count = setting("IBID_FAULT_COUNT");
  std::string synced = setting("IBID_FAULT_SYNCED");
  long at = number("IBID_FAULT_AT");
  bool stays = number("IBID_FAULT_STAYS") != 0;
  long clock = number("IBID_FAULT_CLOCK");
};

const Plan& plan() {
  // Never destroyed: calls come until the very end of the process.
  static const Plan* const plan = new Plan;
  return *plan;
}

void append_byte(const std::string& file) {
  if (file.empty()) return;
  const auto fd = static_cast<int>(::syscall(
      SYS_openat, AT_FDCWD, file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644));
  if (fd < 0) return;
  ::syscall(SYS_write, fd, "x", 1);
  ::syscall(SYS_close, fd);
}

bool is_wanted(std::string_view kind) {
  const std::string& calls = plan().calls;
  if (calls.empty()) return true;
  return ("," + calls + ",").find("," + std::string(kind) + ",") !=
         std::string::npos;
}

// Whether this is the call that meets the fault.
bool is_due() {
  static std::atomic<long> calls{0};
  const long call = ++calls;
  append_byte(plan().count);
  if (plan().at == 0) return false;
  return call == plan().at || (plan().stays && call > plan().at);
}

}  // namespace

bool counts(std::string_view path) {
  const std::string& below = plan().below;
  if (below.empty() || !path.starts_with(below)) return false;
  return path.size() == below.size() || path[below.size()] == '/';
}

Verdict verdict(std::string_view kind, const std::string& path) {
  if (!counts(path) || !is_wanted(kind) || !is_due()) return {};
  const std::string& then = plan().then;
  if (then == "kill") ::kill(::getpid(), SIGKILL);
  if (then == "stop") ::kill(::getpid(), SIGSTOP);
  if (then == "vanish") ::syscall(SYS_unlink, path.c_str());
  if (then == "grow") append_byte(path);
  if (then == "short") return {Then::kShort, 0};
  const int error = std::atoi(then.c_str());
  return error == 0 ? Verdict{} : Verdict{Then::kFail, error};
}

void note_synced_folder() { append_byte(plan().synced); }

long clock_error() { return plan().clock; }

}  // namespace ibid::faults
