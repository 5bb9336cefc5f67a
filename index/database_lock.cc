// SPDX-License-Identifier: GPL-3.0-or-later
// Writers lock the first byte of Xapian's lock file for themselves; a lock
// that is shared fits beside others of its kind, but not beside theirs.
#include "index/database_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "index/database_format.h"
#include "index/lock_holder.h"

namespace ibid {

DatabaseLock::DatabaseLock(const std::string& path) {
  check_location(path);
  const std::string file = path + "/flintlock";
  fd_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) {
    fd_ = ::open(file.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0666);
  }
  if (fd_ < 0) return;
  struct flock lock {};
  lock.l_type = F_RDLCK;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  if (::fcntl(fd_, F_OFD_SETLK, &lock) == 0) return;
  ::close(fd_);
  fd_ = -1;
  throw locked_error(path);
}

DatabaseLock::~DatabaseLock() {
  if (fd_ >= 0) ::close(fd_);
}

DatabaseLock::DatabaseLock(DatabaseLock&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

DatabaseLock& DatabaseLock::operator=(DatabaseLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

}  // namespace ibid
