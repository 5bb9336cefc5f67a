// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/scan_errors.h"

#include <limits.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace ibid {
namespace {

static_assert(kMaxPathBytes == PATH_MAX - 1);

Diagnostic error_at(const std::string& path, std::string reason,
                    std::string hint) {
  return {Diagnostic::Severity::kError, path, 0, std::move(reason),
          std::move(hint)};
}

Diagnostic warning_at(const std::string& path, std::string reason,
                      std::string hint) {
  return {Diagnostic::Severity::kWarning, path, 0, std::move(reason),
          std::move(hint)};
}

std::string hint_for(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return "give yourself the right to read it (chmod u+rX), or --exclude it";
    case EMFILE:
    case ENFILE:
      return "allow more open files (ulimit -n)";
    case ENAMETOOLONG:
      return "name it by a shorter way, such as a symbolic link to a folder "
             "above it";
    default:
      return "check the path and the disk";
  }
}

}  // namespace

Diagnostic scan_error(const std::string& path, const std::string& what,
                      int error) {
  return error_at(path, what + ": " + std::generic_category().message(error),
                  hint_for(error));
}

Diagnostic named_path_error(const std::string& path, int error, bool is_link) {
  if (error != ENOENT && error != ENOTDIR) {
    return scan_error(path, "cannot look at it", error);
  }
  if (is_link) {
    return error_at(path,
                    "no such file or folder: the symbolic link leads nowhere",
                    "make the link anew, or name what it should lead to");
  }
  return error_at(path, "no such file or folder", "check the path");
}

Diagnostic impossible_path_error(const std::string& path) {
  return error_at(path, "no such file or folder", "no file can have this name");
}

Diagnostic not_regular_error(const std::string& path) {
  return error_at(path, "not a regular file",
                  "what comes out of a pipe or a device can be read as "
                  "standard input: - with --id ID");
}

Diagnostic long_paths_error(const std::string& folder, uint64_t count) {
  return error_at(folder,
                  "entries left out as their paths have more than " +
                      std::to_string(kMaxPathBytes) +
                      " bytes: " + std::to_string(count),
                  hint_for(ENAMETOOLONG));
}

Diagnostic ignore_file_warning(const std::string& path) {
  return warning_at(path,
                    "not used: it cannot be read, or has more than " +
                        std::to_string(kMaxIgnoreFileBytes >> 10) + " KiB",
                    "--exclude what it should leave out");
}

Diagnostic database_warning(const std::string& path) {
  return warning_at(path,
                    "left out: this is a database, not a folder of articles",
                    "name the folder with the articles");
}

}  // namespace ibid
