// SPDX-License-Identifier: GPL-3.0-or-later
// Last stage: brings the database to what an article says now, writing only the
// passages that differ from those it holds.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "index/article_record.h"
#include "indexer/claims.h"
#include "indexer/prepare.h"
#include "indexer/report.h"
#include "indexer/roots.h"
#include "indexer/target.h"

namespace ibid {

// Where an article came from.
struct Origin {
  std::string id;     // of the article, with its root's prefix
  std::string shown;  // the place as people know it, for messages
  int32_t root = -1;
  std::string relative;
  uint32_t line = 0;      // of a JSONL file; 0: the whole file
  size_t start = 0;       // where the article's bytes begin in the file
  Hash128 source_hash;    // of the article's bytes
  Hash128 settings_hash;  // see ArticleRecord
};

class Update {
 public:
  // All outlive the update.
  Update(Target& target, Claims& claims, Report& report);

  // Claims the id for this origin, before it is parsed. nullopt where another
  // place has it, which is reported as an error.
  std::optional<Claim> claim(const Origin& origin);

  // Replaces what was claimed.
  void put(PreparedArticle article, const Origin& origin, const Claim& claim);

  // For an article that says what it said: counts it as kept, and where it
  // stands elsewhere in its file than it did, notes that.
  void keep(const Origin& origin, const Claim& claim);

  // Forgets the article under a key. False where there is none.
  bool remove(const std::string& article_key);

 private:
  void note_language(const std::string& language);
  void write_changes(std::vector<StoredPassage> passages,
                     const ArticleRecord& record, const Claim& claim);
  void note(Diagnostic::Severity severity, const Origin& origin,
            std::string reason, std::string hint);

  Target& target_;
  Claims& claims_;
  Report& report_;
  std::set<std::string> languages_;  // that came up
};

// Whether what was claimed says all that the origin does, read the same way.
bool says_the_same(const Claim& claim, const Origin& origin);

}  // namespace ibid
