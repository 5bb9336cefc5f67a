// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/stale.h"

#include <sys/stat.h>

namespace ibid {
namespace {

constexpr int64_t kNanoseconds = 1000000000;

const Root* root_of(int32_t root, const std::vector<Root>& roots) {
  const auto place = static_cast<size_t>(root);
  return root < 0 || place >= roots.size() ? nullptr : &roots[place];
}

}  // namespace

std::optional<std::string> article_path(int32_t root, const std::string& path,
                                        const std::vector<Root>& roots) {
  const Root* folder = root_of(root, roots);
  if (folder == nullptr) return std::nullopt;
  if (path.empty()) return folder->path;
  return folder->path == "/" ? "/" + path : folder->path + "/" + path;
}

std::optional<bool> is_stale(const ArticleRecord& record,
                             const std::vector<Root>& roots,
                             const Database& database) {
  const auto path = article_path(record.root, record.path, roots);
  if (!path) return std::nullopt;
  struct stat info {};
  if (::stat(path->c_str(), &info) == 0) {
    const int64_t mtime_ns =
        info.st_mtim.tv_sec * kNanoseconds + info.st_mtim.tv_nsec;
    const auto file = database.file(record.root, record.path);
    return !file || static_cast<uint64_t>(info.st_size) != file->stat.size ||
           mtime_ns != file->stat.mtime_ns;
  }
  if (record.path.empty()) return std::nullopt;
  if (::stat(root_of(record.root, roots)->path.c_str(), &info) != 0) {
    return std::nullopt;
  }
  return true;
}

}  // namespace ibid
