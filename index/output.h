// SPDX-License-Identifier: GPL-3.0-or-later
// Writing to stdout and stderr, whose other side may be closed or full. Results
// that get lost are an error, messages are not.
#pragma once

#include <cstdio>
#include <string_view>

#include "index/error.h"

namespace ibid {

[[noreturn]] inline void fail_output() {
  throw Error(ErrorKind::kIo, "cannot write the output",
              "look for a full disk or a closed standard output");
}

// Writes a result to out. Throws Error(kIo).
inline void write_result(std::FILE* out, std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), out) != text.size()) {
    fail_output();
  }
}

// Passes on what is still held back. Throws Error(kIo), so call it while that
// can still be told.
inline void finish_results(std::FILE* out) {
  if (std::fflush(out) != 0) fail_output();
}

// Writes a message to stderr; where that cannot be, nothing happens.
inline void tell(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

// An error as people see it: "PROGRAM: MESSAGE (HINT)".
void tell_error(std::string_view program, const Error& error);

}  // namespace ibid
