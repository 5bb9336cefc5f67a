// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian locks an open file, not a process, so the system names no owner of the
// lock. But /proc tells of each open file of a process whether a lock is on it.
#include "index/lock_holder.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>

namespace ibid {
namespace {

namespace fs = std::filesystem;

bool is_same_file(const struct stat& a, const std::string& path) {
  struct stat b {};
  return ::stat(path.c_str(), &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

bool has_lock(const std::string& process, const std::string& number) {
  std::ifstream info(process + "/fdinfo/" + number);
  std::string line;
  while (std::getline(info, line)) {
    if (line.starts_with("lock:")) return true;
  }
  return false;
}

bool holds(const std::string& process, const struct stat& lock) {
  std::error_code error;
  fs::directory_iterator entry(process + "/fd", error);
  while (!error && entry != fs::directory_iterator()) {
    const std::string number = entry->path().filename().string();
    if (is_same_file(lock, entry->path().string()) &&
        has_lock(process, number)) {
      return true;
    }
    entry.increment(error);
  }
  return false;
}

std::optional<std::string> find_holder(const struct stat& lock) {
  std::error_code error;
  fs::directory_iterator entry("/proc", error);
  while (!error && entry != fs::directory_iterator()) {
    const std::string process = entry->path().filename().string();
    const bool is_process =
        process.find_first_not_of("0123456789") == std::string::npos;
    if (is_process && holds(entry->path().string(), lock)) {
      std::string name;
      std::getline(std::ifstream(entry->path() / "comm"), name);
      return fmt::format("{} (process {})", name, process);
    }
    entry.increment(error);
  }
  return std::nullopt;
}

}  // namespace

std::string lock_holder(const std::string& db) {
  struct stat lock {};
  if (::stat((db + "/flintlock").c_str(), &lock) != 0) return "another program";
  return find_holder(lock).value_or("another program");
}

Error locked_error(const std::string& db) {
  return {ErrorKind::kLocked,
          fmt::format("the database {} is being written to by {}", db,
                      lock_holder(db)),
          "try again when it is done, or let --wait SECONDS do so"};
}

}  // namespace ibid
