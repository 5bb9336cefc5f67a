// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/read_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace ibid {
namespace {

constexpr size_t kHeadBytes = 4096;
constexpr size_t kChunkBytes = 256 << 10;

[[noreturn]] void fail(const char* what) {
  const int code = errno;
  const ErrorKind kind = code == ENOENT   ? ErrorKind::kNotFound
                         : code == EACCES ? ErrorKind::kPermission
                                          : ErrorKind::kIo;
  const std::string hint = code == EACCES ? "check who may read the file"
                           : code == EMFILE || code == ENFILE
                               ? "raise the limit of open files (ulimit -n)"
                               : "";
  throw FileError(kind, fmt::format("{}: {}", what, std::strerror(code)), hint);
}

[[noreturn]] void fail_too_large(size_t max_bytes) {
  throw FileError(ErrorKind::kLimit,
                  fmt::format("larger than {} MB", max_bytes >> 20),
                  "split it into several articles");
}

class File {
 public:
  explicit File(const std::string& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (fd_ < 0) fail("cannot be opened");
  }
  explicit File(int fd) : fd_(::dup(fd)) {
    if (fd_ < 0) fail("cannot be opened");
  }
  ~File() { ::close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // Up to size bytes into buffer; 0 at the end.
  size_t read(char* buffer, size_t size) const {
    const ssize_t got = ::read(fd_, buffer, size);
    if (got >= 0) return static_cast<size_t>(got);
    if (errno == EINTR) {
      throw Error(ErrorKind::kInterrupted, "interrupted while reading",
                  "run the same command again");
    }
    fail("cannot be read");
  }

  size_t size() const {
    struct stat info {};
    if (::fstat(fd_, &info) != 0) fail("cannot be looked at");
    return static_cast<size_t>(std::max<off_t>(info.st_size, 0));
  }

 private:
  int fd_;
};

std::string read_all(const File& file, size_t max_bytes) {
  if (file.size() > max_bytes) fail_too_large(max_bytes);
  std::string bytes;
  size_t filled = 0;
  while (true) {
    bytes.resize(
        filled +
        std::max(kChunkBytes, file.size() + 1 - std::min(filled, file.size())));
    const size_t got = file.read(bytes.data() + filled, bytes.size() - filled);
    filled += got;
    if (filled > max_bytes) fail_too_large(max_bytes);
    if (got == 0) break;
  }
  bytes.resize(filled);
  return bytes;
}

// Puts lines together from the chunks of a file.
class LineReader {
 public:
  LineReader(size_t max_bytes,
             const std::function<bool(const FileLine&)>& visit)
      : max_bytes_(max_bytes), visit_(visit) {}

  // False: visit said to stop.
  bool take(std::string_view chunk) {
    while (!chunk.empty()) {
      const size_t end = chunk.find('\n');
      keep(chunk.substr(0, end));
      if (end == std::string_view::npos) return true;
      if (!give(1)) return false;
      chunk.remove_prefix(end + 1);
    }
    return true;
  }

  // What comes after the last line end.
  void finish() {
    if (length_ > 0) give(0);
  }

 private:
  void keep(std::string_view part) {
    length_ += part.size();
    if (length_ <= max_bytes_) {
      line_ += part;
    } else {
      line_.clear();
    }
  }

  bool give(size_t end_bytes) {
    FileLine line;
    line.too_long = length_ > max_bytes_;
    line.bytes = line_;
    line.span = {start_, start_ + length_};
    if (line.bytes.ends_with('\r')) {
      line.bytes.remove_suffix(1);
      --line.span.end;
    }
    line.number = ++number_;
    const bool go_on = visit_(line);
    start_ += length_ + end_bytes;
    length_ = 0;
    line_.clear();
    return go_on;
  }

  size_t max_bytes_;
  const std::function<bool(const FileLine&)>& visit_;
  std::string line_;
  size_t start_ = 0;   // of the line in hand
  size_t length_ = 0;  // of it so far, kept or not
  uint32_t number_ = 0;
};

}  // namespace

std::string read_head(const std::string& path) {
  std::string head(kHeadBytes, '\0');
  head.resize(File(path).read(head.data(), head.size()));
  return head;
}

std::string read_file(const std::string& path, size_t max_bytes) {
  return read_all(File(path), max_bytes);
}

Hash128 hash_file(const std::string& path) {
  const File file(path);
  Hasher hasher;
  std::string chunk(kChunkBytes, '\0');
  while (const size_t got = file.read(chunk.data(), chunk.size())) {
    hasher.add(std::string_view(chunk).substr(0, got));
  }
  return hasher.hash();
}

std::string read_stdin(size_t max_bytes) {
  return read_all(File(STDIN_FILENO), max_bytes);
}

void each_line(const std::string& path, size_t max_bytes,
               const std::function<bool(const FileLine&)>& visit) {
  const File file(path);
  LineReader lines(max_bytes, visit);
  std::string chunk(kChunkBytes, '\0');
  while (const size_t got = file.read(chunk.data(), chunk.size())) {
    if (!lines.take(std::string_view(chunk).substr(0, got))) return;
  }
  lines.finish();
}

}  // namespace ibid
