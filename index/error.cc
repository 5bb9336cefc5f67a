// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/error.h"

namespace ibid {

std::string_view error_kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return "usage";
    case ErrorKind::kNotFound:
      return "not_found";
    case ErrorKind::kPermission:
      return "permission";
    case ErrorKind::kLocked:
      return "locked";
    case ErrorKind::kCorrupt:
      return "corrupt";
    case ErrorKind::kVersion:
      return "version";
    case ErrorKind::kIo:
      return "io";
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kLimit:
      return "limit";
    case ErrorKind::kInterrupted:
      return "interrupted";
    case ErrorKind::kInternal:
      break;
  }
  return "internal";
}

}  // namespace ibid
