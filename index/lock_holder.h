// SPDX-License-Identifier: GPL-3.0-or-later
// Who is writing to a database, as far as the system tells.
#pragma once

#include <string>

#include "index/error.h"

namespace ibid {

// "ibid-indexer (process 1234)"; "another program" where that cannot be known,
// as for the programs of other users.
std::string lock_holder(const std::string& db);

// For whoever finds the database locked.
Error locked_error(const std::string& db);

}  // namespace ibid
