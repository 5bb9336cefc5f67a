// SPDX-License-Identifier: GPL-3.0-or-later
// The database that searcher_fuzz asks: few passages, of each kind, in several
// languages, with titles and texts that are hostile themselves.
#pragma once

#include <filesystem>
#include <string>

namespace ibid {

// Made by the indexer in a temporary folder that goes with it.
class FuzzDatabase {
 public:
  FuzzDatabase();
  ~FuzzDatabase();
  FuzzDatabase(const FuzzDatabase&) = delete;
  FuzzDatabase& operator=(const FuzzDatabase&) = delete;

  std::string path() const { return folder_ / "db"; }

 private:
  std::filesystem::path folder_;
};

}  // namespace ibid
