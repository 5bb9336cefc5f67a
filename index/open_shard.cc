// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/open_shard.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "index/database.h"
#include "index/database_format.h"
#include "index/schema.h"

namespace ibid {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// So long after a shard was found to be away it is tried anew; one that is
// silent later each time, since one that greets and then says nothing costs a
// search its time-out.
constexpr milliseconds kFirstPause{200};
constexpr milliseconds kLongestPause{10000};

// A connection is no older: its server follows commits, but may not notice that
// another database, by chance of the same revision, has taken the place of the
// one that it has open.
constexpr std::chrono::seconds kOldest{60};

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

FileIdentity identity_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {};
  return {info.st_dev, info.st_ino};
}

OpenShard::OpenShard(ShardLocation location, const Options& options)
    : location_(std::move(location)), options_(options), pause_(kFirstPause) {}

void OpenShard::take(Xapian::Database opened) {
  if (options_.formats == Formats::kOurs) {
    check_format(location_.name(), opened.get_metadata(std::string(kFormatKey)),
                 opened.get_metadata(std::string(kSettingsKey)));
    place_ = decode_shard_place(opened.get_metadata(std::string(kShardKey)));
  }
  uuid_ = opened.get_uuid();
  db_ = std::move(opened);
  reason_.clear();
}

// Not half of one database and half of another that takes its place.
void OpenShard::open_local() {
  const std::string& path = location_.path;
  try {
    check_location(path);
    xapian_call("cannot open the database " + path, [&] {
      for (int retry = 0; retry <= Database::kMaxRetries; ++retry) {
        folder_ = identity_of(path);
        take(until_kept([&] { return Xapian::Database(path); }));
        if (folder_ == identity_of(path)) return;
      }
    });
  } catch (const Error& e) {
    if (options_.alone || !is_away(e)) throw;
    lose(e.what());
  }
}

ShardProbe& OpenShard::look_for() {
  db_.reset();
  probe_ = std::make_unique<ShardProbe>(location_);
  return *probe_;
}

void OpenShard::end_look(bool at_last) {
  switch (probe_->look()) {
    case ShardProbe::State::kThere:
      open_remote();
      break;
    case ShardProbe::State::kFailed:
      lose(probe_->reason());
      break;
    case ShardProbe::State::kWaiting:
      if (!at_last && Clock::now() - probe_->begun() < options_.timeout) return;
      lose_silent();
  }
  probe_.reset();
}

void OpenShard::open_remote() {
  const auto limit = static_cast<useconds_t>(options_.timeout.count());
  try {
    xapian_call("cannot open the database " + location_.name(), [&] {
      try {
        take(
            Xapian::Remote::open(location_.host, location_.port, limit, limit));
      } catch (const Xapian::NetworkTimeoutError&) {
        lose_silent();
      } catch (const Xapian::NetworkError& e) {
        lose(reason_of(e));
      }
    });
  } catch (const Error& e) {
    if (!is_away(e)) throw;
    lose(e.what());
  }
}

void OpenShard::connect_anew() {
  wait_for({&look_for()}, options_.timeout);
  end_look(true);
}

bool OpenShard::reopen() {
  return location_.is_remote() ? reopen_remote() : reopen_local();
}

// Xapian compares numbers of revisions, which begin anew in another folder.
bool OpenShard::reopen_local() {
  const std::string& path = location_.path;
  bool moved = false;
  try {
    xapian_call("cannot reopen the database " + path, [&] {
      moved = identity_of(path) == folder_ &&
              until_kept([&] { return db_->reopen(); });
    });
  } catch (const Error& e) {
    if (options_.alone || !is_away(e)) throw;
    lose(e.what());
    return true;
  }
  if (identity_of(path) == folder_) return moved;
  open_local();
  return true;
}

bool OpenShard::reopen_remote() {
  bool moved = true;
  try {
    xapian_call("cannot reopen the database " + location_.name(), [&] {
      try {
        moved = db_->reopen();
        if (db_->get_uuid() == uuid_ && Clock::now() < connected_ + kOldest) {
          pause_ = kFirstPause;
          return;
        }
        connect_anew();
      } catch (const Xapian::NetworkTimeoutError&) {
        lose_silent();
      } catch (const Xapian::NetworkError&) {
        connect_anew();
      }
      moved = true;
    });
  } catch (const Error& e) {
    if (!is_away(e)) throw;
    lose(e.what());
  }
  return moved;
}

bool OpenShard::is_due() const {
  return !db_ && !probe_ && Clock::now() >= next_try_;
}

void OpenShard::lose_silent() {
  lose(fmt::format("no answer within {} ms", options_.timeout.count()));
  pause_ = std::min(pause_ * 2, kLongestPause);
}

void OpenShard::lose(const std::string& reason) {
  db_.reset();
  reason_ = reason;
  next_try_ = Clock::now() + pause_;
}

}  // namespace ibid
