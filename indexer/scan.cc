// SPDX-License-Identifier: GPL-3.0-or-later
// Two passes. The first walks all that was named, without following symbolic
// links; the second follows the links that it met, those to folders first, to
// what has not been found by then. So a file goes by its own path where it has
// one, whatever the order. A folder or file that is named itself is left out of
// the walk of the folder above it: it has its own, so nothing is looked at
// twice.
#include "indexer/scan.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "index/glob.h"
#include "indexer/folder.h"
#include "indexer/formats/format.h"
#include "indexer/ignore.h"
#include "indexer/scan_errors.h"

namespace ibid {
namespace {

// Among the files of every database, and of every folder of shards.
constexpr std::array<const char*, 2> kDatabaseMarks = {"iamglass", "XAPIANDB"};

// A path in a folder being walked, and what decides about it.
struct Place {
  std::string path;
  std::string relative;  // below the root; with no slash at its end
  int32_t root = -1;
  bool named = false;
  Links links = Links::kStay;  // kFollow: the path itself is a link
  IgnoreChain ignores;         // of the folder that it is in
};

std::string join(const std::string& folder, const std::string& name) {
  const bool bare = folder.empty() || folder == "/";
  std::string out;
  out.reserve(folder.size() + 1 + name.size());
  return bare ? out.append(folder).append(name)
              : out.append(folder).append("/").append(name);
}

std::string real_path(const std::string& path) {
  std::error_code error;
  return std::filesystem::canonical(path, error).string();
}

class Scanner {
 public:
  Scanner(const ScanOptions& options, Roots& roots)
      : options_(options), roots_(roots) {}

  ScanResult run(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) name(path);
    for (const std::string& path : named_) {
      if (is_asked_for(path)) take_named(path);
    }
    for (const std::string& path : named_links_) {
      take_named(path, status_of(path, Links::kFollow), Links::kFollow);
    }
    for (; !links_.empty(); links_.pop_front()) follow(links_.front());
    take_linked_files();
    std::ranges::sort(result_.files, {}, &FoundFile::path);
    return std::move(result_);
  }

 private:
  void name(const std::string& path) {
    if (path.empty() || path.find('\0') != std::string::npos) {
      tell(impossible_path_error(path));
    } else {
      named_.insert(absolute_path(path));
    }
  }

  // Whether the path is at, above or below one that is asked for.
  bool is_asked_for(const std::string& path) const {
    if (options_.only == nullptr) return true;
    const std::vector<std::string>& only = *options_.only;
    const std::string below = join(path, "");
    const auto inner = std::ranges::lower_bound(only, below);
    if (inner != only.end() && inner->starts_with(below)) return true;
    for (std::string_view above = path;;) {
      if (std::ranges::binary_search(only, above)) return true;
      if (above.size() <= 1) return false;
      above = above.substr(0, std::max<size_t>(above.find_last_of('/'), 1));
    }
  }

  void take_named(const std::string& path) {
    if (options_.observer != nullptr) options_.observer->on_path(path);
    const EntryStatus status = status_of(path, Links::kStay);
    if (status.error == 0 && status.kind == EntryKind::kLink) {
      ++result_.links;
      named_links_.push_back(path);
    } else {
      take_named(path, status, Links::kStay);
    }
  }

  void take_named(const std::string& path, const EntryStatus& status,
                  Links links) {
    if (status.error == ENOENT || status.error == ENOTDIR) {
      result_.missing.push_back(path);
    } else if (status.error != 0) {
      result_.unread.push_back(path);
    }
    if (status.error != 0) {
      tell(named_path_error(path, status.error, links == Links::kFollow));
    } else if (status.kind == EntryKind::kFolder) {
      // Another name of a folder already walked does not become a root.
      if (!entered_.contains(status.id)) {
        result_.walked.push_back(path);
        walk(named_place(path, roots_.root_for(path, true), links));
      }
    } else if (status.kind == EntryKind::kFile) {
      const bool is_root = guess_format(path, {}) == Format::kJsonl;
      add(named_place(path, roots_.root_for(path, is_root), links), status);
    } else {
      tell(not_regular_error(path));
    }
  }

  Place named_place(const std::string& path, int32_t root, Links links) const {
    return {path, roots_.relative(root, path), root, true, links, {}};
  }

  void walk(Place top) {
    std::vector<Place> waiting;
    waiting.push_back(std::move(top));
    while (!waiting.empty()) {
      const Place place = std::move(waiting.back());
      waiting.pop_back();
      std::vector<Place> inner = enter(place);
      std::move(inner.rbegin(), inner.rend(), std::back_inserter(waiting));
    }
  }

  // A folder while its entries are taken.
  struct Visit {
    const Place& place;
    const Folder& folder;
    IgnoreChain ignores;
    std::vector<Place> inner;       // folders to enter next
    uint64_t too_long = 0;          // entries whose path nobody could open
    bool files_are_closed = false;  // it lists files but shows none of them
    bool has_others = false;        // see ScanResult
  };

  // Takes the files of a folder, and gives back the folders in it.
  std::vector<Place> enter(const Place& place) {
    announce(place);
    const Folder folder(place.path, place.links);
    if (folder.error() != 0) {
      cannot_read(place.path, "cannot read the folder", folder.error());
    }
    if (!entered_.insert(folder.id()).second) return {};
    const auto is_there = [&](const char* mark) {
      return folder.holds(mark, EntryKind::kFile);
    };
    if (std::ranges::any_of(kDatabaseMarks, is_there)) {
      ++result_.skipped;
      if (place.named) tell(database_warning(place.path));
      return {};
    }
    Visit visit{place, folder, ignores_in(place, folder), {}};
    for (const Entry& entry : folder.entries()) take_entry(visit, entry);
    if (visit.too_long > 0) tell(long_paths_error(place.path, visit.too_long));
    if (visit.files_are_closed) {
      cannot_read(place.path, "cannot look at the files in the folder", EACCES);
    }
    return std::move(visit.inner);
  }

  // But for databases, which change with every update.
  void announce(const Place& place) const {
    if (options_.observer == nullptr) return;
    for (const char* mark : kDatabaseMarks) {
      const std::string path = join(place.path, mark);
      if (status_of(path, Links::kStay).error == 0) return;
    }
    options_.observer->on_folder(place.path);
  }

  void take_entry(Visit& visit, const Entry& entry) {
    const Place& above = visit.place;
    Place place{join(above.path, entry.name),
                join(above.relative, entry.name),
                above.root,
                false,
                Links::kStay,
                visit.ignores};
    if (named_.contains(place.path)) return;
    if (!is_asked_for(place.path)) return pass_over(visit, entry, place);
    const bool is_link = entry.kind == EntryKind::kLink;
    if (place.path.size() > kMaxPathBytes) {
      ++visit.too_long;
    } else if (entry.name.starts_with('.') ||
               (!is_link && !is_wanted(place, entry.kind))) {
      ++result_.skipped;
    } else if (is_link) {  // whether it is wanted depends on where it leads
      ++result_.links;
      links_.push_back(std::move(place));
    } else if (entry.kind == EntryKind::kFolder) {
      visit.inner.push_back(in_own_root(std::move(place)));
    } else if (!visit.files_are_closed) {
      const EntryStatus status = visit.folder.status_of(entry.name);
      visit.files_are_closed = !take_file(std::move(place), status);
    }
  }

  void pass_over(Visit& visit, const Entry& entry, const Place& place) {
    if (visit.has_others || entry.kind != EntryKind::kFile) return;
    if (entry.name.starts_with('.') || !is_wanted(place, entry.kind)) return;
    visit.has_others = true;
    result_.others.push_back(place.path);
  }

  // False where the folder does not let us look at any of its files.
  bool take_file(Place place, const EntryStatus& status) {
    if (status.error == EACCES) return false;
    if (status.error == 0 && status.kind == EntryKind::kFile) {
      add(in_own_root(std::move(place)), status);
    } else if (status.error == 0) {
      ++result_.skipped;  // it has become something else since
    } else if (status.error != ENOENT) {
      cannot_read(place.path, "cannot look at the file", status.error);
    }
    return true;
  }

  // A place that is a root itself belongs to that, not to the one above.
  Place in_own_root(Place place) const {
    if (const std::optional<int32_t> root = roots_.find(place.path)) {
      place.root = *root;
      place.relative.clear();
    }
    return place;
  }

  void add(Place place, const EntryStatus& status) {
    taken_.push_back(status.id);
    result_.files.push_back({std::move(place.path), place.root,
                             std::move(place.relative), place.named,
                             status.stat});
  }

  IgnoreChain ignores_in(const Place& place, const Folder& folder) {
    constexpr const char* kName = ".gitignore";
    if (!folder.holds(kName, EntryKind::kFile)) return place.ignores;
    const std::optional<std::string> text =
        folder.read(kName, kMaxIgnoreFileBytes);
    if (!text) {
      tell(ignore_file_warning(join(place.path, kName)));
      return place.ignores;
    }
    return place.ignores.with(IgnoreRules(*text), join(place.path, "").size());
  }

  bool is_wanted(const Place& place, EntryKind kind) const {
    const bool is_folder = kind == EntryKind::kFolder;
    if (kind == EntryKind::kOther) return false;
    if (place.ignores.ignores(place.path, is_folder)) return false;
    const auto fits = [&](const std::string& pattern) {
      return path_match(pattern, place.relative);
    };
    const RootOptions& remembered =
        roots_.list()[static_cast<size_t>(place.root)].options;
    const auto& exclude =
        options_.exclude ? *options_.exclude : remembered.exclude;
    if (std::ranges::any_of(exclude, fits)) return false;
    if (is_folder) return true;
    const auto& include =
        options_.include ? *options_.include : remembered.include;
    return include.empty() || std::ranges::any_of(include, fits);
  }

  // Takes what a link leads to, unless it was found by another way.
  void follow(const Place& link) {
    const EntryStatus target = status_of(link.path, Links::kFollow);
    if (target.error != 0 && target.error != ENOENT &&
        target.error != ENOTDIR && target.error != ELOOP) {
      result_.unread.push_back(link.path);
    }
    if (target.error != 0 || !is_wanted(link, target.kind) ||
        !is_below(real_path(link.path), real_root(link.root))) {
      ++result_.skipped;
      return;
    }
    Place place = in_own_root(link);
    place.links = Links::kFollow;
    if (target.kind == EntryKind::kFile) {
      linked_files_.emplace_back(std::move(place), target);
    } else if (!entered_.contains(target.id)) {
      walk(std::move(place));
    }
  }

  void take_linked_files() {
    if (linked_files_.empty()) return;  // nearly always
    std::set<FileId> taken(taken_.begin(), taken_.end());
    for (const auto& [place, status] : linked_files_) {
      if (!taken.insert(status.id).second) continue;
      if (options_.observer != nullptr) options_.observer->on_path(place.path);
      add(place, status);
    }
  }

  const std::string& real_root(int32_t root) {
    const auto [place, is_new] = real_roots_.try_emplace(root);
    if (is_new) {
      place->second = real_path(roots_.list()[static_cast<size_t>(root)].path);
    }
    return place->second;
  }

  void cannot_read(const std::string& path, const std::string& what,
                   int error) {
    result_.unread.push_back(path);
    tell(scan_error(path, what, error));
  }

  void tell(Diagnostic diagnostic) {
    result_.diagnostics.push_back(std::move(diagnostic));
  }

  const ScanOptions& options_;
  Roots& roots_;
  ScanResult result_;
  std::set<std::string> named_;
  std::vector<std::string> named_links_;
  std::deque<Place> links_;    // met in folders
  std::set<FileId> entered_;   // folders
  std::vector<FileId> taken_;  // files
  std::vector<std::pair<Place, EntryStatus>> linked_files_;
  std::map<int32_t, std::string> real_roots_;
};

}  // namespace

ScanResult scan(const std::vector<std::string>& paths,
                const ScanOptions& options, Roots& roots) {
  return Scanner(options, roots).run(paths);
}

}  // namespace ibid
