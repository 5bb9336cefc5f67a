// SPDX-License-Identifier: GPL-3.0-or-later
// A batch begins with its first write, so that a run with nothing to do leaves
// the database's revision as it is.
#include "indexer/target.h"

#include "index/schema.h"

namespace ibid {

Target::Target(const std::string& path, const Options& options)
    : options_(options) {
  if (options_.batch_bytes == 0) options_.batch_bytes = kBatchBytes;
  if (!options_.dry_run) {
    writer_ = open_when_free(path, options_.patience);
    return;
  }
  try {
    reader_ = Database::open(path);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kNotFound) throw;
  }
}

std::optional<ArticleRecord> Target::record(std::string_view key) const {
  if (writer_) return writer_->record(key);
  return reader_ ? reader_->record(key) : std::nullopt;
}

std::optional<FoundArticle> Target::find(std::string_view id) const {
  if (writer_) return writer_->find(id);
  return reader_ ? reader_->find(id) : std::nullopt;
}

std::string Target::new_key(std::string_view id) const {
  return writer_ ? writer_->new_key(id) : article_key(id);
}

std::optional<FileRecord> Target::file(int32_t root,
                                       std::string_view path) const {
  if (writer_) return writer_->file(root, path);
  return reader_ ? reader_->file(root, path) : std::nullopt;
}

std::vector<FileRecord> Target::files() const {
  if (writer_) return writer_->files();
  return reader_ ? reader_->files() : std::vector<FileRecord>{};
}

void Target::each_record(
    const std::function<void(std::string_view key, std::string_view data)>&
        visit) const {
  if (writer_) {
    writer_->each_record(visit);
  } else if (reader_) {
    reader_->each_record(visit);
  }
}

std::vector<Root> Target::roots() const {
  if (writer_) return writer_->roots();
  return reader_ ? reader_->roots() : std::vector<Root>{};
}

uint64_t Target::passage_count() const {
  if (writer_) return writer_->passage_count();
  return reader_ ? reader_->passage_count() : 0;
}

uint64_t Target::article_count() const {
  if (writer_) return writer_->article_count();
  return reader_ ? reader_->article_count() : 0;
}

void Target::add_document(const Xapian::Document& document) {
  if (!writer_) return;
  start_batch();
  writer_->add_document(document);
}

void Target::delete_document(const std::string& unique_term) {
  if (!writer_) return;
  start_batch();
  writer_->delete_document(unique_term);
}

void Target::put_record(std::string_view key, const ArticleRecord& record) {
  if (!writer_) return;
  start_batch();
  writer_->put_record(key, record);
}

void Target::delete_record(std::string_view key) {
  if (!writer_) return;
  start_batch();
  writer_->delete_record(key);
}

void Target::put_file(const FileRecord& record) {
  if (!writer_) return;
  start_batch();
  writer_->put_file(record);
}

void Target::delete_file(int32_t root, std::string_view path) {
  if (!writer_) return;
  start_batch();
  writer_->delete_file(root, path);
}

void Target::put_roots(const std::vector<Root>& roots) {
  if (!writer_ || writer_->roots() == roots) return;
  start_batch();
  writer_->put_roots(roots);
}

void Target::put_synonyms(const Synonyms& synonyms) {
  if (!writer_ || writer_->has_synonyms(synonyms)) return;
  start_batch();
  writer_->put_synonyms(synonyms);
}

bool Target::batch_is_full() const {
  return !options_.all_or_nothing && batch_bytes_ >= options_.batch_bytes;
}

void Target::finish() {
  batch_bytes_ = 0;
  if (!in_batch_) return;
  in_batch_ = false;
  writer_->commit();
}

void Target::abandon() {
  batch_bytes_ = 0;
  if (!in_batch_) return;
  in_batch_ = false;
  writer_->rollback();
}

void Target::start_batch() {
  if (in_batch_) return;
  writer_->begin();
  in_batch_ = true;
  has_written_ = true;
}

}  // namespace ibid
