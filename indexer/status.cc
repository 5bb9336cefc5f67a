// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/status.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "index/schema.h"
#include "index/shards.h"
#include "indexer/database_files.h"
#include "indexer/indexer.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// By the place of the root; -1 is stdin.
std::map<int32_t, RootStatus> root_statuses(const Database& database) {
  std::map<int32_t, RootStatus> statuses;
  int32_t place = 0;
  for (Root& root : database.roots()) {
    RootStatus& status = statuses[place++];
    std::error_code error;
    status.missing = !fs::exists(root.path, error);
    status.root = std::move(root);
  }
  database.each_record([&](std::string_view, std::string_view data) {
    const ArticleRecord record = decode_record(data);
    RootStatus& status = statuses[record.root];
    ++status.articles;
    status.passages += record.passages.size();
  });
  for (const FileRecord& file : database.files()) {
    RootStatus& status = statuses[file.root];
    ++status.files;
    status.bytes += file.stat.size;
    status.read_ns = std::max(status.read_ns, file.seen_ns);
  }
  return statuses;
}

ShardStatus shard_status(const ShardLocation& shard) {
  ShardStatus status;
  status.path = shard.name();
  try {
    const Database database = Database::open(shard.name());
    const std::string place = database.read([](const Xapian::Database& db) {
      return db.get_metadata(std::string(kShardKey));
    });
    status.number = decode_shard_place(place).number;
    status.passages = database.passage_count();
  } catch (const Error& e) {
    status.missing = e.what();
    return status;
  }
  if (!shard.is_remote()) {
    status.bytes = folder_bytes(shard.path);
    status.updated_ns = database_state(shard.path).mtime_ns;
  }
  return status;
}

std::vector<ShardStatus> shard_statuses(const std::string& db) {
  std::vector<ShardStatus> statuses;
  if (!is_sharded(db)) return statuses;
  for (const ShardLocation& shard : shards_at(db)) {
    statuses.push_back(shard_status(shard));
  }
  std::ranges::sort(statuses, {}, &ShardStatus::number);
  return statuses;
}

}  // namespace

StatusReport database_status(const IndexerOptions& options,
                             const std::atomic<bool>& stop) {
  const Database database = Database::open(options.db);
  StatusReport report;
  report.db = options.db;
  report.format_version = kFormatVersion;
  report.analysis_version = kAnalysisVersion;
  report.passages = database.passage_count();
  report.bytes = database_bytes(options.db);
  report.updated_ns = database_state(options.db).mtime_ns;
  report.shards = shard_statuses(options.db);
  report.languages = database.languages();
  for (auto& [place, status] : root_statuses(database)) {
    report.articles += status.articles;
    const bool empty = status.articles == 0 && status.files == 0;
    if (status.root.whole || !empty) report.roots.push_back(std::move(status));
  }
  const bool has_paths =
      std::ranges::any_of(report.roots, [](const RootStatus& status) {
        return status.root.whole || status.files > 0;
      });
  if (options.mode == IndexerMode::kStatusChanges) {
    IndexerOptions update = options;
    update.mode = IndexerMode::kIndex;
    update.dry_run = true;
    update.quiet = true;
    report.changes = has_paths ? run_indexer(update, stop) : Report{};
  }
  return report;
}

}  // namespace ibid
