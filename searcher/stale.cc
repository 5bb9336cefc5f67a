// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/stale.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>

#include "index/hash.h"

namespace ibid {
namespace {

const Root* root_of(int32_t root, const std::vector<Root>& roots) {
  const auto place = static_cast<size_t>(root);
  return root < 0 || place >= roots.size() ? nullptr : &roots[place];
}

class OpenFile {
 public:
  // Not a pipe, which would be waited for.
  explicit OpenFile(const std::string& path)
      : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)),
        error_(file_ < 0 ? errno : 0) {}
  ~OpenFile() {
    if (file_ >= 0) ::close(file_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool is_open() const { return file_ >= 0; }
  bool is_gone() const { return error_ == ENOENT || error_ == ENOTDIR; }

  // Fewer bytes where the file ends before; nullopt where it cannot be read.
  std::optional<std::string> read(Span span) const {
    std::string bytes(span.size(), '\0');
    size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t got =
          ::pread(file_, bytes.data() + done, bytes.size() - done,
                  static_cast<off_t>(span.start + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return std::nullopt;
      if (got == 0) break;
      done += static_cast<size_t>(got);
    }
    bytes.resize(done);
    return bytes;
  }

 private:
  int file_;
  int error_;
};

// Of passages whose file is open.
std::optional<bool> differs(const OpenFile& file,
                            std::span<const PassagePlace> places) {
  for (size_t i = 0; i < places.size(); ++i) {
    // All passages of a line of JSON have its span.
    if (i > 0 && places[i].span == places[i - 1].span) continue;
    const auto bytes = file.read(places[i].span);
    if (!bytes) return std::nullopt;
    if (hash64(*bytes) != places[i].bytes_hash) return true;
  }
  return false;
}

std::optional<bool> are_stale(const ArticleRecord& record,
                              std::span<const PassagePlace> places,
                              const std::vector<Root>& roots) {
  const auto path = article_path(record.root, record.path, roots);
  if (!path) return std::nullopt;
  const OpenFile file(*path);
  if (file.is_open()) return differs(file, places);
  if (!file.is_gone() || record.path.empty()) return std::nullopt;
  struct stat info {};
  const bool has_root =
      ::stat(root_of(record.root, roots)->path.c_str(), &info) == 0;
  return has_root ? std::optional(true) : std::nullopt;
}

}  // namespace

std::optional<std::string> article_path(int32_t root, const std::string& path,
                                        const std::vector<Root>& roots) {
  const Root* folder = root_of(root, roots);
  if (folder == nullptr) return std::nullopt;
  if (path.empty()) return folder->path;
  return folder->path == "/" ? "/" + path : folder->path + "/" + path;
}

std::optional<bool> is_stale(const ArticleRecord& record,
                             const PassagePlace& place,
                             const std::vector<Root>& roots) {
  return are_stale(record, {&place, 1}, roots);
}

std::optional<bool> is_any_stale(const ArticleRecord& record,
                                 const std::vector<Root>& roots) {
  return are_stale(record, record.passages, roots);
}

}  // namespace ibid
