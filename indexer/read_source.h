// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of files and of stdin, within limits.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "index/error.h"
#include "index/hash.h"
#include "index/span.h"

namespace ibid {

// A file that cannot be read: reported, and the run goes on with the next.
class FileError : public Error {
 public:
  using Error::Error;
};

// The file's first bytes (at most 4096): enough to tell its format. Throws
// FileError: kNotFound, kPermission, kIo; Error(kInterrupted) where a signal
// comes while it waits.
std::string read_head(const std::string& path);

// All of the file. Throws as read_head, and FileError(kLimit) where it has more
// than max_bytes.
std::string read_file(const std::string& path, size_t max_bytes);

// Of all bytes of the file, whatever its size. Throws as read_head.
Hash128 hash_file(const std::string& path);

// All of stdin; throws FileError(kLimit) beyond max_bytes.
std::string read_stdin(size_t max_bytes);

// A line of a file that is read piece by piece.
struct FileLine {
  std::string_view bytes;  // without its line end; empty where it is too long
  Span span;               // in the file
  uint32_t number = 0;     // from 1
  bool too_long = false;   // over max_bytes: its bytes were passed over
};

// Calls visit with each line; never holds more than one. visit returns false
// to stop. Throws as read_head.
void each_line(const std::string& path, size_t max_bytes,
               const std::function<bool(const FileLine&)>& visit);

}  // namespace ibid
