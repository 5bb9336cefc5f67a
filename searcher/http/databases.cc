// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/databases.h"

#include <fmt/format.h>

#include <algorithm>

#include "index/shards.h"
#include "searcher/http/message.h"
#include "searcher/lookup.h"
#include "searcher/partial.h"

namespace ibid {
namespace {

bool has_remote(const DatabaseSource& source) {
  return std::ranges::any_of(source.locations, [](const std::string& at) {
    return std::ranges::any_of(shards_at(at), &ShardLocation::is_remote);
  });
}

}  // namespace

OpenDatabase::OpenDatabase(const DatabaseSource& source)
    : source_(source), searcher_(Database::open(source)) {}

Suggester& OpenDatabase::suggester() {
  if (!suggester_) suggester_.emplace(Database::open(source_));
  return *suggester_;
}

const std::vector<MissingShard>& OpenDatabase::missing() {
  database().reopen();
  return database().missing();
}

Answer OpenDatabase::search(const SearchRequest& request) {
  try {
    return searcher_.search(request);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kNotFound || request.like.empty()) throw;
    database().reopen();  // throws where it is the database that is gone
    throw Refusal(404, e.what(), e.hint());
  }
}

const DatabaseSummary& OpenDatabase::summary() {
  database().reopen();
  if (!summary_ || moves_ != database().moves()) {
    summary_ = summarize(database());
    moves_ = database().moves();
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
  auto open = std::make_unique<OpenDatabase>(named->source);
  return *open_.emplace(name, std::move(open)).first->second;
}

std::vector<std::string> Databases::open_all() {
  std::vector<std::string> away;
  for (const NamedDatabase& database : named_) {
    try {
      const auto& missing = get(database.name).database().missing();
      if (missing.empty()) continue;
      away.push_back(
          fmt::format("{}: {}", database.name, partial_text(missing)));
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kUnavailable) throw;
      // Another machine may be back soon; a folder that is not there is a
      // mistake.
      if (!has_remote(database.source)) throw;
      away.push_back(fmt::format("{}: {}", database.name, e.what()));
    }
  }
  return away;
}

}  // namespace ibid
