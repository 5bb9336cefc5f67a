// SPDX-License-Identifier: GPL-3.0-or-later
// The shards of one database as folders of this machine: opening all of them
// for writing, and making those of a new database.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/shard_writer.h"

namespace ibid {

// The folders of the database at a location (shards.h), as the location names
// them: its own alone where it is not sharded. Throws Error: as shards_at, and
// kUsage where one is of another machine.
std::vector<std::string> local_shards(const std::string& location);

// Opens them all, in the order of their numbers, which is that of the result.
// What is not there yet is made, unless something was written to the others
// before: then a shard is missing. wanted: how many there are to be; 0: as many
// as there are, of a new database one. Throws Error: as ShardWriter::open, and
// kUsage where there are others than wanted, kCorrupt where the shards do not
// belong together or one is missing.
std::vector<ShardWriter> open_shards(const std::string& location,
                                     uint32_t wanted);

// Makes a new database in these folders; set: empty for one by itself, which is
// one folder. No stub is made. Throws likewise.
std::vector<ShardWriter> make_shards(const std::vector<std::string>& folders,
                                     const std::string& set);

// Writes a file in one step, durably. Throws Error(kIo).
void write_durably(const std::string& path, const std::string& text);

}  // namespace ibid
