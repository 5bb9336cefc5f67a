// SPDX-License-Identifier: GPL-3.0-or-later
// Most rules are names and endings; these are compared as they are. Of the
// rest, only those whose longest literal run occurs go to glob_match.
#include "indexer/ignore.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "index/glob.h"
#include "indexer/ignore_pattern.h"

namespace ibid {
namespace {

// line without the spaces at its end, but for one after a backslash.
std::string_view without_trailing_spaces(std::string_view line) {
  size_t end = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ' ') continue;
    if (line[i] == '\\') ++i;
    end = std::min(i + 1, line.size());
  }
  return line.substr(0, end);
}

// What git takes of a line: nothing behind a NUL, no CR at its end.
std::string_view pattern_of(std::string_view line) {
  if (line.starts_with('#')) return {};
  if (line.ends_with('\r')) line.remove_suffix(1);
  return without_trailing_spaces(line.substr(0, line.find('\0')));
}

}  // namespace

IgnoreRules::IgnoreRules(std::string_view text) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (text.starts_with(kBom)) text.remove_prefix(kBom.size());
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find('\n', start), text.size());
    add(pattern_of(text.substr(start, end - start)));
    start = end + 1;
  }
}

void IgnoreRules::add(std::string_view line) {
  Rule rule;
  if (line.starts_with('!')) {
    rule.negated = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    rule.folders_only = true;
    line.remove_suffix(1);
  }
  rule.whole_path = line.find('/') != std::string_view::npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  if (line.empty()) return;
  std::optional<IgnorePattern> pattern = translate_ignore_pattern(line);
  if (!pattern) return;
  if (pattern->wildcards == 0) {
    rule.pattern = std::move(pattern->plain);
  } else if (pattern->wildcards == 1 && line[0] == '*' && !rule.whole_path) {
    rule.kind = Rule::Kind::kEnding;
    rule.pattern = std::move(pattern->plain);
  } else {
    rule.kind = Rule::Kind::kGlob;
    rule.pattern = std::move(pattern->glob);
    rule.literal = std::move(pattern->literal);
  }
  rules_.push_back(std::move(rule));
}

IgnoreRules::Verdict IgnoreRules::judge(std::string_view path,
                                        bool is_folder) const {
  const std::string_view name = path.substr(path.find_last_of('/') + 1);
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    if (rule->folders_only && !is_folder) continue;
    if (!matches(*rule, path, name)) continue;
    return rule->negated ? Verdict::kKept : Verdict::kIgnored;
  }
  return Verdict::kNone;
}

bool IgnoreRules::matches(const Rule& rule, std::string_view path,
                          std::string_view name) {
  const std::string_view subject = rule.whole_path ? path : name;
  switch (rule.kind) {
    case Rule::Kind::kExact:
      return subject == rule.pattern;
    case Rule::Kind::kEnding:
      return subject.ends_with(rule.pattern);
    case Rule::Kind::kGlob:
      break;
  }
  return subject.find(rule.literal) != std::string_view::npos &&
         glob_match(rule.pattern, subject);
}

struct IgnoreChain::Link {
  IgnoreRules rules;
  size_t base;
  std::shared_ptr<const Link> above;
};

IgnoreChain IgnoreChain::with(IgnoreRules rules, size_t base) const {
  IgnoreChain out;
  out.lowest_ =
      std::make_shared<const Link>(Link{std::move(rules), base, lowest_});
  return out;
}

bool IgnoreChain::ignores(std::string_view path, bool is_folder) const {
  using Verdict = IgnoreRules::Verdict;
  for (const Link* at = lowest_.get(); at != nullptr; at = at->above.get()) {
    const Verdict verdict = at->rules.judge(path.substr(at->base), is_folder);
    if (verdict != Verdict::kNone) return verdict == Verdict::kIgnored;
  }
  return false;
}

}  // namespace ibid
