// SPDX-License-Identifier: GPL-3.0-or-later
// Last stage: brings the database to what an article says now, writing only the
// passages that differ from those it holds.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysis.h"
#include "index/article_record.h"
#include "indexer/article.h"
#include "indexer/report.h"
#include "indexer/roots.h"
#include "indexer/scan.h"
#include "indexer/split.h"
#include "indexer/target.h"

namespace ibid {

// Where an article came from.
struct Origin {
  std::string id;     // of the article, with its root's prefix
  std::string shown;  // the place as people know it, for messages
  int32_t root = -1;
  std::string relative;
  uint32_t line = 0;  // of a JSONL file; 0: the whole file
  size_t start = 0;   // where the article's bytes begin in the file
  FileStat stat;
  Hash128 source_hash;    // of the article's bytes
  Hash128 settings_hash;  // see ArticleRecord
};

class Update {
 public:
  // All outlive the update.
  Update(Target& target, const Roots& roots, Report& report);

  // Claims the id for this origin. False where the article must not be read:
  // another place has the id (reported as an error), or nothing has changed
  // since it was indexed (counted as kept). Call it before parsing.
  bool wants(const Origin& origin);

  // Replaces what the database holds under origin.id. article.language must be
  // filled.
  void put(const Article& article, const Origin& origin,
           std::string_view source);

  // Forgets the article under a key. False where there is none.
  bool remove(std::string_view article_key);

 private:
  const Analyser& analyser(const std::string& language);
  void write_changes(const std::vector<Passage>& passages,
                     const ArticleRecord& record, const ArticleRecord* before);
  void report_taken(const Origin& origin, const std::string& other_place);
  void note(Diagnostic::Severity severity, const Origin& origin,
            std::string reason, std::string hint);

  Target& target_;
  const Roots& roots_;
  Report& report_;
  std::map<std::string, Analyser, std::less<>> analysers_;
  std::map<std::string, std::string, std::less<>> seen_;  // id -> place
};

}  // namespace ibid
