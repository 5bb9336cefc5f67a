// SPDX-License-Identifier: GPL-3.0-or-later
// ibid-indexer --reshard: the same database in another number of shards. It is
// copied beside itself, passages as they are, and the copy put in its place in
// one step.
#pragma once

#include <cstdint>
#include <string>

#include "indexer/options.h"

namespace ibid {

struct Resharded {
  uint64_t before = 0;  // shards
  uint64_t after = 0;   // where it is as many, nothing was done
  uint64_t articles = 0;
  uint64_t passages = 0;
  double seconds = 0;
};

// The database of options, to options.reshard shards; 1: a database by itself.
// Writers are kept away meanwhile, readers go on. What is cut short leaves the
// copy, and the next goes on with it as long as nothing else was written.
// Throws Error as DatabaseWriter::open, kUsage for a stub file or a mount,
// kCorrupt where articles and passages are not as many as they should be, kIo,
// and kInterrupted.
Resharded reshard_database(const IndexerOptions& options,
                           const std::atomic<bool>& stop);

// One line each, with a line end.
std::string print_resharded(const Resharded& resharded);
std::string print_resharded_json(const Resharded& resharded);

}  // namespace ibid
