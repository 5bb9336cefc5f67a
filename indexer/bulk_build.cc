// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/bulk_build.h"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <utility>

#include "index/error.h"
#include "index/shards.h"
#include "indexer/database_files.h"
#include "indexer/rebuild.h"
#include "indexer/run_apart.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// Of documents that wait to be written, about.
constexpr size_t kWaitingBytes = 64 << 20;

std::string new_folder(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  fs::create_directories(path, error);
  if (error) {
    throw Error(
        ErrorKind::kIo,
        fmt::format("cannot make the folder {}: {}", path, error.message()),
        "look for a full or failing disk");
  }
  return path;
}

std::vector<std::string> new_parts(const std::vector<std::string>& shards) {
  std::vector<std::string> parts;
  parts.reserve(shards.size());
  for (const std::string& shard : shards) {
    parts.push_back(new_folder(parts_folder(shard)));
  }
  return parts;
}

std::vector<std::string> in_each(const std::vector<std::string>& folders,
                                 const std::string& name) {
  std::vector<std::string> paths;
  paths.reserve(folders.size());
  for (const std::string& folder : folders) paths.push_back(folder + name);
  return paths;
}

}  // namespace

BulkBuild::BulkBuild(const DatabaseWriter& db, WorkerPool& workers)
    : shards_(db.shards()),
      parts_(new_parts(shards_)),
      jobs_(workers.jobs()),
      records_(
          DatabaseWriter::make(in_each(parts_, "/records"), db.shard_set())),
      makers_(jobs_),
      under_way_(workers, WorkerPool::Stage::kWriting, kWaitingBytes) {
  const Segments::Sizes sizes = Segments::sizes_of_one(shards_.size(), jobs_);
  for (const std::string& parts : parts_) {
    segments_.push_back(std::make_unique<Segments>(parts, jobs_, sizes));
  }
  records_->begin();
}

BulkBuild::~BulkBuild() {
  under_way_.clear();
  records_.reset();
  for (const std::string& parts : parts_) {
    std::error_code ignored;
    fs::remove_all(parts, ignored);
  }
}

void BulkBuild::add(PassageChanges changes) {
  while (under_way_.full()) under_way_.take();
  const size_t bytes = changes.bytes();
  const uint32_t shard =
      shard_of(changes.article_key, static_cast<uint32_t>(shards_.size()));
  under_way_.start(
      bytes, [this, shard, changes = std::move(changes)](Worker worker) {
        makers_[worker].make(changes, [&](const Xapian::Document& document) {
          segments_[shard]->add(worker, document);
        });
        return true;
      });
}

void BulkBuild::finish(const std::atomic<bool>& stop) {
  while (!under_way_.empty() && !stop) under_way_.take();
  if (stop) {
    throw Error(ErrorKind::kInterrupted, "interrupted; nothing was changed",
                "run the same command again");
  }
  records_->commit();
  records_.reset();
  std::vector<std::function<void()>> merges;
  for (size_t shard = 0; shard < shards_.size(); ++shard) {
    std::vector<std::string> sources = segments_[shard]->finish();
    sources.push_back(parts_[shard] + "/records");
    merges.emplace_back([sources, merged = parts_[shard] + "/merged"] {
      merge_databases(sources, merged);
    });
  }
  run_apart_whole(merges, jobs_, stop);
  for (const std::string& parts : parts_) sync_files(parts + "/merged");
  for (size_t shard = shards_.size(); shard-- > 0;) {
    put_in_place(parts_[shard] + "/merged", shards_[shard]);
  }
}

void remove_unfinished_build(const std::string& db) {
  std::error_code ignored;
  fs::remove_all(parts_folder(db), ignored);
}

}  // namespace ibid
