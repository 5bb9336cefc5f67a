// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "index/schema.h"
#include "searcher/like.h"
#include "searcher/locate.h"
#include "searcher/partial.h"
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
  return OpenArticle{found->key, decode_found(*found)};
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

}  // namespace

std::optional<LocatedPassage> look_up_passage(Database& database,
                                              std::string_view id) {
  bool may_be_away = false;
  auto found = read_newest(
      database,
      [&](const Xapian::Database& db) -> std::optional<LocatedPassage> {
        may_be_away = false;
        for (const LikeTarget& target : like_targets(id)) {
          if (!target.passage) continue;
          const auto article = open_article(database, target.article_id);
          may_be_away = !article;
          if (!article || *target.passage > article->record.passages.size()) {
            return std::nullopt;
          }
          return locate(article->record, *target.passage,
                        stored_passage(db, *article, *target.passage),
                        database.roots());
        }
        return std::nullopt;
      });
  if (may_be_away) require_whole(database.missing());
  return found;
}

std::optional<FullArticle> look_up_article(Database& database,
                                           std::string_view id,
                                           const PassageRange& range) {
  auto result = read_newest(
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
  if (!result) require_whole(database.missing());
  return result;
}

ArticleList list_articles(Database& database, const std::string& from,
                          size_t count) {
  return read_newest(database, [&](const Xapian::Database&) {
    const Database::Stretch stretch = database.articles_from(from, count);
    ArticleList list;
    for (const FoundArticle& found : stretch.articles) {
      ArticleRecord record = decode_found(found);
      list.articles.push_back({std::move(record.id), std::move(record.title),
                               std::move(record.url),
                               std::move(record.updated)});
    }
    list.next = stretch.next;
    list.missing_shards = database.missing();
    return list;
  });
}

DatabaseSummary summarize(Database& database) {
  return read_newest(database, [&](const Xapian::Database&) {
    DatabaseSummary summary;
    summary.path = database.path();
    summary.articles = database.article_count();
    summary.passages = database.passage_count();
    summary.languages = database.languages();
    summary.revision = database.revision();
    summary.updated = database.updated();
    summary.missing_shards = database.missing();
    return summary;
  });
}

}  // namespace ibid
