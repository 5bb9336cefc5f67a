// SPDX-License-Identifier: GPL-3.0-or-later
// Building a database anew beside the old one and putting it in its place in
// one step: readers have the one or the other, never none. Only where a stub
// file names the shards, anywhere, they are put in place one after the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "index/database.h"
#include "indexer/open_when_free.h"

namespace ibid {

class Rebuild {
 public:
  // Locks the old database, if there is one that can be locked, and takes an
  // empty folder beside it. Throws Error(kLocked) where another indexer writes,
  // and Error(kUsage) where db is a folder of other files.
  Rebuild(const std::string& db, const Patience& patience);
  // Of a folder that the caller has locked.
  explicit Rebuild(const std::string& db);
  ~Rebuild();  // removes what is left beside the database
  Rebuild(const Rebuild&) = delete;
  Rebuild& operator=(const Rebuild&) = delete;

  // Where to build.
  const std::string& path() const { return beside_; }

  // Puts what was built in the old one's place. Throws Error(kIo).
  void swap();

 private:
  struct Swap {
    std::string built;
    std::string place;
  };
  void take_places();
  void take_place(const std::string& place);

  std::string db_;
  std::string beside_;
  std::vector<Swap> swaps_;
  std::optional<DatabaseWriter> lock_;
  // Swapped, but a power cut could still undo that.
  bool old_is_needed_ = false;
};

// Whether a folder holds nothing but what Xapian and ibid put there.
bool is_database_folder(const std::string& folder);

// Puts the database in the folder `built`, which must be durable, in the place
// of db in one step, and removes what was there; the folder's mode stays.
// Throws Error(kIo).
void put_in_place(const std::string& built, const std::string& db);

// Whether put_in_place may: not where db is a mount, or stands in a folder that
// cannot be written to.
bool can_be_replaced(const std::string& db);

// The folder in a database's for parts of what is being built.
std::string parts_folder(const std::string& db);

}  // namespace ibid
