// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/segments.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "index/database.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// While segments are merged, those of three levels may be open, four files of
// each, and some that others have.
constexpr size_t kFilesOfSegment = 4;
constexpr size_t kLevels = 3;
// Of a segment that is being filled.
constexpr size_t kFilesOfOpen = 6;
// Passages that a worker holds in the segments of all shards.
constexpr size_t kOpenPassages = 8000;
constexpr size_t kLeastPassages = 250;

// Segments need not outlive a power cut: what they are merged into does.
constexpr int kSegmentFlags = Xapian::DB_CREATE | Xapian::DB_NO_SYNC;

size_t most_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

size_t affordable_fan_in(const Segments::Sizes& sizes) {
  const size_t others = sizes.other_files;
  const size_t files = std::max(most_open_files(), others) - others;
  return std::clamp<size_t>(files / (kFilesOfSegment * kLevels), 2,
                            sizes.fan_in);
}

}  // namespace

Segments::Segments(std::string folder, size_t jobs, const Sizes& sizes)
    : folder_(std::move(folder)),
      sizes_{sizes.passages, affordable_fan_in(sizes), sizes.other_files},
      open_(jobs) {}

Segments::Sizes Segments::sizes_of_one(size_t count, size_t jobs) {
  Sizes sizes;
  if (count < 2) return sizes;
  sizes.passages =
      std::clamp(kOpenPassages / count, kLeastPassages, sizes.passages);
  sizes.other_files += count * (jobs + 1) * kFilesOfOpen;
  return sizes;
}

std::string Segments::new_path() {
  return fmt::format("{}/{}", folder_, next_++);
}

void Segments::add(Worker worker, const Xapian::Document& document) {
  Open& segment = open_[worker];
  xapian_call("cannot write to " + folder_, [&] {
    if (!segment.db) {
      segment.path = new_path();
      segment.db.emplace(segment.path, kSegmentFlags);
      segment.passages = 0;
    }
    segment.db->add_document(document);
  });
  if (++segment.passages >= sizes_.passages) close(segment);
}

void Segments::close(Open& segment) {
  xapian_call("cannot write to " + folder_, [&] {
    segment.db->commit();
    segment.db->close();
  });
  segment.db.reset();
  hand_in(std::move(segment.path), 0);
}

// The worker whose segment is the last of so many merges them.
void Segments::hand_in(std::string path, size_t level) {
  std::vector<std::string> sources;
  {
    const std::lock_guard lock(mutex_);
    if (levels_.size() <= level) levels_.resize(level + 1);
    levels_[level].push_back(std::move(path));
    if (levels_[level].size() < sizes_.fan_in) return;
    sources.swap(levels_[level]);
  }
  const std::string to = new_path();
  merge_databases(sources, to);
  for (const std::string& source : sources) {
    std::error_code ignored;
    fs::remove_all(source, ignored);
  }
  hand_in(to, level + 1);
}

std::vector<std::string> Segments::finish() {
  for (Open& segment : open_) {
    if (segment.db) close(segment);
  }
  std::vector<std::string> all;
  for (const std::vector<std::string>& level : levels_) {
    all.insert(all.end(), level.begin(), level.end());
  }
  return all;
}

void merge_databases(const std::vector<std::string>& sources,
                     const std::string& to) {
  xapian_call("cannot merge into " + to, [&] {
    Xapian::Database all;
    for (const std::string& source : sources) {
      all.add_database(Xapian::Database(source));
    }
    all.compact(to);
  });
}

}  // namespace ibid
