// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/inotify.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string_view>

namespace ibid {
namespace {

// Writers that never close their file are seen too, and changes of permission.
constexpr uint32_t kMask = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE |
                           IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                           IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR |
                           IN_EXCL_UNLINK;
constexpr size_t kBufferBytes = 64 << 10;
static_assert(kBufferBytes >= sizeof(inotify_event) + NAME_MAX + 1);

}  // namespace

Inotify::Inotify() : fd_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (fd_ < 0) error_ = errno;
}

Inotify::~Inotify() {
  if (fd_ >= 0) close(fd_);
}

Inotify::Added Inotify::add(const std::string& folder) {
  if (fd_ < 0) return {-1, error_};
  const int watch = inotify_add_watch(fd_, folder.c_str(), kMask);
  if (watch < 0) return {-1, errno};
  return {watch, 0};
}

void Inotify::remove(int watch) {
  if (fd_ >= 0) inotify_rm_watch(fd_, watch);
}

void Inotify::wait(std::chrono::milliseconds timeout) const {
  pollfd entry{fd_, POLLIN, 0};  // poll passes over a negative descriptor
  poll(&entry, 1, static_cast<int>(timeout.count()));
}

std::vector<Inotify::Event> Inotify::read() {
  std::vector<Event> events;
  std::array<char, kBufferBytes> buffer;
  while (true) {
    const ssize_t count =
        fd_ < 0 ? 0 : ::read(fd_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return events;
    const std::string_view bytes(buffer.data(), static_cast<size_t>(count));
    for (size_t at = 0; at + sizeof(inotify_event) <= bytes.size();) {
      inotify_event head;
      std::memcpy(&head, bytes.data() + at, sizeof head);
      at += sizeof head;
      const std::string_view name = bytes.substr(at, head.len);
      at += head.len;
      events.push_back({(head.mask & IN_Q_OVERFLOW) != 0 ? -1 : head.wd,
                        std::string(name.substr(0, name.find('\0'))),
                        (head.mask & IN_IGNORED) != 0,
                        (head.mask & IN_ISDIR) != 0});
    }
  }
}

}  // namespace ibid
