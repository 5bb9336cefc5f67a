// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of one .gitignore file, as git reads them; scan asks them which
// entries of a folder to leave out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ibid {

class IgnoreRules {
 public:
  enum class Verdict : uint8_t {
    kNone,     // no rule says anything: ask the .gitignore of the folder above
    kIgnored,  // the last rule that matches ignores it
    kKept,     // the last rule that matches begins with '!'
  };

  // text: the bytes of the file. Lines that are no valid pattern match nothing.
  explicit IgnoreRules(std::string_view text);

  // What the rules say of path, which is relative to the folder that the file
  // stands in, without a slash at either end. They are asked about path alone;
  // that all in an ignored folder is ignored, whatever rules say of it, is for
  // the caller to see to, who does not enter it.
  Verdict judge(std::string_view path, bool is_folder) const;

  bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    enum class Kind : uint8_t { kExact, kEnding, kGlob };
    Kind kind = Kind::kExact;
    bool negated = false;
    bool folders_only = false;
    bool whole_path = false;  // matches paths; else their last name
    std::string pattern;      // bytes to compare, or a pattern of glob.h
    std::string literal;      // must occur in what a kGlob pattern matches
  };

  void add(std::string_view line);
  static bool matches(const Rule& rule, std::string_view path,
                      std::string_view name);

  std::vector<Rule> rules_;  // in file order
};

// The .gitignore files that a folder is under. Cheap to copy.
class IgnoreChain {
 public:
  IgnoreChain() = default;  // none

  // This chain and below it the rules of a folder whose path, with a slash at
  // its end, has base bytes.
  IgnoreChain with(IgnoreRules rules, size_t base) const;

  // path: as base counts it. The lowest file that says anything decides.
  bool ignores(std::string_view path, bool is_folder) const;

 private:
  struct Link;
  std::shared_ptr<const Link> lowest_;
};

}  // namespace ibid
