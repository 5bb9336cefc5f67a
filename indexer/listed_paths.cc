// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/listed_paths.h"

#include <fmt/format.h>

#include <algorithm>

#include "indexer/formats/format.h"
#include "indexer/read_source.h"

namespace ibid {
namespace {

std::string read_list(const std::string& file) {
  try {
    return file == "-" ? read_stdin(kMaxArticleBytes)
                       : read_file(file, kMaxArticleBytes);
  } catch (const FileError& e) {
    throw Error(e.kind(), fmt::format("--files-from {}: {}", file, e.what()),
                "it takes a file with one path a line, or -");
  }
}

}  // namespace

std::vector<std::string> listed_paths(const std::string& file) {
  const std::string bytes = read_list(file);
  std::vector<std::string> paths;
  size_t start = 0;
  while (start < bytes.size()) {
    const size_t end = std::min(bytes.find('\n', start), bytes.size());
    if (end > start) paths.push_back(bytes.substr(start, end - start));
    start = end + 1;
  }
  return paths;
}

}  // namespace ibid
