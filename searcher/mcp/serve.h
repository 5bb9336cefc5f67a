// SPDX-License-Identifier: GPL-3.0-or-later
// The server over two file descriptors: lines in, lines out. One thread reads,
// so that cancellations and pings are seen while another answers.
#pragma once

#include "searcher/mcp/server.h"

namespace ibid {

// Answers all lines of in on out; ends with the input, after the last answer,
// or on SIGTERM or SIGINT, which it blocks in the whole process: then after the
// answer under way, or one second. Call it once, before other threads start.
// Throws Error(kIo) where in cannot be read or out not be written.
void serve_mcp(McpServer& server, int in, int out);

}  // namespace ibid
