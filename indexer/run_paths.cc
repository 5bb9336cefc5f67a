// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/run_paths.h"

#include <utility>

#include "index/error.h"
#include "indexer/listed_paths.h"
#include "indexer/open_when_free.h"

namespace ibid {

std::optional<std::vector<std::string>> named_paths(
    const IndexerOptions& options) {
  std::vector<std::string> paths = options.paths;
  for (const auto& [name, folder] : options.roots) paths.push_back(folder);
  if (!options.files_from.empty()) {
    for (std::string& path : listed_paths(options.files_from)) {
      paths.push_back(std::move(path));
    }
    return paths;
  }
  // A rebuild of nothing but synonyms would forget every article.
  const bool has_synonyms = options.synonyms && !options.rebuild;
  if (paths.empty() && options.remove.empty() && !has_synonyms) {
    return std::nullopt;
  }
  return paths;
}

std::vector<std::string> remembered_paths(
    const Roots& roots, const std::vector<FileRecord>& files) {
  std::vector<std::string> paths;
  for (const Root& root : roots.list()) {
    if (root.whole) paths.push_back(root.path);
  }
  for (const FileRecord& file : files) {
    const std::string path = roots.absolute(file.root, file.path);
    if (path.empty()) continue;
    if (!roots.list()[static_cast<size_t>(file.root)].whole) {
      paths.push_back(path);
    }
  }
  return paths;
}

Remembered remembered(const std::string& db) {
  Remembered result;
  try {
    const Database database = open_whole(db);
    result.roots = database.roots();
    result.paths = remembered_paths(Roots(result.roots), database.files());
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::kVersion || e.kind() == ErrorKind::kCorrupt) {
      throw Error(e.kind(), e.what(),
                  "rebuild it from its paths: ibid-indexer --rebuild PATH...");
    }
    if (e.kind() != ErrorKind::kNotFound) throw;
  }
  if (!result.paths.empty()) return result;
  throw Error(
      ErrorKind::kUsage,
      "nothing to do: no path is named, and the database remembers none",
      "ibid-indexer PATH...");
}

}  // namespace ibid
