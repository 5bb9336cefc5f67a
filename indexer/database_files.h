// SPDX-License-Identifier: GPL-3.0-or-later
// The files that a database consists of, as files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/file_record.h"

namespace ibid {

// The folders of a database's shards that are of this machine; of a database by
// itself that one. Throws Error as shards_at.
std::vector<std::string> shard_folders(const std::string& db);

// Bytes of all files in a folder; 0 where it cannot be looked into.
uint64_t folder_bytes(const std::string& folder);
// Of all shards.
uint64_t database_bytes(const std::string& db);

// Changes with every commit to any shard; its mtime_ns is when the last of them
// was. Throws Error as shards_at.
FileStat database_state(const std::string& db);

// "12.3 MB": powers of a thousand.
std::string bytes_text(uint64_t bytes);

// Makes all files in the folder, and their names, durable. Throws Error(kIo).
void sync_files(const std::string& folder);

}  // namespace ibid
