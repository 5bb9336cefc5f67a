// SPDX-License-Identifier: GPL-3.0-or-later
// What the preload library shall do, as the environment says it: which call is
// to fail, how, and what to write down. Only calls on files below one folder
// count; without IBID_FAULT_BELOW nothing is done at all.
//
//   IBID_FAULT_BELOW=DIR   The folder, absolute and without links.
//   IBID_FAULT_CALLS=LIST  Kinds of calls that count, with commas between:
//                          open, read, write, truncate, sync, rename, unlink,
//                          mkdir. Empty: all.
//   IBID_FAULT_AT=N        The N-th of them meets the fault; 0: none does.
//   IBID_FAULT_STAYS=1     So do all of its kind after it.
//   IBID_FAULT_THEN=WHAT   An errno: the call fails with it. short: half of a
//                          write is written, the rest fails with ENOSPC. kill:
//                          the process dies before the call. stop: it waits
//                          there for SIGCONT. vanish: the file is removed
//                          before it. grow: another byte is appended to the
//                          file before it.
//   IBID_FAULT_COUNT=FILE  Gets a byte for each call that counts.
//   IBID_FAULT_SYNCED=FILE Gets a byte for each folder that was synced.
//   IBID_FAULT_LOG=FILE    Gets all calls that change files (call_log.h).
//   IBID_FAULT_CLOCK=N     Seconds that the system's clock is wrong by.
#pragma once

#include <string>
#include <string_view>

namespace ibid::faults {

enum class Then { kProceed, kFail, kShort };

struct Verdict {
  Then then = Then::kProceed;
  int error = 0;  // of kFail
};

// Decides about a call of a kind on a file, and does what comes before it.
Verdict verdict(std::string_view kind, const std::string& path);

// Whether path is the folder that counts, or below it.
bool counts(std::string_view path);

void note_synced_folder();

// Seconds to add to what the clock says.
long clock_error();

}  // namespace ibid::faults
