// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/watched.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace ibid {
namespace {

constexpr std::chrono::seconds kLookEvery{1};

bool is_another(const EntryStatus& a, const EntryStatus& b) {
  return a.error != b.error || a.kind != b.kind || a.id < b.id || b.id < a.id;
}

}  // namespace

void Watched::begin() {
  ++update_;
  unwatched_ = 0;
  refusal_ = 0;
  looked_at_.clear();
  take_changed();
}

void Watched::end() {
  std::erase_if(folders_, [&](const auto& entry) {
    if (entry.second.update == update_) return false;
    inotify_.remove(entry.first);
    return true;
  });
}

void Watched::on_folder(const std::string& path) {
  Names* names = watch(path);
  if (names == nullptr || names->all) return;
  names->folder = path;  // it may have been come by under another name
  names->all = true;
}

void Watched::on_path(const std::string& path) {
  const EntryStatus status = status_of(path, Links::kFollow);
  if (status.error != 0 || status.kind != EntryKind::kFile) {
    looked_at_[path] = status;
  }
  watch_name(path);
  std::error_code error;
  const std::string real = std::filesystem::canonical(path, error).string();
  if (!error && real != path) watch_name(real);
}

void Watched::watch_name(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  if (slash == std::string::npos || slash + 1 == path.size()) return;
  if (Names* names = watch(path.substr(0, std::max<size_t>(slash, 1)))) {
    names->also.insert(path.substr(slash + 1));
  }
}

// nullptr where that cannot be. What is missing or closed to us the update
// tells; what it lacks is noticed in the folder above.
Watched::Names* Watched::watch(const std::string& folder) {
  const Inotify::Added added = inotify_.add(folder);
  if (added.error == 0) {
    Names& names = folders_[added.watch];
    if (names.update != update_) names = {folder, false, {}, update_};
    return &names;
  }
  if (inotify_.error() != 0 || added.error == ENOSPC || added.error == ENOMEM) {
    ++unwatched_;
    refusal_ = added.error;
  }
  return nullptr;
}

bool Watched::changed_within(std::chrono::milliseconds timeout) {
  inotify_.wait(timeout);
  bool changed = false;
  for (const Inotify::Event& event : inotify_.read()) {
    changed = take(event) || changed;
  }
  if (!has_moved()) return changed;
  more_changed_ = true;
  return true;
}

std::optional<std::vector<std::string>> Watched::take_changed() {
  const std::set<std::string> changed = std::exchange(changed_, {});
  if (std::exchange(more_changed_, false)) return std::nullopt;
  return std::vector<std::string>(changed.begin(), changed.end());
}

// Whether it counts.
bool Watched::take(const Inotify::Event& event) {
  if (event.watch < 0) {
    more_changed_ = true;
    return true;
  }
  const auto folder = folders_.find(event.watch);
  if (folder == folders_.end()) return false;
  const Names& names = folder->second;
  const bool is_hidden =
      event.name.starts_with('.') && event.name != ".gitignore";
  const bool counts = event.name.empty() || (names.all && !is_hidden) ||
                      names.also.contains(event.name);
  if (counts) note(names, event);
  if (event.is_last) folders_.erase(folder);
  return counts;
}

// What was named may be followed to another place, and a folder holds more than
// itself.
void Watched::note(const Names& names, const Inotify::Event& event) {
  if (more_changed_) return;
  more_changed_ = event.name.empty() || event.name == ".gitignore" ||
                  event.is_folder || names.also.contains(event.name);
  const std::string above = names.folder == "/" ? "" : names.folder;
  changed_.insert(above + "/" + event.name);
  if (changed_.size() > kMaxChanged) more_changed_ = true;
}

bool Watched::has_moved() {
  const Clock::time_point now = Clock::now();
  if (now - last_look_ < kLookEvery) return false;
  last_look_ = now;
  bool moved = false;
  for (auto& [path, before] : looked_at_) {
    const EntryStatus status = status_of(path, Links::kFollow);
    if (!is_another(status, before)) continue;
    before = status;
    moved = true;
  }
  return moved;
}

}  // namespace ibid
