// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/call_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>

namespace ibid::faults {
namespace {

int log_file() {
  static const int fd = [] {
    const char* path = std::getenv("IBID_FAULT_LOG");
    if (path == nullptr) return -1;
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path,
                                      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                                      0644));
  }();
  return fd;
}

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const long done =
        ::syscall(SYS_write, log_file(), bytes.data(), bytes.size());
    if (done <= 0) std::abort();
    bytes.remove_prefix(static_cast<size_t>(done));
  }
}

}  // namespace

bool is_logging() { return log_file() >= 0; }

void log_call(const std::string& line, std::string_view bytes) {
  if (!is_logging()) return;
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  write_all(line + "\n");
  write_all(bytes);
}

std::string inode_of(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return "0";
  return std::to_string(info.st_ino);
}

}  // namespace ibid::faults
