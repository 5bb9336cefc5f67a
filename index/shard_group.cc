// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/shard_group.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

#include "index/database.h"
#include "index/database_format.h"
#include "index/schema.h"

namespace ibid {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// What a search waits for a shard that was away and may be back.
constexpr milliseconds kPatience{50};
// So long after a shard was found to be away, or to be silent again and again,
// it is tried anew.
constexpr milliseconds kFirstPause{200};
constexpr milliseconds kLongestPause{30000};

// Which file or folder is at a path: a rebuild or a compaction puts another
// there. Of nothing, zeros.
struct Identity {
  uint64_t device = 0;
  uint64_t inode = 0;
  bool operator==(const Identity&) const = default;
};

Identity identity_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {};
  return {info.st_dev, info.st_ino};
}

// Opening reads two files, so that a writer can come in between: then it is
// done again.
template <class Open>
auto until_kept(Open&& open) -> decltype(open()) {
  for (int retry = 0;; ++retry) {
    try {
      return open();
    } catch (const Xapian::DatabaseModifiedError&) {
      if (retry == Database::kMaxRetries) throw;
    }
  }
}

std::string reason_of(const Xapian::Error& e) {
  const char* reason = e.get_error_string();
  return reason != nullptr ? reason : e.get_msg();
}

// Whether others can do without a database that gives this error.
bool is_away(const Error& e) {
  return e.kind() != ErrorKind::kVersion && e.kind() != ErrorKind::kUsage &&
         e.kind() != ErrorKind::kInternal;
}

}  // namespace

struct ShardGroup::Slot {
  explicit Slot(ShardLocation at) : location(std::move(at)) {}

  void take(Xapian::Database opened, Formats formats) {
    if (formats == Formats::kOurs) {
      check_format(location.name(),
                   opened.get_metadata(std::string(kFormatKey)),
                   opened.get_metadata(std::string(kSettingsKey)));
      place = decode_shard_place(opened.get_metadata(std::string(kShardKey)));
    }
    uuid = opened.get_uuid();
    db = std::move(opened);
    reason.clear();
    probe.reset();
  }

  ShardLocation location;
  std::optional<Xapian::Database> db;  // nullopt: it is away
  std::string reason;                  // why it is away
  ShardPlace place;
  std::string uuid;
  Identity folder;                    // of a local one
  std::unique_ptr<ShardProbe> probe;  // of a remote one that is away
  Clock::time_point next_try;
  milliseconds pause = kFirstPause;
};

// The databases that one location names, and what that depends on.
struct ShardGroup::Named {
  std::string location;
  std::vector<ShardLocation> shards;
  Identity stub;
};

namespace {

Identity stub_identity(const std::string& location) {
  if (location.starts_with("tcp:")) return {};
  const Identity inside = identity_of(stub_path(location));
  return inside == Identity() ? identity_of(location) : inside;
}

}  // namespace

std::string DatabaseSource::name() const {
  return fmt::format("{}", fmt::join(locations, ", "));
}

ShardGroup::ShardGroup(const DatabaseSource& source, Formats formats)
    : timeout_(source.timeout), formats_(formats) {
  for (const std::string& location : source.locations) {
    const Identity stub = stub_identity(location);
    named_.push_back({location, shards_at(location), stub});
  }
  make_slots();
  open_all();
}

ShardGroup::~ShardGroup() = default;
ShardGroup::ShardGroup(ShardGroup&&) noexcept = default;
ShardGroup& ShardGroup::operator=(ShardGroup&&) noexcept = default;

void ShardGroup::make_slots() {
  slots_.clear();
  for (const Named& named : named_) {
    for (const ShardLocation& shard : named.shards) {
      slots_.push_back(std::make_unique<Slot>(shard));
    }
  }
}

void ShardGroup::open_all() {
  std::vector<Slot*> remote;
  for (const auto& slot : slots_) {
    if (slot->location.is_remote()) {
      remote.push_back(slot.get());
    } else {
      open_local(*slot);
    }
  }
  open_remotes(remote);
  combine();
}

// Not half of one database and half of another that takes its place.
void ShardGroup::open_local(Slot& slot) {
  const std::string& path = slot.location.path;
  try {
    check_location(path);
    xapian_call("cannot open the database " + path, [&] {
      for (int retry = 0; retry <= Database::kMaxRetries; ++retry) {
        slot.folder = identity_of(path);
        slot.take(until_kept([&] { return Xapian::Database(path); }), formats_);
        if (slot.folder == identity_of(path)) return;
      }
    });
  } catch (const Error& e) {
    if (slots_.size() == 1 || !is_away(e)) throw;
    lose(slot, e.what());
  }
}

void ShardGroup::open_remotes(const std::vector<Slot*>& slots) {
  std::vector<ShardProbe*> probes;
  for (Slot* slot : slots) {
    slot->db.reset();
    slot->probe = std::make_unique<ShardProbe>(slot->location);
    probes.push_back(slot->probe.get());
  }
  wait_for(probes, timeout_);
  for (Slot* slot : slots) {
    switch (slot->probe->look()) {
      case ShardProbe::State::kThere:
        open_remote(*slot);
        break;
      case ShardProbe::State::kFailed:
        lose(*slot, slot->probe->reason());
        break;
      case ShardProbe::State::kWaiting:
        lose(*slot, silence());
    }
  }
}

void ShardGroup::open_remote(Slot& slot) {
  const auto limit = static_cast<useconds_t>(timeout_.count());
  try {
    xapian_call("cannot open the database " + slot.location.name(), [&] {
      try {
        slot.take(Xapian::Remote::open(slot.location.host, slot.location.port,
                                       limit, limit),
                  formats_);
      } catch (const Xapian::NetworkTimeoutError&) {
        lose(slot, silence());
      } catch (const Xapian::NetworkError& e) {
        lose(slot, reason_of(e));
      }
    });
  } catch (const Error& e) {
    if (!is_away(e)) throw;
    lose(slot, e.what());
  }
}

std::string ShardGroup::silence() const {
  return fmt::format("no answer within {} ms", timeout_.count());
}

void ShardGroup::lose(Slot& slot, const std::string& reason) {
  slot.db.reset();
  slot.probe.reset();
  slot.reason = reason;
  slot.next_try = Clock::now() + slot.pause;
  slot.pause = std::min(slot.pause * 2, kLongestPause);
}

bool ShardGroup::reopen() {
  if (follow_stubs()) return true;
  bool moved = false;
  if (is_distrusted_) moved = connect_anew();
  for (const auto& slot : slots_) {
    if (slot->db) moved |= reopen(*slot);
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
    const Identity stub = stub_identity(named.location);
    if (stub == named.stub) continue;
    std::vector<ShardLocation> shards = shards_at(named.location);
    changed |= shards != named.shards;
    named = {named.location, std::move(shards), stub};
  }
  if (!changed) return false;
  make_slots();
  open_all();
  return true;
}

bool ShardGroup::connect_anew() {
  is_distrusted_ = false;
  std::vector<Slot*> open;
  for (const auto& slot : slots_) {
    if (slot->db && slot->location.is_remote()) open.push_back(slot.get());
  }
  open_remotes(open);
  return !open.empty();
}

// Xapian compares numbers of revisions, which begin anew in another folder.
bool ShardGroup::reopen(Slot& slot) {
  if (slot.location.is_remote()) return reopen_remote(slot);
  const std::string& path = slot.location.path;
  bool moved = false;
  try {
    xapian_call("cannot reopen the database " + path, [&] {
      moved = identity_of(path) == slot.folder &&
              until_kept([&] { return slot.db->reopen(); });
    });
  } catch (const Error& e) {
    if (slots_.size() == 1 || !is_away(e)) throw;
    lose(slot, e.what());
    return true;
  }
  if (identity_of(path) == slot.folder) return moved;
  open_local(slot);
  return true;
}

bool ShardGroup::reopen_remote(Slot& slot) {
  bool moved = true;
  try {
    xapian_call("cannot reopen the database " + slot.location.name(), [&] {
      try {
        moved = slot.db->reopen();
        if (slot.db->get_uuid() == slot.uuid) {
          slot.pause = kFirstPause;
          return;
        }
        open_remotes({&slot});
      } catch (const Xapian::NetworkTimeoutError&) {
        lose(slot, silence());
      } catch (const Xapian::NetworkError&) {
        open_remotes({&slot});
      }
      moved = true;
    });
  } catch (const Error& e) {
    if (!is_away(e)) throw;
    lose(slot, e.what());
  }
  return moved;
}

// True where one is back.
bool ShardGroup::try_missing() {
  std::vector<ShardProbe*> begun;
  bool changed = false;
  for (const auto& slot : slots_) {
    if (slot->db || Clock::now() < slot->next_try) continue;
    if (!slot->location.is_remote()) {
      open_local(*slot);
      changed |= slot->db.has_value();
    } else if (!slot->probe) {
      slot->probe = std::make_unique<ShardProbe>(slot->location);
      begun.push_back(slot->probe.get());
    }
  }
  wait_for(begun, std::min(kPatience, timeout_));
  for (const auto& slot : slots_) {
    if (!slot->db && slot->probe) changed |= end_probe(*slot);
  }
  return changed;
}

bool ShardGroup::end_probe(Slot& slot) {
  switch (slot.probe->look()) {
    case ShardProbe::State::kThere:
      open_remote(slot);
      return slot.db.has_value();
    case ShardProbe::State::kFailed:
      lose(slot, slot.probe->reason());
      return false;
    case ShardProbe::State::kWaiting:
      break;
  }
  if (Clock::now() - slot.probe->begun() > timeout_) lose(slot, silence());
  return false;
}

bool ShardGroup::recover(const Xapian::NetworkError& error) {
  const bool silent = error.get_type() == std::string("NetworkTimeoutError");
  for (const auto& slot : slots_) {
    const ShardLocation& at = slot->location;
    const std::string address = fmt::format("({}:{})", at.host, at.port);
    if (!silent || !slot->db || !at.is_remote()) continue;
    if (error.get_context().ends_with(address)) lose(*slot, silence());
  }
  const bool connected = connect_anew();
  combine();
  return connected || silent;
}

void ShardGroup::combine() {
  shards_.clear();
  missing_.clear();
  for (const auto& slot : slots_) {
    if (slot->db) {
      shards_.push_back({slot->location, *slot->db, slot->place});
    } else {
      missing_.push_back({slot->location.name(), slot->reason});
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
  for (const auto& slot : slots_) {
    if (!slot->db) continue;
    const auto [first, is_new] =
        seen.emplace(slot->uuid, slot->location.name());
    if (is_new) continue;
    throw Error(ErrorKind::kUsage,
                fmt::format("{} and {} are the same database, or copies of one",
                            first->second, slot->location.name()),
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
