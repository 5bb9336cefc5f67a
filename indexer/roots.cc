// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/roots.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "index/error.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

std::string current_folder() {
  std::error_code error;
  const fs::path folder = fs::current_path(error);
  if (error) {
    throw Error(ErrorKind::kNotFound,
                "cannot tell the current folder: " + error.message(),
                "change to a folder that exists, or give absolute paths");
  }
  return folder.string();
}

// The folder that path (absolute) is in; "/" for "/".
std::string_view parent(std::string_view path) {
  const size_t slash = path.find_last_of('/');
  return path.substr(0, std::max<size_t>(slash, 1));
}

// Where ".." leads from path. The empty string stands for "/" here.
std::string step_up(const std::string& path) {
  std::error_code error;
  if (fs::is_symlink(path, error)) {
    const fs::path real = fs::canonical(path, error);
    if (!error) {
      const std::string_view up = parent(real.native());
      return up == "/" ? "" : std::string(up);
    }
  }
  return path.substr(0, std::min(path.find_last_of('/'), path.size()));
}

}  // namespace

bool is_below(std::string_view path, std::string_view folder) {
  if (folder.empty()) return false;
  return folder == "/" || path == folder ||
         (path.starts_with(folder) && path[folder.size()] == '/');
}

std::string absolute_path(const std::string& path) {
  const std::string whole =
      path.starts_with('/') ? path : current_folder() + "/" + path;
  std::string out;  // without a slash at its end
  for (size_t start = 0; start < whole.size();) {
    const size_t end = std::min(whole.find('/', start), whole.size());
    const std::string_view part =
        std::string_view(whole).substr(start, end - start);
    if (part == "..") {
      out = step_up(out);
    } else if (!part.empty() && part != ".") {
      out.append("/").append(part);
    }
    start = end + 1;
  }
  return out.empty() ? "/" : out;
}

Roots::Roots(std::vector<Root> known) : roots_(std::move(known)) {
  for (size_t i = 0; i < roots_.size(); ++i) {
    places_.emplace(roots_[i].path, static_cast<int32_t>(i));
  }
}

void Roots::declare(const std::string& name, const std::string& folder) {
  if (name.empty()) {
    throw Error(ErrorKind::kUsage, "the root " + folder + " has no name",
                "write --root NAME=DIR");
  }
  const std::optional<int32_t> place = find(folder);
  if (place) {
    const std::string& other = roots_[static_cast<size_t>(*place)].name;
    if (other == name) return;
    throw Error(ErrorKind::kUsage,
                folder + " is already a root " +
                    (other.empty() ? "without a name"
                                   : "of the name \"" + other + "\""),
                "its articles have their ids from that; index into another "
                "database, or begin anew with --rebuild");
  }
  const auto same = std::ranges::find(roots_, name, &Root::name);
  if (same == roots_.end()) {
    roots_[static_cast<size_t>(append(folder))].name = name;
    return;
  }
  places_.erase(same->path);
  same->path = folder;
  places_.emplace(folder, static_cast<int32_t>(same - roots_.begin()));
}

int32_t Roots::root_for(const std::string& path, bool is_root) {
  std::string_view above = path;
  for (;;) {
    if (const std::optional<int32_t> place = find(above)) return *place;
    const std::string_view next = parent(above);
    if (next == above) break;
    above = next;
  }
  return append(is_root ? path : std::string(parent(path)));
}

std::optional<int32_t> Roots::find(std::string_view path) const {
  const auto place = places_.find(path);
  if (place == places_.end()) return std::nullopt;
  return place->second;
}

std::string Roots::relative(int32_t root, const std::string& path) const {
  const std::string& base = roots_[static_cast<size_t>(root)].path;
  if (path.size() <= base.size()) return "";
  return path.substr(base == "/" ? 1 : base.size() + 1);
}

std::string Roots::id(int32_t root, const std::string& relative) const {
  if (!relative.empty()) return prefix(root) + relative;
  const std::string& path = roots_[static_cast<size_t>(root)].path;
  return prefix(root) + path.substr(path.find_last_of('/') + 1);
}

std::string Roots::prefix(int32_t root) const {
  const std::string& name = roots_[static_cast<size_t>(root)].name;
  return name.empty() ? "" : name + "/";
}

std::string Roots::absolute(int32_t root, const std::string& relative) const {
  if (root < 0 || static_cast<size_t>(root) >= roots_.size()) return "";
  const std::string& base = roots_[static_cast<size_t>(root)].path;
  if (relative.empty()) return base;
  return base == "/" ? base + relative : base + "/" + relative;
}

void Roots::remember(int32_t root, const GivenOptions& given) {
  Root& known = roots_[static_cast<size_t>(root)];
  known.whole = true;
  if (given.include) known.options.include = *given.include;
  if (given.exclude) known.options.exclude = *given.exclude;
  if (given.format) known.options.format = *given.format;
  if (given.language) known.options.language = *given.language;
}

void Roots::forget(const std::string& path) {
  for (Root& root : roots_) {
    if (!is_below(root.path, path)) continue;
    root.whole = false;
    root.options = {};
  }
}

int32_t Roots::append(const std::string& path) {
  const auto place = static_cast<int32_t>(roots_.size());
  roots_.push_back({"", path, false, {}});
  places_.emplace(path, place);
  return place;
}

}  // namespace ibid
