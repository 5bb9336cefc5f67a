// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian renames its version file into place at the end of a commit, but does
// not sync the folder: in a power cut the rename may be lost and the database
// unreadable. So commit() here syncs the folder itself.
#include <fcntl.h>
#include <fmt/format.h>
#include <unicode/uvernum.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "index/database.h"
#include "index/database_format.h"
#include "index/lock_holder.h"
#include "index/schema.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// What made the terms; of these only "analysis" is checked when opening.
std::string settings_json() {
  return nlohmann::json{{"analysis", kAnalysisVersion},
                        {"program", IBID_VERSION},
                        {"xapian", Xapian::version_string()},
                        {"icu", U_ICU_VERSION}}
      .dump();
}

// Takes the tables away that Xapian would take for a database. Under Xapian's
// own lock: another writer may be at work on them. Where that cannot be had,
// opening the database says why.
void clear_unfinished(const std::string& path) {
  const std::string lock_file = path + "/flintlock";
  const int fd =
      ::open(lock_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  if (::fcntl(fd, F_OFD_SETLK, &lock) == 0 && is_unfinished(path)) {
    std::error_code ignored;
    fs::remove(path + "/postlist.glass", ignored);
    fs::remove(path + "/termlist.glass", ignored);
  }
  ::close(fd);
}

// Makes sure that Xapian may open or create a database at path.
void prepare_location(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    fs::create_directories(path, error);
    if (error) {
      const bool denied = error == std::errc::permission_denied;
      throw Error(denied ? ErrorKind::kPermission : ErrorKind::kIo,
                  fmt::format("cannot make the database folder {}: {}", path,
                              error.message()),
                  "choose a folder that you can write to with --db");
    }
    return;
  }
  if (!fs::is_directory(status)) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} is a file, not a database folder", path),
                "name another folder with --db");
  }
  if (fs::exists(path + "/iamglass", error)) return;
  if (fs::is_empty(path, error) && !error) return;
  if (error) {
    throw Error(ErrorKind::kPermission,
                fmt::format("cannot look into {}: {}", path, error.message()),
                "choose another folder with --db");
  }
  check_version_file(path);
  if (is_unfinished(path)) {
    clear_unfinished(path);
    return;
  }
  throw Error(ErrorKind::kUsage,
              fmt::format("{} holds other files and no database", path),
              "name a new folder with --db, or empty this one");
}

// Whether nothing was ever written to db, as after a crash while it was made.
bool is_blank(const Xapian::Database& db) {
  return db.get_lastdocid() == 0 &&
         db.metadata_keys_begin() == db.metadata_keys_end();
}

void sync_folder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) {
    throw Error(ErrorKind::kIo, fmt::format("cannot sync the folder {}", path),
                "run ibid-indexer again; look for a failing disk");
  }
}

Xapian::WritableDatabase open_or_create(const std::string& path) {
  Xapian::WritableDatabase db(path, Xapian::DB_CREATE_OR_OPEN);
  if (!is_blank(db)) {
    check_format(path, db.get_metadata(std::string(kFormatKey)),
                 db.get_metadata(std::string(kSettingsKey)));
    return db;
  }
  db.set_metadata(std::string(kFormatKey), std::to_string(kFormatVersion));
  db.set_metadata(std::string(kSettingsKey), settings_json());
  db.commit();
  sync_folder(path);
  return db;
}

}  // namespace

struct DatabaseWriter::Impl {
  std::string path;
  std::string writing;  // how messages about failed writes begin
  Xapian::WritableDatabase db;
  bool in_transaction = false;

  template <class Call>
  auto run(Call&& call) const -> decltype(call()) {
    return xapian_call(writing, call);
  }

  // Of the id of the record under a key, if there is one.
  void drop_alias(std::string_view key) {
    const std::string before = db.get_metadata(record_key(key));
    if (!before.empty()) apply(no_alias_for(decode_place(before).id));
  }

  // Writes nothing where nothing changes, so that blocks stay as they are.
  void apply(const AliasChange& change) {
    if (db.get_metadata(change.metadata_key) == change.value) return;
    db.set_metadata(change.metadata_key, change.value);
  }
};

DatabaseWriter::DatabaseWriter(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
DatabaseWriter::DatabaseWriter(DatabaseWriter&&) noexcept = default;
DatabaseWriter& DatabaseWriter::operator=(DatabaseWriter&&) noexcept = default;

DatabaseWriter::~DatabaseWriter() {
  if (!impl_ || !impl_->in_transaction) return;
  try {
    impl_->db.cancel_transaction();
  } catch (...) {
    // The last commit stands; nothing else is left to do here.
    impl_->in_transaction = false;
  }
}

DatabaseWriter DatabaseWriter::open(const std::string& path) {
  prepare_location(path);
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->writing = "cannot write to the database " + path;
  try {
    xapian_call("cannot open the database " + path,
                [&] { impl->db = open_or_create(path); });
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kLocked) throw;
    throw locked_error(path);
  }
  return DatabaseWriter(std::move(impl));
}

void DatabaseWriter::begin() {
  impl_->run([&] {
    impl_->db.begin_transaction();
    impl_->in_transaction = true;
  });
}

void DatabaseWriter::commit() {
  impl_->run([&] {
    // Whatever comes of it, this transaction is over.
    impl_->in_transaction = false;
    impl_->db.commit_transaction();
    sync_folder(impl_->path);
  });
}

void DatabaseWriter::rollback() {
  impl_->run([&] {
    impl_->in_transaction = false;
    impl_->db.cancel_transaction();
  });
}

void DatabaseWriter::add_document(const Xapian::Document& document) {
  impl_->run([&] { impl_->db.add_document(document); });
}

bool DatabaseWriter::delete_document(const std::string& unique_term) {
  return impl_->run([&] {
    if (!impl_->db.term_exists(unique_term)) return false;
    impl_->db.delete_document(unique_term);
    return true;
  });
}

std::optional<ArticleRecord> DatabaseWriter::record(
    std::string_view key) const {
  const std::string data =
      impl_->run([&] { return impl_->db.get_metadata(record_key(key)); });
  if (data.empty()) return std::nullopt;
  return decode_record(data);
}

std::optional<FoundArticle> DatabaseWriter::find(std::string_view id) const {
  return impl_->run([&] { return find_article(metadata_of(impl_->db), id); });
}

std::string DatabaseWriter::new_key(std::string_view id) const {
  return impl_->run(
      [&] { return new_article_key(metadata_of(impl_->db), id); });
}

void DatabaseWriter::add_record(std::string_view key,
                                const ArticleRecord& record) {
  impl_->run([&] {
    const AliasChange alias = alias_for(key, record.id);
    if (!alias.value.empty()) impl_->apply(alias);
    impl_->db.set_metadata(record_key(key), encode_record(record));
  });
}

void DatabaseWriter::put_record(std::string_view key,
                                const ArticleRecord& record) {
  impl_->run([&] {
    impl_->drop_alias(key);
    impl_->apply(alias_for(key, record.id));
    impl_->db.set_metadata(record_key(key), encode_record(record));
  });
}

void DatabaseWriter::delete_record(std::string_view key) {
  impl_->run([&] {
    impl_->drop_alias(key);
    impl_->db.set_metadata(record_key(key), "");
  });
}

std::optional<FileRecord> DatabaseWriter::file(int32_t root,
                                               std::string_view path) const {
  return impl_->run([&] { return read_file_record(impl_->db, root, path); });
}

std::vector<FileRecord> DatabaseWriter::files() const {
  return impl_->run([&] { return read_file_records(impl_->db); });
}

void DatabaseWriter::put_file(const FileRecord& record) {
  impl_->run([&] {
    impl_->db.set_metadata(file_key(record.root, record.path),
                           encode_file(record));
  });
}

void DatabaseWriter::delete_file(int32_t root, std::string_view path) {
  impl_->run([&] { impl_->db.set_metadata(file_key(root, path), ""); });
}

void DatabaseWriter::each_record(
    const std::function<void(std::string_view key, std::string_view data)>&
        visit) const {
  impl_->run([&] { visit_records(impl_->db, visit); });
}

std::vector<Root> DatabaseWriter::roots() const {
  return parse_roots(impl_->run(
      [&] { return impl_->db.get_metadata(std::string(kRootsKey)); }));
}

void DatabaseWriter::put_roots(const std::vector<Root>& roots) {
  impl_->run([&] {
    impl_->db.set_metadata(std::string(kRootsKey), roots_json(roots));
  });
}

bool DatabaseWriter::has_synonyms(const Synonyms& synonyms) const {
  return impl_->run([&] {
    return impl_->db.get_metadata(std::string(kSynonymsKey)) ==
           synonyms.encode();
  });
}

void DatabaseWriter::put_synonyms(const Synonyms& synonyms) {
  impl_->run([&] {
    impl_->db.set_metadata(std::string(kSynonymsKey), synonyms.encode());
  });
}

void DatabaseWriter::note_compacted() {
  begin();
  impl_->run([&] {
    impl_->db.set_metadata(std::string(kGapsKey),
                           std::to_string(count_gaps(impl_->db)));
  });
  commit();
}

uint64_t DatabaseWriter::passage_count() const {
  return impl_->run([&]() -> uint64_t { return impl_->db.get_doccount(); });
}

uint64_t DatabaseWriter::article_count() const {
  return impl_->run([&] { return count_records(impl_->db); });
}

const std::string& DatabaseWriter::path() const { return impl_->path; }

}  // namespace ibid
