// SPDX-License-Identifier: GPL-3.0-or-later
// ibid-indexer --check: whether the database is whole. Its tables are looked
// through, its records compared with one another, and each stored text is
// analysed again, since Xapian's blocks carry no checksum: a flipped bit in a
// posting list changes answers and nothing else tells.
#pragma once

#include <atomic>
#include <string>

#include "indexer/check_report.h"
#include "indexer/open_when_free.h"

namespace ibid {

// Takes about as long as indexing all of it. Writers are kept away meanwhile;
// nothing is written. Damage is in the report. Throws Error where there is
// nothing to check (kNotFound, kPermission, kUsage, kVersion), kLocked, and
// kInterrupted when patience.stop is set.
CheckReport check_database(const std::string& db, const Patience& patience);

// Of a check that was killed by a signal, as Xapian is on some damaged tables.
CheckReport crashed_check(int signal);

}  // namespace ibid
