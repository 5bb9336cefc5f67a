// SPDX-License-Identifier: GPL-3.0-or-later
// One Xapian database opened for writing: a database by itself, or a shard of
// one. What the writing side of index/database is made of; not for others.
#pragma once

#include <xapian.h>

#include <string>

#include "index/database.h"
#include "index/shards.h"

namespace ibid {

// Holds Xapian's lock while it lives. One thread at a time.
class ShardWriter {
 public:
  // Opens what is there, or makes it: this shard, or (by default) a database by
  // itself. Throws as DatabaseWriter::open; Error(kUsage) where a shard of
  // another place stands there.
  static ShardWriter open(const std::string& path,
                          const ShardPlace& place = {});
  // What is there, whichever shard it is.
  static ShardWriter open_as_it_is(const std::string& path);

  ~ShardWriter();  // rolls back what is not committed
  ShardWriter(ShardWriter&& other) noexcept;
  ShardWriter& operator=(ShardWriter&&) = delete;

  // From now on all writes are one transaction, which begins with the first.
  void begin() { in_batch_ = true; }
  // Commits, if there is something, then makes the rename of the new revision
  // durable. Throws Error(kIo); the writer is then of no use any more.
  void commit();
  void rollback();
  // Whether something was written since begin.
  bool is_touched() const { return in_transaction_; }

  // Runs call(db) in the wrapper of xapian_call and gives back its result.
  template <class Call>
  auto read(Call&& call) const
      -> decltype(call(std::declval<const Xapian::Database&>())) {
    return xapian_call(writing_, [&] { return call(db_); });
  }
  template <class Call>
  auto write(Call&& call)
      -> decltype(call(std::declval<Xapian::WritableDatabase&>())) {
    return xapian_call(writing_, [&] {
      if (in_batch_ && !in_transaction_) {
        db_.begin_transaction();
        in_transaction_ = true;
      }
      return call(db_);
    });
  }

  // Empty: there is none.
  std::string metadata(const std::string& key) const;
  // Writes nothing where it is the same, so that blocks stay as they are.
  void change_metadata(const std::string& key, const std::string& value);

  const std::string& path() const { return path_; }

 private:
  static ShardWriter open_place(const std::string& path,
                                const ShardPlace* place);
  ShardWriter(std::string path, Xapian::WritableDatabase db);

  std::string path_;
  std::string writing_;  // how messages about failed writes begin
  Xapian::WritableDatabase db_;
  bool in_batch_ = false;
  bool in_transaction_ = false;
};

// Makes the entries of a folder durable. Throws Error(kIo).
void sync_folder(const std::string& path);

// Makes a folder, with those above it, where there is none. Throws Error:
// kPermission, kIo.
void make_database_folder(const std::string& path);

}  // namespace ibid
