// SPDX-License-Identifier: GPL-3.0-or-later
// The database behind the server, opened when it is first needed: it may come
// to be only after the server has started, and go while it runs.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "searcher/searcher.h"

namespace ibid {

// Not thread-safe.
class Library {
 public:
  // path: of the database. language: as SearchRequest has it, of all queries.
  Library(std::string path, std::string language)
      : path_(std::move(path)), language_(std::move(language)) {}

  // Opens the database where it is not open. Throws Error as Database::open.
  Searcher& searcher();
  Database& database() { return searcher().database(); }

  // After an error that may be of the database: it is opened anew when it is
  // next needed.
  void close() { searcher_.reset(); }

  const std::string& language() const { return language_; }

 private:
  std::string path_;
  std::string language_;
  std::optional<Searcher> searcher_;
};

}  // namespace ibid
