// SPDX-License-Identifier: GPL-3.0-or-later
// Opening Xapian databases, for reading and for writing. The only place that
// opens one, and the home of the wrapper inside which every Xapian call of both
// programs runs: it turns Xapian's exceptions into Error and cures discarded
// revisions.
#pragma once

#include <xapian.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/article_keys.h"
#include "index/article_record.h"
#include "index/database_source.h"
#include "index/error.h"
#include "index/file_record.h"
#include "index/hash.h"
#include "index/shard_group.h"
#include "index/synonyms.h"

namespace ibid {

// What files are read with that the command line once said and later runs go
// on with. An empty value means that nothing was said.
struct RootOptions {
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::string format;
  std::string language;

  bool operator==(const RootOptions&) const = default;
};

// A folder (or file) that ids and paths are relative to.
struct Root {
  std::string name;  // prefix of the ids below it; empty: none
  std::string path;  // absolute
  // Passed as a whole; else it is only where files lie that were named.
  bool whole = false;
  RootOptions options = {};

  bool operator==(const Root&) const = default;
};

// Runs call and gives back its result. Throws Error instead of Xapian::Error
// and std::exception; `what` begins the message ("cannot open /x/index").
// Error passes through.
template <class Call>
auto xapian_call(std::string_view what, Call&& call) -> decltype(call());

// Throws the Error that fits the exception now being handled; call it in a
// catch block.
[[noreturn]] void rethrow_as_error(std::string_view what);

class Collections;

// A database opened for reading, or several that are read as one. Not
// thread-safe: one a thread.
//
// Of several, those that cannot be reached are left out, and tried again by
// reopen: missing() names them. Articles of different databases are different
// articles, also where their ids are the same; an id then means that of the
// first.
class Database {
 public:
  // Opens all that source names, checks their format and analyser version.
  // Throws Error: kNotFound, kPermission, kCorrupt, kVersion (the hint names
  // --rebuild), kUsage (a database of another program, or one given twice),
  // kIo; of several only where none is there or the version of one is another;
  // kUnavailable (remote ones that do not answer), kLimit (several of too many
  // passages).
  static Database open(const DatabaseSource& source);
  // path: whatever shards_at takes.
  static Database open(const std::string& path);

  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  // What was named and cannot be asked, as of the last read or reopen; empty:
  // all is there.
  const std::vector<MissingShard>& missing() const { return group_.missing(); }

  // Whether any of what is there is remote: each look at it takes its time, and
  // Weights, deciders and the like of ours do not work there.
  bool has_remote() const;

  // Runs call(Xapian::Database&) and gives back its result. Where a writer has
  // discarded the revision meanwhile, or a remote shard went away, reopens and
  // runs it again (at most kMaxRetries times), so call must fetch all that it
  // needs by itself and may run more than once. Reads within call are part of
  // it: all is of one revision, and it is the whole of call that is run again.
  template <class Call>
  auto read(Call&& call) const
      -> decltype(call(std::declval<Xapian::Database&>()));

  // Moves on to the newest revisions, and takes up what was missing and is
  // back. True where anything changed. Not within a read.
  bool reopen();

  // Raised by each move to another revision: what was kept of the one before
  // may be out of date.
  uint64_t moves() const { return moves_; }

  // The record under an article key; nullopt where there is none.
  std::optional<ArticleRecord> record(std::string_view article_key) const;

  // The article of an id, under whatever key; nullopt where there is none.
  std::optional<FoundArticle> find(std::string_view article_id) const;

  // The article that a passage is of: the encoded record under its key. Empty
  // data: there is none.
  struct StoredArticle {
    std::string data;
    int32_t first_root = 0;  // what its root counts from in roots()
  };
  StoredArticle article_of(Xapian::docid passage,
                           std::string_view article_key) const;

  // Which of the databases that are read as one a passage is from: a number
  // that tells articles of the same key apart.
  size_t collection_of(Xapian::docid passage) const;

  // The record of a file; nullopt where there is none.
  std::optional<FileRecord> file(int32_t root, std::string_view path) const;

  // Those of all files, in no order of meaning.
  std::vector<FileRecord> files() const;

  uint64_t article_count() const;

  // Calls visit with each article key and its encoded record, ordered by key.
  void each_record(
      const std::function<void(std::string_view key, std::string_view data)>&
          visit) const;

  // Calls visit with the key and the place of each article, of which root is
  // that in roots().
  void each_place(
      const std::function<void(std::string_view key, const RecordPlace& place)>&
          visit) const;

  // Articles ordered by key, at least `count` of them where there are so many,
  // from the first key that is not below `from`.
  struct Stretch {
    std::vector<FoundArticle> articles;
    std::string next;  // where the next begins; empty: there is none
  };
  Stretch articles_from(const std::string& from, size_t count) const;

  // Of several databases those of one after those of the other.
  std::vector<Root> roots() const;

  // Languages that passages are in, normal form, sorted.
  std::vector<std::string> languages() const;

  // The user's own; empty where there are none. Of several databases those of
  // the first that has any. Decoded at each call. Throws Error(kCorrupt).
  Synonyms synonyms() const;

  // Those of the database at path, whatever its format and analyser version:
  // what a rebuild takes over. Throws as open and synonyms do, and kVersion
  // only where Xapian cannot read it.
  static Synonyms synonyms_at(const std::string& path);

  uint64_t passage_count() const;

  // How many passages were removed (or replaced, which is the same) since the
  // database was made or compacted.
  uint64_t removed_since_compaction() const;

  // Xapian's number of the revision: rises with each commit, and begins anew
  // with a rebuild or a compaction. Of several databases their sum; remote ones
  // do not tell it, and count by their last document id.
  uint64_t revision() const;

  // When a local one was last committed to, seconds since 1970; 0 where all are
  // remote. Throws Error(kIo).
  int64_t updated() const;

  // As messages name it: the path, or those of several.
  const std::string& path() const { return path_; }

  static constexpr int kMaxRetries = 10;

 private:
  Database(std::string path, ShardGroup group);
  bool move() const;
  bool recover(const Xapian::NetworkError& error) const;
  const Collections& collections() const;
  size_t shard_of_passage(Xapian::docid passage) const;

  std::string path_;
  std::string reading_;  // how messages about failed reads begin
  mutable ShardGroup group_;
  mutable uint64_t moves_ = 0;
  mutable bool in_read_ = false;
  // Of the revision after so many moves.
  mutable std::unique_ptr<const Collections> collections_;
  mutable uint64_t collected_ = 0;
};

// A database opened for writing, by itself or in shards (shards.h); holds
// Xapian's locks while it lives. All changes between begin and commit are one
// transaction: readers see all of it or nothing, shard by shard.
class DatabaseWriter {
 public:
  // Opens or creates. Creates only where path does not exist or is an empty
  // folder, or a stub of such. shards: how many there are to be, at most
  // kMaxShards; 0: as many as there are, of a new database one. Mends what a
  // commit left that was cut short between shards. Throws Error: as
  // Database::open, and kLocked, and kUsage for a folder that holds other
  // files, a replica, a shard that is named by itself, shards of other
  // machines, or where there are others than wanted.
  static DatabaseWriter open(const std::string& path, uint32_t shards = 0);
  // A new database in these folders, a shard in each. set: that of the shards;
  // empty: a database by itself, of one folder. No stub is made.
  static DatabaseWriter make(const std::vector<std::string>& folders,
                             const std::string& set);
  // What a folder holds, also where it is a shard: for what is done to each
  // shard by itself. Throws likewise.
  static DatabaseWriter open_alone(const std::string& folder);

  ~DatabaseWriter();  // rolls back what is not committed
  DatabaseWriter(DatabaseWriter&&) noexcept;
  DatabaseWriter& operator=(DatabaseWriter&&) noexcept;

  void begin();
  // Commits, then makes the rename of the new revision durable (fsync of the
  // folder). Throws Error(kIo); the writer is then of no use any more. Of
  // several shards the first is the last: where it is not reached, the next
  // writer mends.
  void commit();
  void rollback();

  // The document must carry a unique term (schema.h) that is not there yet, and
  // with several shards the article key as a value.
  void add_document(const Xapian::Document& document);
  // Of the article of that key. False where there was none.
  bool delete_document(const std::string& unique_term,
                       std::string_view article_key = {});

  std::optional<ArticleRecord> record(std::string_view article_key) const;
  std::optional<FoundArticle> find(std::string_view article_id) const;
  // A key under which there is no record yet.
  std::string new_key(std::string_view article_id) const;
  // For an article of whose id and key the database has nothing: as put_record,
  // without looking for it.
  void add_record(std::string_view article_key, const ArticleRecord& record);
  // Both keep the aliases of article_keys.h.
  void put_record(std::string_view article_key, const ArticleRecord& record);
  void delete_record(std::string_view article_key);

  std::optional<FileRecord> file(int32_t root, std::string_view path) const;
  std::vector<FileRecord> files() const;
  void put_file(const FileRecord& record);
  void delete_file(int32_t root, std::string_view path);
  void each_record(
      const std::function<void(std::string_view key, std::string_view data)>&
          visit) const;

  std::vector<Root> roots() const;
  void put_roots(const std::vector<Root>& roots);

  // Whether what is stored is just these; false where it is damaged.
  bool has_synonyms(const Synonyms& synonyms) const;
  // Empty: removes those that are stored.
  void put_synonyms(const Synonyms& synonyms);

  // How far a database has come that is being made as a copy of another, in
  // words of who makes it; empty: it is none.
  std::string copy_progress() const;
  void put_copy_progress(const std::string& progress);

  // Commits that the database has just been compacted.
  void note_compacted();

  uint64_t passage_count() const;
  uint64_t article_count() const;
  const std::string& path() const;
  // The folders of its shards, in the order of their numbers; of a database by
  // itself its path.
  std::vector<std::string> shards() const;
  // Which set they are; empty: a database by itself.
  std::string shard_set() const;

 private:
  struct Impl;
  explicit DatabaseWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Implementation of the templates.

template <class Call>
auto xapian_call(std::string_view what, Call&& call) -> decltype(call()) {
  try {
    return call();
  } catch (...) {
    rethrow_as_error(what);
  }
}

template <class Call>
auto Database::read(Call&& call) const
    -> decltype(call(std::declval<Xapian::Database&>())) {
  if (in_read_) return call(group_.db());
  struct Mark {
    explicit Mark(bool& mark) : flag(mark) { flag = true; }
    ~Mark() { flag = false; }
    Mark(const Mark&) = delete;
    Mark& operator=(const Mark&) = delete;
    bool& flag;
  };
  return xapian_call(reading_, [&] {
    for (int retry = 0;; ++retry) {
      try {
        const Mark mark(in_read_);
        return call(group_.db());
      } catch (const Xapian::DatabaseModifiedError&) {
        group_.distrust();
        if (retry == kMaxRetries) throw;
        move();
      } catch (const Xapian::NetworkError& e) {
        group_.distrust();
        if (retry == kMaxRetries || !recover(e)) throw;
      } catch (...) {
        group_.distrust();
        throw;
      }
    }
  });
}

}  // namespace ibid
