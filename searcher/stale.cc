// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/stale.h"

#include <sys/stat.h>

namespace ibid {
namespace {

constexpr int64_t kNanoseconds = 1000000000;

const Root* root_of(const ArticleRecord& record,
                    const std::vector<Root>& roots) {
  const auto place = static_cast<size_t>(record.root);
  if (record.root < 0 || place >= roots.size()) return nullptr;
  return &roots[place];
}

}  // namespace

std::optional<std::string> article_path(const ArticleRecord& record,
                                        const std::vector<Root>& roots) {
  const Root* root = root_of(record, roots);
  if (root == nullptr) return std::nullopt;
  if (record.path.empty()) return root->path;
  return root->path == "/" ? "/" + record.path : root->path + "/" + record.path;
}

std::optional<bool> is_stale(const ArticleRecord& record,
                             const std::vector<Root>& roots) {
  const auto path = article_path(record, roots);
  if (!path) return std::nullopt;
  struct stat info {};
  if (::stat(path->c_str(), &info) == 0) {
    const int64_t mtime_ns =
        info.st_mtim.tv_sec * kNanoseconds + info.st_mtim.tv_nsec;
    return static_cast<uint64_t>(info.st_size) != record.size ||
           mtime_ns != record.mtime_ns;
  }
  if (record.path.empty()) return std::nullopt;
  if (::stat(root_of(record, roots)->path.c_str(), &info) != 0) {
    return std::nullopt;
  }
  return true;
}

}  // namespace ibid
