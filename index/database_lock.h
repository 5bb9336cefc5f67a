// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping writers away from a database without opening it, as for looking
// through one that may be damaged.
#pragma once

#include <string>

namespace ibid {

// While it lives no one can open the database for writing; readers, and others
// who hold such a lock, are not hindered. Nothing is written but, where it is
// missing and may be, Xapian's lock file.
class DatabaseLock {
 public:
  // Throws Error: kNotFound, kPermission, kCorrupt (the version file is
  // missing, or path is a file), kLocked (a writer holds the database). Where
  // the lock file can neither be opened nor made, nothing is locked.
  explicit DatabaseLock(const std::string& path);
  ~DatabaseLock();
  DatabaseLock(DatabaseLock&& other) noexcept;
  DatabaseLock& operator=(DatabaseLock&& other) noexcept;

 private:
  int fd_ = -1;
};

}  // namespace ibid
