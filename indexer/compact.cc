// SPDX-License-Identifier: GPL-3.0-or-later
// How much room is unused Xapian does not tell. But it numbers documents on and
// on and uses no number twice, so the numbers without a passage count those
// removed; how many there were after the last compaction, which keeps them,
// stands in the metadata.
#include "indexer/compact.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "index/shard_set.h"
#include "indexer/database_files.h"
#include "indexer/rebuild.h"

namespace ibid {
namespace {

// Asked between tables: Xapian cannot be interrupted within one.
class Watcher : public Xapian::Compactor {
 public:
  explicit Watcher(const std::atomic<bool>* stop) : stop_(stop) {}

  void set_status(const std::string& /*table*/,
                  const std::string& /*status*/) override {
    if (stop_ == nullptr || !*stop_) return;
    throw Error(ErrorKind::kInterrupted, "interrupted; nothing was changed",
                "run the same command again");
  }

 private:
  const std::atomic<bool>* stop_;
};

// Of a folder that is locked.
void compact_folder(const std::string& folder, const std::atomic<bool>* stop) {
  Rebuild beside(folder);
  const Database database = Database::open(folder);
  Watcher watcher(stop);
  xapian_call("cannot compact the database " + folder, [&] {
    database.read([&](Xapian::Database& source) {
      source.compact(beside.path(), 0, 0, watcher);
    });
  });
  DatabaseWriter::open_alone(beside.path()).note_compacted();
  sync_files(beside.path());
  beside.swap();
}

bool is_worth_compacting(const std::string& folder, uint64_t least_bytes) {
  if (folder_bytes(folder) < least_bytes) return false;
  const Database database = Database::open(folder);
  const uint64_t removed = database.removed_since_compaction();
  return removed * 2 > database.passage_count();
}

Compacted compact_folders(const std::string& db,
                          const std::vector<std::string>& folders,
                          const Patience& patience) {
  Compacted result;
  // Of another version, or damaged: not to be copied.
  open_whole(db);
  const DatabaseWriter lock = open_when_free(db, patience);
  result.bytes_before = database_bytes(db);
  for (const std::string& folder : folders) {
    compact_folder(folder, patience.stop);
  }
  result.bytes_after = database_bytes(db);
  return result;
}

}  // namespace

Compacted compact_database(const std::string& db, const Patience& patience) {
  return compact_folders(db, local_shards(db), patience);
}

std::optional<Compacted> compact_if_worth(const std::string& db,
                                          uint64_t least_bytes,
                                          const Patience& patience) {
  std::vector<std::string> folders = local_shards(db);
  std::erase_if(folders, [&](const std::string& folder) {
    return !is_worth_compacting(folder, least_bytes);
  });
  if (folders.empty()) return std::nullopt;
  return compact_folders(db, folders, patience);
}

std::string print_compacted(const Compacted& compacted) {
  return fmt::format("compacted: {} to {}\n",
                     bytes_text(compacted.bytes_before),
                     bytes_text(compacted.bytes_after));
}

std::string print_compacted_json(const Compacted& compacted) {
  const nlohmann::ordered_json json = {
      {"format", 1},
      {"compacted",
       {{"before", compacted.bytes_before}, {"after", compacted.bytes_after}}}};
  return json.dump() + "\n";
}

}  // namespace ibid
