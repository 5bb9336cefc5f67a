// SPDX-License-Identifier: GPL-3.0-or-later
// One shard among several that are read as one: open, or away with a reason and
// a time to try it again. A helper of shard_group.cc.
#pragma once

#include <xapian.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "index/shard_probe.h"
#include "index/shards.h"

namespace ibid {

// Whether databases of other formats are opened too.
enum class Formats : uint8_t { kOurs, kAny };

// Which file or folder is at a path: a rebuild or a compaction puts another
// there. Of nothing, zeros.
struct FileIdentity {
  uint64_t device = 0;
  uint64_t inode = 0;
  bool operator==(const FileIdentity&) const = default;
};

FileIdentity identity_of(const std::string& path);

class OpenShard {
 public:
  struct Options {
    std::chrono::milliseconds timeout;  // of remote ones
    Formats formats = Formats::kOurs;
    // Throws where a local shard cannot be read, whatever the reason: there is
    // no other to go on with.
    bool alone = false;
  };

  // Not open yet.
  OpenShard(ShardLocation location, const Options& options);

  const ShardLocation& location() const { return location_; }
  // nullopt: it is away.
  const std::optional<Xapian::Database>& db() const { return db_; }
  const std::string& reason() const { return reason_; }  // why it is away
  const ShardPlace& place() const { return place_; }
  // Of the database, and of all its copies.
  const std::string& uuid() const { return uuid_; }

  // Of a local one. Throws Error as Database::open, where it is alone, and else
  // for what is there and of another format or no database of ibid.
  void open_local();

  // Of a remote one: begins to look for it.
  ShardProbe& look_for();
  // The look under way, if there is one.
  ShardProbe* probe() const { return probe_.get(); }
  // Opens it where the look has found it, or says that it is away; `at_last`:
  // also where the look is still waiting.
  void end_look(bool at_last);

  // Moves on to the newest revision. True where anything changed.
  bool reopen();

  // Whether it is time to try it again.
  bool is_due() const;

  // A remote one that was silent for too long.
  void lose_silent();

 private:
  void take(Xapian::Database opened);
  void open_remote();
  void connect_anew();
  bool reopen_local();
  bool reopen_remote();
  void lose(const std::string& reason);

  ShardLocation location_;
  Options options_;
  std::optional<Xapian::Database> db_;
  std::string reason_;
  ShardPlace place_;
  std::string uuid_;
  FileIdentity folder_;                // of a local one
  std::unique_ptr<ShardProbe> probe_;  // of a remote one
  std::chrono::steady_clock::time_point connected_;
  std::chrono::steady_clock::time_point next_try_;
  std::chrono::milliseconds pause_;
};

}  // namespace ibid
