// SPDX-License-Identifier: GPL-3.0-or-later
// A database may be spread over several: its shards. Which shard an article
// lives in, what a shard knows of itself, and where the shards of a database
// are.
//
// A sharded database is a folder with a file XAPIANDB in it, which Xapian calls
// a stub and opens as one database: one line a shard ("auto shard-0"). A stub
// may stand anywhere, and name shards of other machines ("remote HOST:PORT").
// The order of a stub's lines means nothing to ibid: each shard says its own
// place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ibid {

// What a database says of itself, under kShardKey. By default it is no part of
// another.
struct ShardPlace {
  // Chosen at random when a sharded database is made: all its shards have it.
  // Empty: a database by itself.
  std::string set;
  uint32_t number = 0;  // from 0
  uint32_t count = 1;   // of shards in the set

  bool operator==(const ShardPlace&) const = default;
};

// "SET NUMBER/COUNT" and back; a database by itself has an empty text. Throws
// Error(kCorrupt).
std::string encode_shard_place(const ShardPlace& place);
ShardPlace decode_shard_place(std::string_view text);

// For a new set.
std::string new_shard_set();

inline constexpr uint32_t kMaxShards = 1000;

// Which of `count` shards the article of a key lives in: all its passages and
// its record, as long as it lives, since an article keeps its key. Where count
// grows from n to m, only a share of (m - n) / m of all articles moves, all of
// them to new shards (Lamping and Veach, "A Fast, Minimal Memory, Consistent
// Hash Algorithm", 2014).
uint32_t shard_of(std::string_view article_key, uint32_t count);

// Likewise of a metadata key: records of articles stand with their passages,
// the alias of an id where a new article of that id would. All others,
// records of files among them, stand in the first shard.
uint32_t shard_of_metadata(std::string_view metadata_key, uint32_t count);

// Where a database is that is opened as one.
struct ShardLocation {
  std::string path;   // of the folder of a local one
  std::string host;   // a name or an address; empty: a local one
  uint16_t port = 0;  // of xapian-tcpsrv
  bool is_remote() const { return !host.empty(); }
  // As messages name it: the path, or "tcp:HOST:PORT".
  std::string name() const;

  bool operator==(const ShardLocation&) const = default;
};

// The shards of what a user calls a database: the folder of a database (that
// folder alone, there or not), the folder of a sharded one, a stub file, or
// tcp:HOST:PORT ([ADDRESS] of IPv6). Throws Error: kUsage for what is no
// address, kCorrupt for a stub that is none, with file, line and reason, kIo.
std::vector<ShardLocation> shards_at(const std::string& location);

// Whether a stub, or a folder with a stub, stands at a path.
bool is_sharded(const std::string& path);

// The stub in the folder of a sharded database, and the folders of its shards,
// below it.
std::string stub_path(const std::string& folder);
std::string shard_folder_name(uint32_t number);
// What the stub of so many shards says.
std::string stub_text(uint32_t count);

}  // namespace ibid
