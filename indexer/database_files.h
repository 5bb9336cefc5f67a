// SPDX-License-Identifier: GPL-3.0-or-later
// The files that a database consists of, as files.
#pragma once

#include <cstdint>
#include <string>

namespace ibid {

// Bytes of all files in the folder; 0 where it cannot be looked into.
uint64_t database_bytes(const std::string& db);

// "12.3 MB": powers of a thousand.
std::string bytes_text(uint64_t bytes);

// Makes all files in the folder, and their names, durable. Throws Error(kIo).
void sync_files(const std::string& folder);

}  // namespace ibid
