// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns for paths, against a matcher that tries everything. The input is a
// pattern and, after a line end, a path.
#include "index/glob.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/text.h"
#include "indexer/ignore_pattern.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

constexpr size_t kMaxTried = 64;  // bytes of what is tried in every way

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c & 0x80) == 0; });
}

// The whole of a pattern on the whole of a path, each pair of places once.
class Tried {
 public:
  Tried(std::string_view pattern, std::string_view path)
      : pattern_(pattern),
        path_(path),
        known_((pattern.size() + 1) * (path.size() + 1)) {}

  bool matches(size_t p, size_t s) {
    std::optional<bool>& known = known_[p * (path_.size() + 1) + s];
    if (!known) known = attempt(p, s);
    return *known;
  }

 private:
  bool attempt(size_t p, size_t s) {
    const std::string_view rest = pattern_.substr(p);
    if (rest.empty()) return s == path_.size();
    if (rest[0] == '*') return attempt_star(rest, p, s);
    if (s == path_.size()) return false;
    if (rest[0] == '?') {
      return path_[s] != '/' &&
             matches(p + 1, s + decode_utf8(path_, s).length);
    }
    if (const size_t end = set_end(rest); end != 0) {
      return is_in(rest.substr(1, end - 1), path_[s]) &&
             matches(p + end + 1, s + 1);
    }
    const size_t escape = rest[0] == '\\' && rest.size() > 1 ? 1 : 0;
    return rest[escape] == path_[s] && matches(p + escape + 1, s + 1);
  }

  bool attempt_star(std::string_view rest, size_t p, size_t s) {
    const bool folders = rest.starts_with("**/");
    const bool any = rest.starts_with("**");
    const size_t after = p + (folders ? 3 : any ? 2 : 1);
    for (size_t end = s; end <= path_.size(); ++end) {
      const bool whole = end == s || path_[end - 1] == '/';
      if ((!folders || whole) && matches(after, end)) return true;
      if (!any && path_.substr(end).starts_with('/')) return false;
    }
    return false;
  }

  // Of the ] that ends the set at the beginning of rest; 0: it is none.
  static size_t set_end(std::string_view rest) {
    if (rest[0] != '[') return 0;
    const size_t end = rest.find(']', rest.starts_with("[!") ? 3 : 2);
    return end == rest.npos ? 0 : end;
  }

  static bool is_in(std::string_view set, char c) {
    if (c == '/') return false;
    const bool negated = set.starts_with('!');
    if (negated) set.remove_prefix(1);
    bool found = false;
    for (size_t i = 0; i < set.size(); ++i) {
      const bool range = i + 2 < set.size() && set[i + 1] == '-';
      const auto first = static_cast<unsigned char>(set[i]);
      const auto last = static_cast<unsigned char>(set[range ? i + 2 : i]);
      const auto byte = static_cast<unsigned char>(c);
      found |= first <= byte && byte <= last;
      if (range) i += 2;
    }
    return found != negated;
  }

  std::string_view pattern_;
  std::string_view path_;
  std::vector<std::optional<bool>> known_;
};

bool try_whole(std::string_view pattern, std::string_view path) {
  return Tried(pattern, path).matches(0, 0);
}

// Every run of whole names in the path.
bool try_names(std::string_view pattern, std::string_view path) {
  while (pattern.size() > 1 && pattern.ends_with('/')) pattern.remove_suffix(1);
  const bool single = pattern.find('/') == pattern.npos;
  for (size_t start = 0; start <= path.size(); ++start) {
    if (start > 0 && path[start - 1] != '/') continue;
    for (size_t end = start; end <= path.size(); ++end) {
      if (end < path.size() && path[end] != '/') continue;
      if (try_whole(pattern, path.substr(start, end - start))) return true;
      if (single) break;
    }
  }
  return false;
}

void check_alike(std::string_view pattern, std::string_view path) {
  if (pattern.size() > kMaxTried || path.size() > kMaxTried) return;
  // Sets are of bytes: what they take of a longer character is left open.
  const bool sets = pattern.find('[') != pattern.npos;
  if (!is_valid_utf8(path) || (sets && !is_ascii(path))) return;
  if (!is_valid_utf8(pattern)) return;
  require(glob_match(pattern, path) == try_whole(pattern, path),
          "a pattern matches what trying everything matches");
  if (sets || pattern.find('\\') != pattern.npos) return;
  require(path_match(pattern, path) == try_names(pattern, path),
          "a pattern finds the names that trying everything finds");
}

void check_pattern(std::string_view pattern, std::string_view path) {
  const Glob names(pattern, Glob::Match::kNames);
  require(names.matches(path) == path_match(pattern, path),
          "a pattern that is kept matches the same");
  std::string literal;
  for (const char c : path) literal += std::string("\\") + c;
  require(path.size() > kMaxGlobElements || glob_match(literal, path),
          "an escaped path matches itself");
  require(glob_match("**", path), "two stars match all");
  if (const auto ignore = translate_ignore_pattern(pattern)) {
    glob_match(ignore->glob, path);
  }
  check_alike(pattern, path);
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t end = std::min(input.find('\n'), size);
  ibid::check_pattern(input.substr(0, end),
                      input.substr(std::min(end + 1, size)));
  return 0;
}
