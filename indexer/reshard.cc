// SPDX-License-Identifier: GPL-3.0-or-later
// Article by article, shard by shard, in the order of their keys: the last of
// each commit is noted in the same commit, together with the state of what is
// copied. An article is in one shard of the copy, all of it or nothing, so one
// that is there needs no second look.
#include "indexer/reshard.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "index/schema.h"
#include "index/shards.h"
#include "indexer/database_files.h"
#include "indexer/indexer.h"
#include "indexer/progress.h"
#include "indexer/rebuild.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

std::string place_of(const std::string& db) {
  std::error_code error;
  if (fs::is_regular_file(db, error)) {
    throw Error(
        ErrorKind::kUsage,
        fmt::format("{} is a stub file, whose shards may be anywhere", db),
        "make another stub file of as many new folders, and index into "
        "it");
  }
  const fs::path real = fs::canonical(db, error);
  if (error) {
    throw Error(ErrorKind::kNotFound, fmt::format("no database at {}", db),
                "make it first: ibid-indexer --db DIR PATH...");
  }
  if (!can_be_replaced(real.string())) {
    throw Error(ErrorKind::kUsage,
                fmt::format("nothing can be put in the place of {}", db),
                "it must be no mount, in a folder that can be written to");
  }
  return real.string();
}

std::vector<Database> open_each(const std::vector<std::string>& folders) {
  std::vector<Database> shards;
  shards.reserve(folders.size());
  for (const std::string& folder : folders) {
    shards.push_back(Database::open(folder));
  }
  return shards;
}

// Other after each commit to any of them.
std::string state_of(const std::vector<Database>& shards) {
  std::string states;
  for (const Database& shard : shards) {
    states += shard.read([](const Xapian::Database& db) {
      return fmt::format("{}:{};", db.get_uuid(), db.get_revision());
    });
  }
  return fmt::format("{:016x}", hash64(states));
}

// The last article that was copied; none: an empty key.
struct Copied {
  size_t shard = 0;
  std::string key;
};

class Copy {
 public:
  Copy(const std::string& db, const DatabaseWriter& from,
       const IndexerOptions& options, const std::atomic<bool>& stop)
      : options_(options),
        stop_(stop),
        from_(from),
        sources_(open_each(from.shards())),
        state_(state_of(sources_)),
        beside_(db + ".reshard"),
        progress_(!options.quiet && !options.json, database_bytes(db)) {}

  // The folder of the copy.
  const std::string& run() {
    take_up();
    copied_ = parse(to_->copy_progress());
    to_->begin();
    level();
    for (size_t shard = copied_.shard; shard < sources_.size(); ++shard) {
      copy_shard(shard);
    }
    for (const FileRecord& file : from_.files()) to_->put_file(file);
    compare();
    to_->put_copy_progress("");
    to_->commit();
    to_.reset();
    return beside_;
  }

 private:
  // Opens the copy that is there, if it is one of what the source is now.
  void take_up() {
    std::error_code error;
    if (fs::exists(beside_, error)) {
      if (!is_database_folder(beside_)) {
        throw Error(ErrorKind::kUsage,
                    fmt::format("{} is in the way of resharding", beside_),
                    "move it away");
      }
      to_ = begun();
      if (to_) return;
      fs::remove_all(beside_, error);
    }
    to_ = DatabaseWriter::open(beside_, options_.reshard);
  }

  std::optional<DatabaseWriter> begun() const {
    try {
      DatabaseWriter writer = DatabaseWriter::open(beside_, options_.reshard);
      if (writer.copy_progress().starts_with(state_)) return writer;
    } catch (const Error& e) {
      // Of another number of shards, or half made.
      if (e.kind() != ErrorKind::kUsage && e.kind() != ErrorKind::kCorrupt &&
          e.kind() != ErrorKind::kVersion) {
        throw;
      }
    }
    return std::nullopt;
  }

  // "STATE SHARD KEY".
  static Copied parse(const std::string& progress) {
    Copied copied;
    const size_t first = progress.find(' ');
    const size_t second = progress.rfind(' ');
    if (first == std::string::npos || second <= first) return copied;
    std::from_chars(progress.data() + first + 1, progress.data() + second,
                    copied.shard);
    copied.key = progress.substr(second + 1);
    return copied;
  }

  // What all shards have alike.
  void level() {
    const Database& home = sources_[0];
    to_->put_roots(home.roots());
    to_->put_synonyms(home.synonyms());
  }

  std::vector<std::string> keys_of(const Database& source) const {
    return source.read([](const Xapian::Database& db) {
      const std::string prefix(kRecordPrefix);
      std::vector<std::string> keys;
      for (auto key = db.metadata_keys_begin(prefix);
           key != db.metadata_keys_end(prefix); ++key) {
        keys.push_back((*key).substr(prefix.size()));
      }
      return keys;
    });
  }

  void copy_shard(size_t shard) {
    const Database& source = sources_[shard];
    const std::string after = shard == copied_.shard ? copied_.key : "";
    for (const std::string& key : keys_of(source)) {
      if (stop_) interrupt();
      if (key <= after) continue;
      copy_article(source, key);
      copied_ = {shard, key};
      if (batch_bytes_ >= options_.batch_bytes) commit();
    }
    copied_ = {shard + 1, ""};
  }

  void copy_article(const Database& source, const std::string& key) {
    const auto record = source.record(key);
    if (!record || to_->record(key)) return;
    size_t bytes = 0;
    source.read([&](const Xapian::Database& db) {
      const std::string term = std::string(prefix::kArticle) + key;
      for (auto id = db.postlist_begin(term); id != db.postlist_end(term);
           ++id) {
        const Xapian::Document document = db.get_document(*id);
        bytes += document.get_data().size();
        to_->add_document(document);
      }
    });
    to_->add_record(key, *record);
    batch_bytes_ += bytes;
    progress_.advance(bytes);
  }

  void commit() {
    to_->put_copy_progress(
        fmt::format("{} {} {}", state_, copied_.shard, copied_.key));
    to_->commit();
    to_->begin();
    batch_bytes_ = 0;
  }

  [[noreturn]] void interrupt() {
    commit();
    throw Error(ErrorKind::kInterrupted,
                "interrupted; the database is as it was",
                "run the same command again to go on");
  }

  void compare() const {
    if (to_->passage_count() == from_.passage_count() &&
        to_->article_count() == from_.article_count()) {
      return;
    }
    throw Error(ErrorKind::kCorrupt,
                fmt::format("there are {} articles and {} passages, but {} and "
                            "{} can be copied",
                            from_.article_count(), from_.passage_count(),
                            to_->article_count(), to_->passage_count()),
                "ibid-indexer --check says what is wrong");
  }

  const IndexerOptions& options_;
  const std::atomic<bool>& stop_;
  const DatabaseWriter& from_;
  const std::vector<Database> sources_;
  const std::string state_;
  const std::string beside_;
  std::optional<DatabaseWriter> to_;
  Copied copied_;
  size_t batch_bytes_ = 0;
  Progress progress_;
};

}  // namespace

Resharded reshard_database(const IndexerOptions& options,
                           const std::atomic<bool>& stop) {
  const auto started = std::chrono::steady_clock::now();
  const std::string db = place_of(options.db);
  open_whole(db);
  const DatabaseWriter from = open_when_free(db, patience_of(options, stop));
  Resharded result{from.shards().size(), options.reshard, from.article_count(),
                   from.passage_count(), 0};
  if (result.before != result.after) {
    put_in_place(Copy(db, from, options, stop).run(), db);
  }
  const auto taken = std::chrono::steady_clock::now() - started;
  result.seconds = std::chrono::duration<double>(taken).count();
  return result;
}

std::string print_resharded(const Resharded& resharded) {
  const auto shards = [](uint64_t count) {
    return fmt::format("{} shard{}", count, count == 1 ? "" : "s");
  };
  if (resharded.before == resharded.after) {
    return fmt::format("nothing to do: {} already\n", shards(resharded.after));
  }
  return fmt::format(
      "resharded: {} to {}; {} articles, {} passages; {:.1f} s\n",
      shards(resharded.before), resharded.after, resharded.articles,
      resharded.passages, resharded.seconds);
}

std::string print_resharded_json(const Resharded& resharded) {
  const nlohmann::ordered_json json = {
      {"format", 1},
      {"resharded", {{"before", resharded.before}, {"after", resharded.after}}},
      {"articles", resharded.articles},
      {"passages", resharded.passages},
      {"seconds", std::round(resharded.seconds * 1000) / 1000}};
  return json.dump() + "\n";
}

}  // namespace ibid
