// SPDX-License-Identifier: GPL-3.0-or-later
// Which root a path belongs to, and so which id its article gets.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/database.h"
#include "indexer/read_options.h"

namespace ibid {

// Whether path is folder or below it. Both absolute.
bool is_below(std::string_view path, std::string_view folder);

// Absolute, without ".", ".." and doubled slashes; symbolic links stay, since
// ids follow the names that people see. Only a link before a ".." is resolved,
// as its parent is another one than its name says. Throws Error(kNotFound)
// where path is relative and the current folder is gone.
std::string absolute_path(const std::string& path);

// The roots of a database while paths are added to it. Roots are only ever
// appended: records name them by their place.
class Roots {
 public:
  explicit Roots(std::vector<Root> known);

  // Makes folder (absolute) a root of this name; the ids below it begin with
  // "NAME/". A root of that name with another path moves there. Throws
  // Error(kUsage) for an empty name and where the folder is a root of another
  // name or of none.
  void declare(const std::string& name, const std::string& folder);

  // The place of the root that path (absolute) belongs to: the longest known
  // one that holds it, else a new one: path itself for a folder or a JSONL
  // file (is_root true), the folder that it is in for other files.
  int32_t root_for(const std::string& path, bool is_root);

  // The place of the root that is path itself; nullopt where path is none.
  std::optional<int32_t> find(std::string_view path) const;

  // path below the root; empty where path is the root.
  std::string relative(int32_t root, const std::string& path) const;

  // NAME/relative, or relative where the root has no name; for a root that is
  // a file itself, its file name.
  std::string id(int32_t root, const std::string& relative) const;

  // "NAME/", or empty where the root has no name: what the ids of a JSONL
  // file's articles begin with.
  std::string prefix(int32_t root) const;

  // The path (absolute) that is `relative` below the root; empty for root -1,
  // what came from stdin, and for a place that there is no root at.
  std::string absolute(int32_t root, const std::string& relative) const;

  // Notes that the root was passed as a whole, and with what; what the command
  // line says takes the place of what was remembered.
  void remember(int32_t root, const GivenOptions& given);

  // Forgets that the roots at or below path were passed as a whole, and their
  // options.
  void forget(const std::string& path);

  const std::vector<Root>& list() const { return roots_; }

 private:
  int32_t append(const std::string& path);

  std::vector<Root> roots_;
  std::map<std::string, int32_t, std::less<>> places_;  // by path
};

}  // namespace ibid
