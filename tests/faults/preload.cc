// SPDX-License-Identifier: GPL-3.0-or-later
// A library for LD_PRELOAD that stands between a program and the calls that
// change files: makes them fail, writes them down or kills the program, as
// fault_plan.h says.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "tests/faults/call_log.h"
#include "tests/faults/fault_plan.h"

namespace ibid::faults {
namespace {

// The path of an open file; empty for what has none.
std::string path_of(int fd) {
  char path[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const long size = ::syscall(SYS_readlink, link.c_str(), path, sizeof path);
  return size <= 0 ? "" : std::string(path, static_cast<size_t>(size));
}

// Runs call unless it is to fail; the errno of a call that succeeds is left
// alone.
template <class Call>
auto attempt(std::string_view kind, const std::string& path, Call&& call)
    -> decltype(call()) {
  const Verdict found = verdict(kind, path);
  if (found.then == Then::kFail) {
    errno = found.error;
    return -1;
  }
  return call();
}

bool exists(const char* path) { return ::syscall(SYS_access, path, F_OK) == 0; }

int open_file(const char* path, int flags, mode_t mode) {
  const bool is_new = counts(path) && !exists(path);
  const int fd = attempt("open", path, [&] {
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  });
  if (fd >= 0 && is_new) log_call("create " + inode_of(fd) + " " + path);
  if (fd >= 0 && (flags & O_TRUNC) != 0 && counts(path)) {
    log_call("truncate " + inode_of(fd) + " 0");
  }
  return fd;
}

// What is written is logged with its place in the file.
ssize_t log_write(int fd, const void* data, ssize_t done, off_t offset) {
  if (done > 0 && is_logging()) {
    const std::string_view bytes(static_cast<const char*>(data),
                                 static_cast<size_t>(done));
    log_call("write " + inode_of(fd) + " " + std::to_string(offset) + " " +
                 std::to_string(done),
             bytes);
  }
  return done;
}

// A disk that gets full takes the first half, and fails when asked again.
template <class Write>
ssize_t write_file(int fd, const void* data, size_t size, off_t offset,
                   Write&& write) {
  static thread_local bool is_full = false;
  const std::string path = path_of(fd);
  if (!counts(path)) return write(size);
  if (is_full) {
    is_full = false;
    errno = ENOSPC;
    return -1;
  }
  const Verdict found = verdict("write", path);
  if (found.then == Then::kFail) {
    errno = found.error;
    return -1;
  }
  is_full = found.then == Then::kShort;
  return log_write(fd, data, write(is_full ? size / 2 : size), offset);
}

int sync_file(int fd, long call) {
  const std::string path = path_of(fd);
  if (!counts(path)) return static_cast<int>(::syscall(call, fd));
  const int result = attempt(
      "sync", path, [&] { return static_cast<int>(::syscall(call, fd)); });
  if (result != 0) return result;
  struct stat info {};
  if (::fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    log_call("folder");
    note_synced_folder();
  } else {
    log_call("sync " + inode_of(fd));
  }
  return 0;
}

int rename_file(const char* from, const char* to, unsigned flags) {
  const int result = attempt("rename", counts(from) ? from : to, [&] {
    return static_cast<int>(
        ::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags));
  });
  if (result == 0 && (counts(from) || counts(to))) {
    const std::string_view name(from);
    log_call("rename " + std::to_string(name.size()) + " " + from + " " + to);
  }
  return result;
}

}  // namespace
}  // namespace ibid::faults

using namespace ibid::faults;

extern "C" {

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_file(path, flags, mode);
}

int open64(const char* path, int flags, ...) __attribute__((alias("open")));

ssize_t read(int fd, void* data, size_t size) {
  return attempt("read", path_of(fd), [&] {
    return static_cast<ssize_t>(::syscall(SYS_read, fd, data, size));
  });
}

ssize_t pread(int fd, void* data, size_t size, off_t offset) {
  return attempt("read", path_of(fd), [&] {
    return static_cast<ssize_t>(::syscall(SYS_pread64, fd, data, size, offset));
  });
}

ssize_t pread64(int fd, void* data, size_t size, off64_t offset)
    __attribute__((alias("pread")));

ssize_t write(int fd, const void* data, size_t size) {
  const off_t offset = ::lseek(fd, 0, SEEK_CUR);
  return write_file(fd, data, size, offset, [&](size_t bytes) {
    return static_cast<ssize_t>(::syscall(SYS_write, fd, data, bytes));
  });
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  return write_file(fd, data, size, offset, [&](size_t bytes) {
    return static_cast<ssize_t>(
        ::syscall(SYS_pwrite64, fd, data, bytes, offset));
  });
}

ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset)
    __attribute__((alias("pwrite")));

int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int ftruncate(int fd, off_t size) {
  const std::string path = path_of(fd);
  const int result = attempt("truncate", path, [&] {
    return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
  });
  if (result == 0 && counts(path)) {
    log_call("truncate " + inode_of(fd) + " " + std::to_string(size));
  }
  return result;
}

int ftruncate64(int fd, off64_t size) __attribute__((alias("ftruncate")));

int rename(const char* from, const char* to) {
  return rename_file(from, to, 0);
}

int renameat2(int /*from_folder*/, const char* from, int /*to_folder*/,
              const char* to, unsigned flags) {
  return rename_file(from, to, flags);
}

int unlink(const char* path) {
  const int result = attempt("unlink", path, [&] {
    return static_cast<int>(::syscall(SYS_unlink, path));
  });
  if (result == 0 && counts(path)) log_call(std::string("unlink ") + path);
  return result;
}

int mkdir(const char* path, mode_t mode) {
  return attempt("mkdir", path, [&] {
    return static_cast<int>(::syscall(SYS_mkdir, path, mode));
  });
}

int clock_gettime(clockid_t clock, timespec* time) {
  const auto result =
      static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
  if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += clock_error();
  return result;
}

}  // extern "C"
