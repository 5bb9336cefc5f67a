// SPDX-License-Identifier: GPL-3.0-or-later
// From an article's id to the key that its record and passages stand under. The
// key is the hash of the id that the article had when it was added, and stays
// when the article moves; where it is no longer the hash of the id, an alias
// leads to it. The only place that knows this rule.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "index/article_record.h"

namespace ibid {

// Gives the metadata value under a key; empty: there is none.
using MetadataReader = std::function<std::string(const std::string& key)>;

// An article in the database.
struct FoundArticle {
  std::string key;
  std::string record;  // encoded
  // Where several databases are read as one: what the record's root counts
  // from (Database::roots).
  int32_t first_root = 0;
};

// Its record, of which root is that in Database::roots.
ArticleRecord decode_found(const FoundArticle& found);

// nullopt: no article has this id. Throws Error(kCorrupt).
std::optional<FoundArticle> find_article(const MetadataReader& read,
                                         std::string_view id);

// The key for a new article of this id: the hash of the id, or where an article
// that has moved away holds that, another one that is free.
std::string new_article_key(const MetadataReader& read, std::string_view id);

// What must become of the aliases where the record under a key changes: the
// metadata key to write, and its value (empty: remove it).
struct AliasChange {
  std::string metadata_key;
  std::string value;

  bool operator==(const AliasChange&) const = default;
};

// Of the id that the record under article_key has from now on.
AliasChange alias_for(std::string_view article_key, std::string_view id);
// Of the id that it had and no longer has.
AliasChange no_alias_for(std::string_view id);

}  // namespace ibid
