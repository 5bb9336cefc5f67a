// SPDX-License-Identifier: GPL-3.0-or-later
// How much room is unused Xapian does not tell. But it numbers documents on and
// on and uses no number twice, so the numbers without a passage count those
// removed; how many there were after the last compaction, which keeps them,
// stands in the metadata.
#include "indexer/compact.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

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

}  // namespace

Compacted compact_database(const std::string& db, const Patience& patience) {
  Compacted result;
  // Of another version, or damaged: not to be copied.
  Database::open(db);
  Rebuild beside(db, patience);
  result.bytes_before = database_bytes(db);
  const Database database = Database::open(db);
  Watcher watcher(patience.stop);
  xapian_call("cannot compact the database " + db, [&] {
    database.read([&](Xapian::Database& source) {
      source.compact(beside.path(), 0, 0, watcher);
    });
  });
  DatabaseWriter::open(beside.path()).note_compacted();
  sync_files(beside.path());
  beside.swap();
  result.bytes_after = database_bytes(db);
  return result;
}

bool is_worth_compacting(const std::string& db, uint64_t least_bytes) {
  if (database_bytes(db) < least_bytes) return false;
  const Database database = Database::open(db);
  const uint64_t removed = database.removed_since_compaction();
  return removed * 2 > database.passage_count();
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
