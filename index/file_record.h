// SPDX-License-Identifier: GPL-3.0-or-later
// What the database knows of one file that articles came from: by it a later
// run tells whether the file has changed, and which articles go when it goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/hash.h"

namespace ibid {

// What the system says of a file without reading it. Times are nanoseconds
// since the epoch.
struct FileStat {
  uint64_t size = 0;  // bytes
  int64_t mtime_ns = 0;
  int64_t ctime_ns = 0;
  uint64_t inode = 0;

  bool operator==(const FileStat&) const = default;
};

struct FileRecord {
  int32_t root = -1;    // place in the list of roots (schema.h)
  std::string path;     // relative to the root; empty: the root is the file
  FileStat stat;        // taken before the file was read
  int64_t seen_ns = 0;  // the clock before stat was taken
  // The articles say all that the file says: it was read to its end, no part of
  // it was broken or refused, and it did not change meanwhile.
  bool settled = false;
  Hash128 hash;           // of the file's bytes
  Hash128 settings_hash;  // of the options that it was read with
  // The options that were given for it; empty: none was.
  std::string format;
  std::string language;
  std::vector<std::string> articles;  // keys, in the order of the file

  bool operator==(const FileRecord&) const = default;
};

// The metadata value. DO NOT CHANGE the bytes without raising kFormatVersion.
std::string encode_file(const FileRecord& record);

// Throws Error(kCorrupt) on any other bytes (it carries a checksum).
FileRecord decode_file(std::string_view data);

}  // namespace ibid
