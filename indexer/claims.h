// SPDX-License-Identifier: GPL-3.0-or-later
// Who gets which article of the database: a database holds an id once, and what
// moves keeps its passages. Of several files with the same id the first of the
// scan gets it, as in a database that is built anew.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/article_record.h"
#include "indexer/plan.h"
#include "indexer/roots.h"
#include "indexer/target.h"

namespace ibid {

// What claims an article.
struct Claimant {
  std::string id;
  std::string shown;  // the place as people know it
  int32_t root = -1;
  std::string relative;
  Hash128 source_hash;
  Hash128 settings_hash;
};

struct Claim {
  std::string key;
  std::optional<ArticleRecord> before;  // nullopt: a new article
  bool moved = false;  // before is that of another place, and says the same
};

// An article, and a place that it had or still has.
struct FormerArticle {
  std::string key;
  int32_t root = -1;
  std::string relative;
};

class Claims {
 public:
  // Both outlive the claims.
  Claims(const Target& target, const Roots& roots);

  // Tells which files the run deals with, before anything is claimed.
  void expect(const Plan& plan);

  // Whether none of these articles was claimed.
  bool are_free(const std::vector<std::string>& keys) const;
  bool is_free(const std::string& key) const { return !taken_.contains(key); }
  // Claims them as they are. Those that were claimed before are left alone.
  void keep(const std::vector<std::string>& keys);

  // nullopt: the article of this id belongs to another place; see owner().
  std::optional<Claim> claim(const Claimant& claimant);
  // Takes a claim back.
  void release(const Claim& claim, const std::string& id);
  // The place that an id could not be had from.
  const std::string& owner() const { return owner_; }

  // The article was removed in this run.
  void forget(const std::string& key) { away_.insert(key); }

  // Articles that had been those of files the run does not deal with.
  const std::vector<FormerArticle>& taken_elsewhere() const {
    return elsewhere_;
  }

 private:
  using Place = std::pair<int32_t, std::string>;
  // The hashes of source and settings.
  using Content = std::pair<decltype(Hash128::bytes), decltype(Hash128::bytes)>;

  // Under which there is no record yet.
  std::string new_key(const std::string& id) const;
  std::optional<Claim> claim_known(const Claimant& claimant,
                                   const FoundArticle& found);
  std::optional<Claim> claim_moved(const Claimant& claimant);
  bool belongs_elsewhere(const ArticleRecord& record, const Claimant& claimant);
  void find_gone();
  void take(const std::string& key, const Claimant& claimant);

  const Target& target_;
  const Roots& roots_;
  std::set<Place> places_;  // of files that the run deals with
  std::vector<const FileRecord*> gone_;
  bool gone_found_ = false;
  // Keys of articles of files that are gone, the first at the end.
  std::map<Content, std::vector<std::string>> gone_articles_;
  std::set<std::string, std::less<>> taken_;             // keys
  std::set<std::string, std::less<>> away_;              // keys: other id, none
  std::map<std::string, std::string, std::less<>> ids_;  // id -> place
  std::vector<FormerArticle> elsewhere_;
  std::string owner_;
};

}  // namespace ibid
