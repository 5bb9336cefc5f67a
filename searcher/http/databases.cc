// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/databases.h"

#include <fmt/format.h>

#include <algorithm>

#include "searcher/http/message.h"
#include "searcher/lookup.h"

namespace ibid {

OpenDatabase::OpenDatabase(const std::string& path)
    : searcher_(Database::open(path)),
      suggester_(Database::open(path)),
      database_(Database::open(path)) {}

Answer OpenDatabase::search(const SearchRequest& request) {
  try {
    return searcher_.search(request);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kNotFound || request.like.empty()) throw;
    database_.reopen();  // throws where it is the database that is gone
    throw Refusal(404, e.what(), e.hint());
  }
}

const DatabaseSummary& OpenDatabase::summary() {
  database_.reopen();
  if (!summary_ || moves_ != database_.moves()) {
    summary_ = summarize(database_);
    moves_ = database_.moves();
  }
  return *summary_;
}

Databases::Databases(std::vector<NamedDatabase> named)
    : named_(std::move(named)) {}

OpenDatabase& Databases::get(std::string_view name) {
  if (name.empty()) name = named_.front().name;
  if (const auto found = open_.find(name); found != open_.end()) {
    return *found->second;
  }
  const auto named = std::ranges::find(named_, name, &NamedDatabase::name);
  if (named == named_.end()) {
    throw Refusal(404, fmt::format("there is no database {}", name),
                  "GET /status lists their names");
  }
  auto open = std::make_unique<OpenDatabase>(named->path);
  return *open_.emplace(name, std::move(open)).first->second;
}

void Databases::open_all() {
  for (const NamedDatabase& database : named_) get(database.name);
}

}  // namespace ibid
