// SPDX-License-Identifier: GPL-3.0-or-later
// What Xapian's exceptions mean to people who use ibid.
#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "index/database.h"
#include "index/database_format.h"

namespace ibid {
namespace {

std::string description(const Xapian::Error& e) {
  std::string text = e.get_msg();
  if (const char* reason = e.get_error_string()) {
    text += fmt::format(" ({})", reason);
  }
  return text;
}

bool says(const Xapian::Error& e, std::string_view text) {
  const char* reason = e.get_error_string();
  return e.get_msg().find(text) != std::string::npos ||
         (reason != nullptr && text == reason);
}

// The kind of an error that the database's files are the cause of. Xapian puts
// what the system said into the message or beside it.
ErrorKind file_error_kind(const Xapian::Error& e) {
  for (const int code : {EACCES, EPERM, EROFS}) {
    if (says(e, std::strerror(code))) return ErrorKind::kPermission;
  }
  if (says(e, "already locked")) return ErrorKind::kLocked;
  // A table that is missing or too short, or an entry that was compressed.
  if (says(e, std::strerror(ENOENT)) || says(e, "EOF reading") ||
      says(e, "inflate failed")) {
    return ErrorKind::kCorrupt;
  }
  if (e.get_error_string() != nullptr) return ErrorKind::kIo;
  const std::string type = e.get_type();
  if (type == "DatabaseNotFoundError") return ErrorKind::kNotFound;
  if (type == "DatabaseVersionError") return ErrorKind::kVersion;
  const bool damaged =
      type == "DatabaseCorruptError" || type == "DatabaseOpeningError";
  return damaged ? ErrorKind::kCorrupt : ErrorKind::kIo;
}

std::string file_error_hint(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kPermission:
      return "check who owns the database folder and its files";
    case ErrorKind::kLocked:
      return "another ibid-indexer is writing; try again when it is done";
    case ErrorKind::kNotFound:
      return "make it first: ibid-indexer --db DIR PATH...";
    case ErrorKind::kVersion:
    case ErrorKind::kCorrupt:
      return std::string(kRebuildHint);
    default:
      return "look for a full or failing disk, or too many open files";
  }
}

Error translate(std::string_view what, const Xapian::Error& e) {
  const std::string type = e.get_type();
  const std::string message = fmt::format("{}: {}", what, description(e));
  if (type == "DatabaseModifiedError") {
    return {ErrorKind::kIo, message,
            "it is being written to all the time; try again"};
  }
  if (type.starts_with("Database") || type.starts_with("Network")) {
    const ErrorKind kind = file_error_kind(e);
    return {kind, message, file_error_hint(kind)};
  }
  // A table that Xapian can do without, and we cannot, is missing.
  if (type == "FeatureUnavailableError") {
    return {ErrorKind::kCorrupt, message, std::string(kRebuildHint)};
  }
  return {ErrorKind::kInternal, message,
          "this is a bug of ibid; please report it"};
}

}  // namespace

void rethrow_as_error(std::string_view what) {
  try {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const Xapian::Error& e) {
    throw translate(what, e);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::kLimit, fmt::format("{}: out of memory", what),
                "free some memory, and try again");
  } catch (const std::exception& e) {
    throw Error(ErrorKind::kInternal, fmt::format("{}: {}", what, e.what()),
                "this is a bug of ibid; please report it");
  }
}

}  // namespace ibid
