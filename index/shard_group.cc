// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/shard_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "index/error.h"

namespace ibid {
namespace {

// What a search waits for a shard that was away and may be back.
constexpr std::chrono::milliseconds kPatience{50};

FileIdentity stub_identity(const std::string& location) {
  if (location.starts_with("tcp:")) return {};
  const FileIdentity inside = identity_of(stub_path(location));
  return inside == FileIdentity() ? identity_of(location) : inside;
}

}  // namespace

// The shards that one location names, and what that depends on.
struct ShardGroup::Named {
  std::string location;
  std::vector<ShardLocation> shards;
  FileIdentity stub;
};

std::string DatabaseSource::name() const {
  return fmt::format("{}", fmt::join(locations, ", "));
}

ShardGroup::ShardGroup(const DatabaseSource& source, Formats formats)
    : timeout_(source.timeout), formats_(formats) {
  for (const std::string& location : source.locations) {
    const FileIdentity stub = stub_identity(location);
    named_.push_back({location, shards_at(location), stub});
  }
  open_all();
}

ShardGroup::~ShardGroup() = default;
ShardGroup::ShardGroup(ShardGroup&&) noexcept = default;
ShardGroup& ShardGroup::operator=(ShardGroup&&) noexcept = default;

void ShardGroup::open_all() {
  all_.clear();
  size_t count = 0;
  for (const Named& named : named_) count += named.shards.size();
  const OpenShard::Options options{timeout_, formats_, count == 1};
  std::vector<OpenShard*> remote;
  for (const Named& named : named_) {
    for (const ShardLocation& location : named.shards) {
      all_.push_back(std::make_unique<OpenShard>(location, options));
      if (location.is_remote()) {
        remote.push_back(all_.back().get());
      } else {
        all_.back()->open_local();
      }
    }
  }
  connect(remote);
  combine();
}

void ShardGroup::connect(const std::vector<OpenShard*>& shards) const {
  std::vector<ShardProbe*> probes;
  probes.reserve(shards.size());
  for (OpenShard* shard : shards) probes.push_back(&shard->look_for());
  wait_for(probes, timeout_);
  for (OpenShard* shard : shards) shard->end_look(true);
}

bool ShardGroup::reopen() {
  if (follow_stubs()) return true;
  bool moved = false;
  if (is_distrusted_) moved = connect_anew();
  for (const auto& shard : all_) {
    if (shard->db()) moved |= shard->reopen();
  }
  moved |= try_missing();
  // Thrown again each time, as long as none is there.
  if (moved || shards_.empty()) combine();
  return moved;
}

// A rebuild, or another number of shards, puts another stub in place.
bool ShardGroup::follow_stubs() {
  bool changed = false;
  for (Named& named : named_) {
    const FileIdentity stub = stub_identity(named.location);
    if (stub == named.stub) continue;
    std::vector<ShardLocation> shards = shards_at(named.location);
    changed |= shards != named.shards;
    named = {named.location, std::move(shards), stub};
  }
  if (changed) open_all();
  return changed;
}

bool ShardGroup::connect_anew() {
  is_distrusted_ = false;
  std::vector<OpenShard*> open;
  for (const auto& shard : all_) {
    if (shard->db() && shard->location().is_remote()) {
      open.push_back(shard.get());
    }
  }
  connect(open);
  return !open.empty();
}

// True where one is back.
bool ShardGroup::try_missing() {
  std::vector<ShardProbe*> begun;
  bool changed = false;
  for (const auto& shard : all_) {
    if (!shard->is_due()) continue;
    if (shard->location().is_remote()) {
      begun.push_back(&shard->look_for());
    } else {
      shard->open_local();
      changed |= shard->db().has_value();
    }
  }
  wait_for(begun, std::min(kPatience, timeout_));
  for (const auto& shard : all_) {
    if (shard->probe() == nullptr) continue;
    shard->end_look(false);
    changed |= shard->db().has_value();
  }
  return changed;
}

bool ShardGroup::recover(const Xapian::NetworkError& error) {
  const bool silent = error.get_type() == std::string("NetworkTimeoutError");
  for (const auto& shard : all_) {
    const ShardLocation& at = shard->location();
    const std::string address = fmt::format("({}:{})", at.host, at.port);
    if (silent && shard->db() && at.is_remote() &&
        error.get_context().ends_with(address)) {
      shard->lose_silent();
    }
  }
  const bool connected = connect_anew();
  combine();
  return connected || silent;
}

void ShardGroup::combine() {
  shards_.clear();
  missing_.clear();
  for (const auto& shard : all_) {
    if (shard->db()) {
      shards_.push_back({shard->location(), *shard->db(), shard->place()});
    } else {
      missing_.push_back({shard->location().name(), shard->reason()});
    }
  }
  if (shards_.empty()) {
    db_ = Xapian::Database();
    throw Error(ErrorKind::kUnavailable,
                fmt::format("cannot ask the database {}: {}", missing_[0].shard,
                            missing_[0].reason),
                "see that its server (xapian-tcpsrv) runs and can be reached");
  }
  check_twice();
  check_size();
  add_unnamed();
  db_ = shards_[0].db;
  if (shards_.size() == 1) return;
  db_ = Xapian::Database();
  for (const Shard& shard : shards_) db_.add_database(shard.db);
}

// A copy has the identity of what it was copied from.
void ShardGroup::check_twice() const {
  if (shards_.size() == 1) return;
  std::map<std::string, std::string> seen;
  for (const auto& shard : all_) {
    if (!shard->db()) continue;
    const auto [first, is_new] =
        seen.emplace(shard->uuid(), shard->location().name());
    if (is_new) continue;
    throw Error(ErrorKind::kUsage,
                fmt::format("{} and {} are the same database, or copies of one",
                            first->second, shard->location().name()),
                "name each once");
  }
}

// Xapian counts documents of all databases together in 32 bits, and beyond
// gives others than those found.
void ShardGroup::check_size() const {
  if (shards_.size() == 1) return;
  uint64_t last = 0;
  for (const Shard& shard : shards_) {
    last = std::max<uint64_t>(last, shard.db.get_lastdocid());
  }
  if (last * shards_.size() <= UINT32_MAX) return;
  throw Error(ErrorKind::kLimit,
              fmt::format("{} databases with document ids up to {} are more "
                          "than Xapian opens as one",
                          shards_.size(), last),
              "compact them: ibid-indexer --compact");
}

// Shards of the same sets that nothing has named.
void ShardGroup::add_unnamed() {
  std::map<std::string, std::set<uint32_t>> numbers;
  std::map<std::string, uint32_t> counts;
  for (const Shard& shard : shards_) {
    if (shard.place.set.empty()) continue;
    numbers[shard.place.set].insert(shard.place.number);
    counts[shard.place.set] = shard.place.count;
  }
  size_t away = missing_.size();
  for (const auto& [set, count] : counts) {
    for (uint32_t number = 0; number < count; ++number) {
      if (numbers[set].contains(number)) continue;
      // Those that are away cannot say which they are.
      if (away > 0) {
        --away;
        continue;
      }
      missing_.push_back(
          {fmt::format("shard {} of {}", number, count), "it was not named"});
    }
  }
}

}  // namespace ibid
