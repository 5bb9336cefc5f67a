// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/claims.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "index/schema.h"

namespace ibid {

Claims::Claims(const Target& target, const Roots& roots)
    : target_(target), roots_(roots) {}

void Claims::expect(const Plan& plan) {
  for (const FileTask& task : plan.tasks) {
    places_.emplace(task.file.root, task.file.relative);
  }
  for (const FileRecord* record : plan.gone) {
    places_.emplace(record->root, record->path);
  }
  gone_ = plan.gone;
}

bool Claims::are_free(const std::vector<std::string>& keys) const {
  return std::ranges::all_of(
      keys, [&](const std::string& key) { return is_free(key); });
}

void Claims::keep(const std::vector<std::string>& keys) {
  taken_.insert(keys.begin(), keys.end());
}

std::optional<Claim> Claims::claim(const Claimant& claimant) {
  const auto same = ids_.find(claimant.id);
  if (same != ids_.end()) {
    owner_ = same->second;
    return std::nullopt;
  }
  // A bulk build has what was claimed from it, and nothing else.
  const auto found =
      target_.in_bulk() ? std::nullopt : target_.find(claimant.id);
  // In a dry run the database still has what would have moved away by now.
  if (found && !away_.contains(found->key)) {
    return claim_known(claimant, *found);
  }
  std::optional<Claim> claim = claim_moved(claimant);
  if (!claim) claim = Claim{new_key(claimant.id), std::nullopt, false};
  take(claim->key, claimant);
  return claim;
}

std::string Claims::new_key(const std::string& id) const {
  std::string key = article_key(id);
  if (target_.in_bulk() && is_free(key)) return key;
  return target_.new_key(id);
}

std::optional<Claim> Claims::claim_known(const Claimant& claimant,
                                         const FoundArticle& found) {
  ArticleRecord before = decode_record(found.record);
  const bool same_place =
      before.root == claimant.root && before.path == claimant.relative;
  if (!is_free(found.key) ||
      (!same_place && belongs_elsewhere(before, claimant))) {
    owner_ = roots_.absolute(before.root, before.path);
    return std::nullopt;
  }
  const bool moved = !same_place &&
                     before.source_hash == claimant.source_hash &&
                     before.settings_hash == claimant.settings_hash;
  take(found.key, claimant);
  return Claim{found.key, std::move(before), moved};
}

// Whether the article's file is none that the run deals with, and is there.
bool Claims::belongs_elsewhere(const ArticleRecord& record,
                               const Claimant& claimant) {
  if (places_.contains({record.root, record.path})) return false;
  const std::string path = roots_.absolute(record.root, record.path);
  if (path.empty()) return false;
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return true;
  const auto found = target_.find(claimant.id);
  elsewhere_.push_back({found->key, record.root, record.path});
  return false;
}

// What is gone and says the same as something new has moved there.
std::optional<Claim> Claims::claim_moved(const Claimant& claimant) {
  if (claimant.root < 0) return std::nullopt;
  if (!gone_found_) find_gone();
  const auto found = gone_articles_.find(
      {claimant.source_hash.bytes, claimant.settings_hash.bytes});
  if (found == gone_articles_.end()) return std::nullopt;
  while (!found->second.empty()) {
    std::string key = std::move(found->second.back());
    found->second.pop_back();
    if (!is_free(key)) continue;
    away_.insert(key);
    return Claim{key, target_.record(key), true};
  }
  return std::nullopt;
}

void Claims::find_gone() {
  gone_found_ = true;
  for (const FileRecord* file : gone_) {
    for (const std::string& key : file->articles) {
      const auto record = target_.record(key);
      if (!record || record->root != file->root || record->path != file->path) {
        continue;
      }
      gone_articles_[{record->source_hash.bytes, record->settings_hash.bytes}]
          .push_back(key);
    }
  }
  for (auto& [content, keys] : gone_articles_) std::ranges::reverse(keys);
}

void Claims::release(const Claim& claim, const std::string& id) {
  taken_.erase(claim.key);
  std::erase_if(elsewhere_, [&](const FormerArticle& taken) {
    return taken.key == claim.key;
  });
  ids_.erase(id);
}

void Claims::take(const std::string& key, const Claimant& claimant) {
  taken_.insert(key);
  ids_.emplace(claimant.id, claimant.shown);
}

}  // namespace ibid
