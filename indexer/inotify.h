// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's word of changes in folders, as far as a watch needs it: that
// something changed, in which folder, under which name, and whether that is a
// folder.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace ibid {

class Inotify {
 public:
  struct Event {
    int watch = -1;  // -1: of any, some were lost
    // The entry of the folder; empty: the folder itself.
    std::string name;
    // The watch is no more: the folder is gone, or its file system is.
    bool is_last = false;
    bool is_folder = false;  // the entry is one
  };

  struct Added {
    int watch = -1;  // the same for the same folder, whatever its name
    int error = 0;   // errno; the watch is unset unless it is 0
  };

  Inotify();  // error() tells whether that went well
  ~Inotify();
  Inotify(const Inotify&) = delete;
  Inotify& operator=(const Inotify&) = delete;

  int error() const { return error_; }  // errno, else 0

  // Watches the entries of a folder, not of those in it. Follows links.
  Added add(const std::string& folder);
  void remove(int watch);

  // Waits for an event, so long at most; a signal ends the wait too.
  void wait(std::chrono::milliseconds timeout) const;
  // What has happened since, in order. Does not wait.
  std::vector<Event> read();

 private:
  int fd_;
  int error_ = 0;
};

}  // namespace ibid
