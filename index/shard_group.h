// SPDX-License-Identifier: GPL-3.0-or-later
// Several databases that Xapian reads as one, each opened by itself: one that
// is away is left out, said so, and taken up again when it is back. Not for
// others than index/database.
#pragma once

#include <xapian.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "index/database_source.h"
#include "index/open_shard.h"
#include "index/shards.h"

namespace ibid {

// Not thread-safe.
class ShardGroup {
 public:
  struct Shard {
    ShardLocation location;
    Xapian::Database db;
    ShardPlace place;
  };

  // Opens all that are there. Throws Error: where none is, why the first is
  // not; kUsage where two are the same one; as Database::open for one that is
  // there and cannot be read by this program (kAny: that Xapian cannot read).
  explicit ShardGroup(const DatabaseSource& source,
                      Formats formats = Formats::kOurs);
  ~ShardGroup();
  ShardGroup(ShardGroup&&) noexcept;
  ShardGroup& operator=(ShardGroup&&) noexcept;

  // All that are there, as one; by itself, where it is one.
  Xapian::Database& db() { return db_; }
  // Those, in the order of the document ids in db(): document d is of the one
  // at (d - 1) % size.
  const std::vector<Shard>& shards() const { return shards_; }
  const std::vector<MissingShard>& missing() const { return missing_; }

  // Moves on to the newest revisions, and tries again what is missing, waiting
  // for it a few ms at most. True where anything changed.
  bool reopen();

  // After an exception that came out of Xapian in the middle of a search:
  // replies of remote shards may be under way that nobody waits for any more,
  // so they are connected anew before they are asked again.
  void distrust() { is_distrusted_ = true; }

  // After a connection broke: leaves out what cannot be connected anew. False
  // where that changed nothing that could help.
  bool recover(const Xapian::NetworkError& error);

 private:
  struct Named;

  void open_all();
  void connect(const std::vector<OpenShard*>& shards) const;
  bool follow_stubs();
  bool connect_anew();
  bool try_missing();
  void combine();
  void check_twice() const;
  void check_size() const;
  void add_unnamed();

  std::chrono::milliseconds timeout_;
  Formats formats_;
  std::vector<Named> named_;
  std::vector<std::unique_ptr<OpenShard>> all_;  // there or away
  Xapian::Database db_;
  std::vector<Shard> shards_;
  std::vector<MissingShard> missing_;
  bool is_distrusted_ = false;
};

}  // namespace ibid
