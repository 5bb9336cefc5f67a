// SPDX-License-Identifier: GPL-3.0-or-later
// The one exception of ibid: what went wrong, where, and what to do about it.
// main() of each program catches it, prints it and maps its kind to an exit
// code; nothing else swallows it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace ibid {

enum class ErrorKind {
  kUsage,        // the command line or a query under --strict
  kNotFound,     // a database or a file that is not there
  kPermission,   // there, but not ours to read or write
  kLocked,       // another writer holds the database
  kCorrupt,      // damaged, or not a database at all
  kVersion,      // written by another format or analyser version
  kIo,           // disk full, I/O error, too many open files
  kUnavailable,  // a shard that does not answer
  kLimit,        // a documented limit was passed
  kInterrupted,  // SIGINT or SIGTERM; a search that was cancelled
  kInternal,     // a bug of ours
};

// The name that JSON errors carry: "usage", "not_found", ...
std::string_view error_kind_name(ErrorKind kind);

class Error : public std::runtime_error {
 public:
  // message says what and where; hint says what to do, empty where nothing can
  // be done.
  Error(ErrorKind kind, const std::string& message, std::string hint = "")
      : std::runtime_error(message), kind_(kind), hint_(std::move(hint)) {}

  ErrorKind kind() const { return kind_; }
  const std::string& hint() const { return hint_; }

 private:
  ErrorKind kind_;
  std::string hint_;
};

}  // namespace ibid
