// SPDX-License-Identifier: GPL-3.0-or-later
// The databases of a server, by name, as one worker has them open: nothing of
// Xapian is shared between threads. Not thread-safe: one a worker.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/database.h"
#include "searcher/looked_up.h"
#include "searcher/searcher.h"
#include "searcher/suggest.h"

namespace ibid {

struct NamedDatabase {
  std::string name;  // of letters, digits, '.', '_' and '-'
  DatabaseSource source;
};

// One database; each use moves on to its newest revision.
class OpenDatabase {
 public:
  // Throws as Database::open.
  explicit OpenDatabase(const DatabaseSource& source);

  // Throws as Searcher::search, and Refusal (404) where the passage is not
  // there that others are to be like.
  Answer search(const SearchRequest& request);

  // Opened when it is first asked for. Throws as Database::open.
  Suggester& suggester();
  Database& database() { return searcher_.database(); }

  // What cannot be asked now.
  const std::vector<MissingShard>& missing();

  // Made anew only where there is a newer revision.
  const DatabaseSummary& summary();

 private:
  DatabaseSource source_;
  Searcher searcher_;
  std::optional<Suggester> suggester_;
  std::optional<DatabaseSummary> summary_;
  uint64_t moves_ = 0;  // of the database when the summary was made
};

class Databases {
 public:
  // At least one; the first is the one meant where none is named.
  explicit Databases(std::vector<NamedDatabase> named);

  const std::vector<NamedDatabase>& named() const { return named_; }

  // Opened when it is first asked for; empty: the first. Throws Refusal (404)
  // for an unknown name, and as Database::open.
  OpenDatabase& get(std::string_view name);

  // Opens all of them. Throws as Database::open, but for those of other
  // machines that are away: what is to be said of them is given back, a line
  // each.
  std::vector<std::string> open_all();

  // Forgets what is open: after an error of the disk the next request begins
  // afresh.
  void close_all() { open_.clear(); }

 private:
  std::vector<NamedDatabase> named_;
  std::map<std::string, std::unique_ptr<OpenDatabase>, std::less<>> open_;
};

}  // namespace ibid
