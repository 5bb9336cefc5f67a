// SPDX-License-Identifier: GPL-3.0-or-later
// Writes down, in order, all that a process does to the files of a folder, so
// that power_cut.py can tell what a power cut at any moment would leave.
//
// The log (IBID_FAULT_LOG) is a list of entries, each one line of words with
// blanks between; a path stands last and goes up to the line's end:
//
//   create INODE PATH          the file is new
//   write INODE OFFSET LENGTH  followed by so many bytes
//   truncate INODE LENGTH
//   sync INODE                 has returned without an error
//   folder                     the folder was synced, likewise
//   rename LENGTH FROM TO      LENGTH: bytes of FROM
//   unlink PATH
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace ibid::faults {

bool is_logging();

// Appends an entry and the bytes that follow it.
void log_call(const std::string& line, std::string_view bytes = {});

// The inode of an open file, as the log has it.
std::string inode_of(int fd);

}  // namespace ibid::faults
