// SPDX-License-Identifier: GPL-3.0-or-later
// One folder as the disk has it, for scan. Opens folders and .gitignore files,
// nothing else: of other entries it only asks what they are.
#pragma once

#include <dirent.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "indexer/scan.h"

namespace ibid {

enum class EntryKind : uint8_t { kFile, kFolder, kLink, kOther };

enum class Links : uint8_t { kStay, kFollow };

// What makes a file or folder the same under any of its names.
struct FileId {
  uint64_t device = 0;
  uint64_t inode = 0;

  bool operator<(const FileId& other) const {
    return std::pair(device, inode) < std::pair(other.device, other.inode);
  }
};

struct EntryStatus {
  int error = 0;  // errno; the rest is unset unless it is 0
  EntryKind kind = EntryKind::kOther;
  FileId id;
  FileStat stat;
};

// path: absolute.
EntryStatus status_of(const std::string& path, Links links);

struct Entry {
  std::string name;
  EntryKind kind = EntryKind::kOther;
};

// An open folder; holds one file descriptor while it lives.
class Folder {
 public:
  // Reads all of it at once; error() tells whether that went well. With kStay
  // a symbolic link is an error.
  Folder(const std::string& path, Links links);

  int error() const { return error_; }  // errno, else 0
  FileId id() const { return id_; }
  const std::vector<Entry>& entries() const { return entries_; }  // by name

  // Whether an entry of that name and kind is there.
  bool holds(const std::string& name, EntryKind kind) const;

  // Of an entry; does not follow symbolic links.
  EntryStatus status_of(const std::string& name) const;

  // All bytes of an entry; nullopt where it is no regular file, has more than
  // max_bytes or cannot be read.
  std::optional<std::string> read(const std::string& name,
                                  size_t max_bytes) const;

 private:
  void read_entries();

  struct Close {
    void operator()(DIR* folder) const { closedir(folder); }
  };
  std::unique_ptr<DIR, Close> folder_;
  int error_ = 0;
  FileId id_;
  std::vector<Entry> entries_;
};

}  // namespace ibid
