// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/lookup.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "index/schema.h"
#include "searcher/like.h"
#include "searcher/locate.h"
#include "searcher/stale.h"

namespace ibid {
namespace {

// Runs call(Xapian::Database&) on the newest revision.
template <class Call>
auto read_newest(Database& database, Call&& call)
    -> decltype(database.read(call)) {
  database.reopen();
  return database.read(call);
}

// An article of the revision that is being read.
struct OpenArticle {
  std::string key;
  ArticleRecord record;
};

std::optional<OpenArticle> open_article(const Database& database,
                                        std::string_view id) {
  auto found = database.find(id);
  if (!found) return std::nullopt;
  return OpenArticle{std::move(found->key), decode_record(found->record)};
}

StoredPassage stored_passage(const Xapian::Database& db,
                             const OpenArticle& article, size_t number) {
  const PassagePlace& place = article.record.passages[number - 1];
  const std::string term = unique_term(article.key, place.hash, place.repeat);
  const auto posting = db.postlist_begin(term);
  if (posting == db.postlist_end(term)) {
    throw Error(
        ErrorKind::kCorrupt,
        fmt::format("passage {} of {} is missing", number, article.record.id),
        "rebuild the database: ibid-indexer --rebuild");
  }
  return decode_passage(db.get_document(*posting).get_data());
}

FullArticle describe(const ArticleRecord& record,
                     const std::vector<Root>& roots) {
  FullArticle article;
  article.id = record.id;
  article.path = article_path(record.root, record.path, roots);
  article.title = record.title;
  article.url = record.url;
  article.updated = record.updated;
  article.language = record.language;
  article.tags = record.tags;
  article.sources = record.sources;
  article.stale = is_any_stale(record, roots);
  article.passage_count = record.passages.size();
  return article;
}

// When the database was last committed to.
int64_t commit_time(const std::string& path) {
  const std::string file = path + "/iamglass";
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) {
    throw Error(
        ErrorKind::kIo,
        fmt::format("cannot look at {}: {}", file, std::strerror(errno)),
        "try again: it may just be replaced by a rebuild");
  }
  return info.st_mtim.tv_sec;
}

}  // namespace

std::optional<LocatedPassage> look_up_passage(Database& database,
                                              std::string_view id) {
  return read_newest(
      database,
      [&](const Xapian::Database& db) -> std::optional<LocatedPassage> {
        for (const LikeTarget& target : like_targets(id)) {
          if (!target.passage) continue;
          const auto article = open_article(database, target.article_id);
          if (!article || *target.passage > article->record.passages.size()) {
            return std::nullopt;
          }
          return locate(article->record, *target.passage,
                        stored_passage(db, *article, *target.passage),
                        database.roots());
        }
        return std::nullopt;
      });
}

std::optional<FullArticle> look_up_article(Database& database,
                                           std::string_view id,
                                           const PassageRange& range) {
  return read_newest(
      database, [&](const Xapian::Database& db) -> std::optional<FullArticle> {
        const auto found = open_article(database, id);
        if (!found) return std::nullopt;
        const std::vector<Root> roots = database.roots();
        FullArticle article = describe(found->record, roots);
        size_t bytes = 0;
        for (size_t number = std::max<size_t>(1, range.first);
             number <= article.passage_count &&
             article.passages.size() < range.count && bytes < range.max_bytes;
             ++number) {
          article.passages.push_back(
              place_passage(found->record, number,
                            stored_passage(db, *found, number), roots));
          bytes += article.passages.back().passage.text.size();
        }
        return article;
      });
}

ArticleList list_articles(Database& database, const std::string& from,
                          size_t count) {
  return read_newest(database, [&](const Xapian::Database& db) {
    const std::string prefix(kRecordPrefix);
    ArticleList list;
    auto key = db.metadata_keys_begin(prefix);
    const auto end = db.metadata_keys_end(prefix);
    if (!from.empty()) key.skip_to(record_key(from));
    for (; key != end && list.articles.size() < count; ++key) {
      ArticleRecord record = decode_record(db.get_metadata(*key));
      list.articles.push_back({std::move(record.id), std::move(record.title),
                               std::move(record.url),
                               std::move(record.updated)});
    }
    if (key != end) list.next = (*key).substr(prefix.size());
    return list;
  });
}

DatabaseSummary summarize(Database& database) {
  return read_newest(database, [&](const Xapian::Database& db) {
    DatabaseSummary summary;
    summary.path = database.path();
    summary.articles = database.article_count();
    summary.passages = database.passage_count();
    summary.languages = database.languages();
    summary.revision = db.get_revision();
    summary.updated = commit_time(database.path());
    return summary;
  });
}

}  // namespace ibid
