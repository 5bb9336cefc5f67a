// SPDX-License-Identifier: GPL-3.0-or-later
// A batch begins with its first write, so that a run with nothing to do leaves
// the database's revision as it is.
#include "indexer/target.h"

#include "index/schema.h"

namespace ibid {

namespace {

// Of documents that are made ahead of being written, about.
constexpr size_t kWaitingBytes = 32 << 20;

}  // namespace

Target::Target(const std::string& path, const Options& options)
    : path_(path),
      options_(options),
      makers_(options.workers->jobs()),
      changes_(*options.workers, WorkerPool::Stage::kWriting, kWaitingBytes) {
  if (options_.batch_bytes == 0) options_.batch_bytes = kBatchBytes;
  if (!options_.dry_run) {
    writer_ = open_when_free(path, options_.patience, options_.shards);
    for (const std::string& shard : writer_->shards()) {
      remove_unfinished_build(shard);
    }
    return;
  }
  try {
    reader_ = open_whole(path);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kNotFound) throw;
  }
}

DatabaseWriter& Target::records() {
  return bulk_ ? bulk_->records() : *writer_;
}

const DatabaseWriter* Target::reading() const {
  if (bulk_) return &bulk_->records();
  return writer_ ? &*writer_ : nullptr;
}

std::optional<ArticleRecord> Target::record(std::string_view key) const {
  if (reading()) return reading()->record(key);
  return reader_ ? reader_->record(key) : std::nullopt;
}

std::optional<FoundArticle> Target::find(std::string_view id) const {
  if (reading()) return reading()->find(id);
  return reader_ ? reader_->find(id) : std::nullopt;
}

std::string Target::new_key(std::string_view id) const {
  return reading() ? reading()->new_key(id) : article_key(id);
}

std::optional<FileRecord> Target::file(int32_t root,
                                       std::string_view path) const {
  if (reading()) return reading()->file(root, path);
  return reader_ ? reader_->file(root, path) : std::nullopt;
}

std::vector<FileRecord> Target::files() const {
  if (reading()) return reading()->files();
  return reader_ ? reader_->files() : std::vector<FileRecord>{};
}

void Target::each_record(
    const std::function<void(std::string_view key, std::string_view data)>&
        visit) const {
  if (reading()) {
    reading()->each_record(visit);
  } else if (reader_) {
    reader_->each_record(visit);
  }
}

std::vector<Root> Target::roots() const {
  if (reading()) return reading()->roots();
  return reader_ ? reader_->roots() : std::vector<Root>{};
}

uint64_t Target::passage_count() const {
  if (writer_) return writer_->passage_count();
  return reader_ ? reader_->passage_count() : 0;
}

uint64_t Target::article_count() const {
  if (reading()) return reading()->article_count();
  return reader_ ? reader_->article_count() : 0;
}

std::vector<std::string> Target::shards() const {
  return writer_ ? writer_->shards() : std::vector<std::string>{};
}

void Target::change_passages(PassageChanges changes) {
  if (!writer_ || (changes.removed.empty() && changes.added.empty())) return;
  start_batch();
  if (bulk_) return bulk_->add(std::move(changes));
  while (changes_.full()) apply(changes_.take());
  const size_t bytes = changes.bytes();
  changes_.start(bytes, [this, changes = std::move(changes)](Worker worker) {
    MadeChanges made{changes.article_key, changes.removed, {}};
    makers_[worker].make(changes, [&](const Xapian::Document& document) {
      made.added.push_back(document);
    });
    return made;
  });
}

void Target::apply(const MadeChanges& changes) {
  for (const std::string& term : changes.removed) {
    writer_->delete_document(term, changes.article_key);
  }
  for (const Xapian::Document& document : changes.added) {
    writer_->add_document(document);
  }
}

void Target::add_record(std::string_view key, const ArticleRecord& record) {
  if (!bulk_) return put_record(key, record);
  start_batch();
  records().add_record(key, record);
}

void Target::put_record(std::string_view key, const ArticleRecord& record) {
  if (!writer_) return;
  start_batch();
  records().put_record(key, record);
}

void Target::delete_record(std::string_view key) {
  if (!writer_) return;
  start_batch();
  records().delete_record(key);
}

void Target::put_file(const FileRecord& record) {
  if (!writer_) return;
  start_batch();
  records().put_file(record);
}

void Target::delete_file(int32_t root, std::string_view path) {
  if (!writer_) return;
  start_batch();
  records().delete_file(root, path);
}

void Target::put_roots(const std::vector<Root>& roots) {
  if (!writer_ || records().roots() == roots) return;
  start_batch();
  records().put_roots(roots);
}

void Target::put_synonyms(const Synonyms& synonyms) {
  if (!writer_ || records().has_synonyms(synonyms)) return;
  start_batch();
  records().put_synonyms(synonyms);
}

void Target::start_bulk(const std::atomic<bool>& stop) {
  stop_ = &stop;
  const Synonyms kept = Database::synonyms_at(writer_->shards()[0]);
  bulk_ = std::make_unique<BulkBuild>(*writer_, *options_.workers);
  put_synonyms(kept);
}

bool Target::batch_is_full() const {
  return !options_.all_or_nothing && !bulk_ &&
         batch_bytes_ >= options_.batch_bytes;
}

void Target::finish() {
  batch_bytes_ = 0;
  if (bulk_) return finish_bulk();
  while (!changes_.empty()) apply(changes_.take());
  if (!in_batch_) return;
  in_batch_ = false;
  writer_->commit();
}

void Target::finish_bulk() {
  if (has_written_) bulk_->finish(*stop_);
  bulk_.reset();
  // Another database stands there now.
  writer_.reset();
  reader_ = Database::open(path_);
}

void Target::abandon() {
  batch_bytes_ = 0;
  changes_.clear();
  bulk_.reset();
  if (!in_batch_) return;
  in_batch_ = false;
  writer_->rollback();
}

void Target::start_batch() {
  has_written_ = true;
  if (in_batch_ || bulk_) return;
  writer_->begin();
  in_batch_ = true;
}

}  // namespace ibid
