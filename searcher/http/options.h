// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of ibid-server.
#pragma once

#include <optional>
#include <string>

#include "searcher/http/server.h"

namespace ibid {

// Throws Error(kUsage). early: set for --help and --version: what to print
// instead of serving.
ServerOptions parse_server_options(int argc, const char* const* argv,
                                   std::optional<std::string>& early);

}  // namespace ibid
