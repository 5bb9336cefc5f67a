// SPDX-License-Identifier: GPL-3.0-or-later
// Entries are looked at from the open folder, by their bare name: a lookup of
// the whole path for each of them would cost as much as all the rest.
#include "indexer/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

namespace ibid {
namespace {

EntryKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return EntryKind::kFile;
  if (S_ISDIR(mode)) return EntryKind::kFolder;
  if (S_ISLNK(mode)) return EntryKind::kLink;
  return EntryKind::kOther;
}

FileId id_of(const struct stat& found) { return {found.st_dev, found.st_ino}; }

EntryStatus status_at(int folder, const char* name, Links links) {
  struct stat found {};
  EntryStatus status;
  const int flags = links == Links::kStay ? AT_SYMLINK_NOFOLLOW : 0;
  if (fstatat(folder, name, &found, flags) != 0) {
    status.error = errno;
    return status;
  }
  status.kind = kind_of(found.st_mode);
  status.id = id_of(found);
  status.stat.size = static_cast<uint64_t>(found.st_size);
  status.stat.mtime_ns =
      int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec;
  status.stat.ctime_ns =
      int64_t{found.st_ctim.tv_sec} * 1'000'000'000 + found.st_ctim.tv_nsec;
  status.stat.inode = found.st_ino;
  return status;
}

EntryKind kind_of(const dirent& entry, int folder) {
  switch (entry.d_type) {
    case DT_REG:
      return EntryKind::kFile;
    case DT_DIR:
      return EntryKind::kFolder;
    case DT_LNK:
      return EntryKind::kLink;
    case DT_UNKNOWN:  // some file systems do not say
      break;
    default:
      return EntryKind::kOther;
  }
  const EntryStatus status = status_at(folder, entry.d_name, Links::kStay);
  // What cannot be looked at is a file until someone looks and tells the error.
  return status.error == 0 ? status.kind : EntryKind::kFile;
}

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

}  // namespace

EntryStatus status_of(const std::string& path, Links links) {
  return status_at(AT_FDCWD, path.c_str(), links);
}

Folder::Folder(const std::string& path, Links links) {
  const int follow = links == Links::kStay ? O_NOFOLLOW : 0;
  Descriptor fd(
      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | follow));
  struct stat found {};
  if (fd.get() < 0 || fstat(fd.get(), &found) != 0) {
    error_ = errno;
    return;
  }
  id_ = id_of(found);
  folder_.reset(fdopendir(fd.get()));
  if (!folder_) {
    error_ = errno;
    return;
  }
  fd.release();
  read_entries();
}

void Folder::read_entries() {
  errno = 0;
  while (const dirent* entry = readdir(folder_.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    entries_.push_back(
        {std::string(name), kind_of(*entry, dirfd(folder_.get()))});
    errno = 0;
  }
  error_ = errno;
  std::ranges::sort(entries_, {}, &Entry::name);
}

bool Folder::holds(const std::string& name, EntryKind kind) const {
  const auto place = std::ranges::lower_bound(entries_, name, {}, &Entry::name);
  return place != entries_.end() && place->name == name && place->kind == kind;
}

EntryStatus Folder::status_of(const std::string& name) const {
  return status_at(dirfd(folder_.get()), name.c_str(), Links::kStay);
}

std::optional<std::string> Folder::read(const std::string& name,
                                        size_t max_bytes) const {
  // The entry may have become a pipe since: do not wait for its other end.
  const Descriptor fd(openat(dirfd(folder_.get()), name.c_str(),
                             O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (fd.get() < 0 || fstat(fd.get(), &found) != 0) return std::nullopt;
  const auto size = static_cast<uint64_t>(found.st_size);
  if (!S_ISREG(found.st_mode) || size > max_bytes) return std::nullopt;
  std::string bytes(size, '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        ::read(fd.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) break;  // it became shorter
    done += static_cast<size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace ibid
