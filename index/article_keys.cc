// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/article_keys.h"

#include "index/article_record.h"
#include "index/error.h"
#include "index/schema.h"

namespace ibid {
namespace {

std::string alias_key(std::string_view id) {
  std::string key(kAliasPrefix);
  key += article_key(id);
  return key;
}

}  // namespace

ArticleRecord decode_found(const FoundArticle& found) {
  ArticleRecord record = decode_record(found.record);
  if (record.root >= 0) record.root += found.first_root;
  return record;
}

std::optional<FoundArticle> find_article(const MetadataReader& read,
                                         std::string_view id) {
  const std::string alias = read(alias_key(id));
  FoundArticle found;
  found.key = alias.empty() ? article_key(id) : alias;
  found.record = read(record_key(found.key));
  if (!found.record.empty() && decode_place(found.record).id == id) {
    return found;
  }
  if (alias.empty()) return std::nullopt;
  throw Error(ErrorKind::kCorrupt, "the alias of an article leads nowhere",
              "rebuild the database: ibid-indexer --rebuild");
}

std::string new_article_key(const MetadataReader& read, std::string_view id) {
  std::string key = article_key(id);
  for (int salt = 1; !read(record_key(key)).empty(); ++salt) {
    std::string salted(id);
    salted += '\0';
    salted += std::to_string(salt);
    key = article_key(salted);
  }
  return key;
}

AliasChange alias_for(std::string_view key, std::string_view id) {
  const bool natural = article_key(id) == key;
  return {alias_key(id), natural ? "" : std::string(key)};
}

AliasChange no_alias_for(std::string_view id) { return {alias_key(id), ""}; }

}  // namespace ibid
