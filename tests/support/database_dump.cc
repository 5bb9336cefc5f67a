// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/database_dump.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "index/database.h"
#include "index/passage.h"
#include "index/schema.h"
#include "index/shards.h"

namespace ibid {
namespace {

class Dumper {
 public:
  Dumper(const std::string& path, std::string folder)
      : database_(Database::open(path)),
        xapian_(path),
        folder_(std::move(folder)),
        roots_(database_.roots()) {}

  std::vector<std::string> run() {
    database_.each_record([&](std::string_view key, std::string_view data) {
      records_.emplace(key, decode_record(data));
    });
    for (const auto& [key, record] : records_) add_article(key, record);
    for (const FileRecord& file : database_.files()) add_file(file);
    for (const auto& [key, record] : records_) {
      if (record.root >= 0 && !listed_.contains(key)) {
        add(fmt::format("BROKEN {}: no file names it", record.id));
      }
    }
    for (auto doc = xapian_.postlist_begin(""); doc != xapian_.postlist_end("");
         ++doc) {
      add_passage(xapian_.get_document(*doc));
    }
    for (const auto& [term, name] : missing_) {
      add(fmt::format("BROKEN {}: a record has it, no passage", term));
    }
    add_aliases();
    std::ranges::sort(lines_);
    return std::move(lines_);
  }

 private:
  void add(std::string line) { lines_.push_back(std::move(line)); }

  std::string place(int32_t root, const std::string& path) const {
    if (root < 0) return "-";
    std::string whole = roots_.at(static_cast<size_t>(root)).path;
    if (!path.empty()) whole += "/" + path;
    if (whole.starts_with(folder_)) whole.erase(0, folder_.size());
    return whole;
  }

  void add_article(const std::string& key, const ArticleRecord& record) {
    std::string line = fmt::format(
        "article {} at {} source {} settings {} title {} updated {} url {} "
        "language {}",
        record.id, place(record.root, record.path), record.source_hash.hex(),
        record.settings_hash.hex(), record.title, record.updated, record.url,
        record.language);
    for (const std::string& tag : record.tags) line += " tag " + tag;
    for (const Source& source : record.sources) {
      line += fmt::format(" source {} {}", source.name,
                          source.licence.value_or("-"));
    }
    for (const PassagePlace& passage : record.passages) {
      line += fmt::format(" passage {}.{} [{},{}) {} {} {} {}",
                          passage.hash.hex(), passage.repeat,
                          passage.span.start, passage.span.end, passage.line,
                          passage.bytes_hash, passage.exact, passage.anchor);
      missing_.emplace(
          unique_term(key, passage.hash, passage.repeat),
          fmt::format("Q={}.{}", passage.hash.hex(), passage.repeat));
    }
    add(line);
    const auto found = database_.find(record.id);
    if (!found || found->key != key) {
      add(fmt::format("BROKEN {}: its id does not lead to it", record.id));
    }
  }

  void add_file(const FileRecord& file) {
    for (const std::string& key : file.articles) {
      const auto record = records_.find(key);
      const std::string at = place(file.root, file.path);
      if (record == records_.end()) {
        add(fmt::format("BROKEN {}: names an article that is not", at));
      } else if (record->second.root != file.root ||
                 record->second.path != file.path) {
        add(fmt::format("BROKEN {}: names an article of another", at));
      } else if (!listed_.insert(key).second) {
        add(fmt::format("BROKEN {}: named twice", record->second.id));
      }
    }
  }

  void add_passage(const Xapian::Document& document) {
    StoredPassage passage = decode_passage(document.get_data());
    const std::string key = passage.article_key;
    const auto record = records_.find(key);
    if (record == records_.end()) {
      add("BROKEN a passage of no article: " + document.get_data());
      return;
    }
    std::string line = "passage of " + record->second.id;
    for (auto term = document.termlist_begin(); term != document.termlist_end();
         ++term) {
      line += fmt::format(" {}/{}", name_of(key, *term), term.get_wdf());
      for (auto at = term.positionlist_begin(); at != term.positionlist_end();
           ++at) {
        line += fmt::format(",{}", *at);
      }
    }
    for (auto value = document.values_begin(); value != document.values_end();
         ++value) {
      line += fmt::format(" {}={}", value.get_valueno(),
                          hash128(without(key, *value)).hex());
    }
    passage.article_key.clear();
    add(line + " " + encode_passage(passage));
  }

  void add_aliases() {
    // Of several, Xapian shows the metadata of the first alone.
    for (const ShardLocation& shard : shards_at(database_.path())) {
      add_aliases(Xapian::Database(shard.path));
    }
  }

  void add_aliases(const Xapian::Database& shard) {
    const std::string prefix(kAliasPrefix);
    for (auto key = shard.metadata_keys_begin(prefix);
         key != shard.metadata_keys_end(prefix); ++key) {
      const auto record = records_.find(shard.get_metadata(*key));
      if (record == records_.end() ||
          prefix + article_key(record->second.id) != *key) {
        add("BROKEN an alias leads nowhere");
      }
    }
  }

  // The same for the same passage whatever its article's key.
  std::string name_of(const std::string& key, const std::string& term) {
    const auto unique = missing_.find(term);
    if (unique == missing_.end()) return without(key, term);
    std::string name = std::move(unique->second);
    missing_.erase(unique);
    return name;
  }

  static std::string without(const std::string& key, std::string text) {
    const size_t at = text.find(key);
    return at == std::string::npos ? text : text.replace(at, key.size(), "KEY");
  }

  Database database_;
  Xapian::Database xapian_;
  std::string folder_;
  std::vector<Root> roots_;
  std::map<std::string, ArticleRecord, std::less<>> records_;
  std::set<std::string> listed_;                // keys
  std::map<std::string, std::string> missing_;  // by unique term, their names
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> dump_database(const std::string& path,
                                       const std::string& folder) {
  return Dumper(path, folder).run();
}

std::string difference(const std::vector<std::string>& a,
                       const std::vector<std::string>& b) {
  std::vector<std::string> lines;
  std::string text;
  std::ranges::set_difference(a, b, std::back_inserter(lines));
  for (const std::string& line : lines) text += "< " + line + "\n";
  lines.clear();
  std::ranges::set_difference(b, a, std::back_inserter(lines));
  for (const std::string& line : lines) text += "> " + line + "\n";
  return text;
}

}  // namespace ibid
