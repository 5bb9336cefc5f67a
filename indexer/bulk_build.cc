// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/bulk_build.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "index/error.h"
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

}  // namespace

BulkBuild::BulkBuild(std::string db, WorkerPool& workers)
    : db_(std::move(db)),
      parts_(new_folder(parts_folder(db_))),
      records_(DatabaseWriter::open(parts_ + "/records")),
      segments_(parts_, workers.jobs(), {}),
      makers_(workers.jobs()),
      under_way_(workers, WorkerPool::Stage::kWriting, kWaitingBytes) {
  records_->begin();
}

BulkBuild::~BulkBuild() {
  under_way_.clear();
  records_.reset();
  std::error_code ignored;
  fs::remove_all(parts_, ignored);
}

void BulkBuild::add(PassageChanges changes) {
  while (under_way_.full()) under_way_.take();
  const size_t bytes = changes.bytes();
  under_way_.start(bytes, [this, changes = std::move(changes)](Worker worker) {
    makers_[worker].make(changes, [&](const Xapian::Document& document) {
      segments_.add(worker, document);
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
  std::vector<std::string> sources = segments_.finish();
  sources.push_back(parts_ + "/records");
  const std::string merged = parts_ + "/merged";
  run_apart_whole([&] { merge_databases(sources, merged); }, stop);
  sync_files(merged);
  put_in_place(merged, db_);
}

void remove_unfinished_build(const std::string& db) {
  std::error_code ignored;
  fs::remove_all(parts_folder(db), ignored);
}

}  // namespace ibid
