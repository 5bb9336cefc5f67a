// SPDX-License-Identifier: GPL-3.0-or-later
// Files of synonyms of any bytes, and what the database keeps of them.
#include "index/synonyms.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/error.h"
#include "index/fold.h"
#include "index/text.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

std::vector<std::string_view> words_of(std::string_view member) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < member.size();) {
    const size_t end = std::min(member.find(' ', at), member.size());
    words.push_back(member.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

void check_member(const std::string& member) {
  require(!member.empty() && member.size() <= kMaxSynonymBytes,
          "a member is within its bound");
  require(is_valid_utf8(member), "a member is UTF-8");
  require(fold(member) == member, "a member is folded");
  require(words_of(member).size() <= kMaxSynonymWords,
          "a member has few words");
}

void check_match(const Synonyms& synonyms, const std::string& member) {
  const std::vector<std::string_view> words = words_of(member);
  const std::optional<SynonymMatch> match = synonyms.match(words, 0);
  require(match.has_value(), "a member is found");
  require(match->words == words.size(), "a member is found whole");
  require(match->others.size() <= kMaxSynonymOthers, "it stands for few");
  require(std::is_sorted(match->others.begin(), match->others.end()),
          "what it stands for is sorted");
  require(!synonyms.match(words, words.size()), "nothing is at the end");
}

void check_groups(const Synonyms& synonyms) {
  require(synonyms.groups().size() <= kMaxSynonymGroups, "groups are few");
  require(std::is_sorted(synonyms.groups().begin(), synonyms.groups().end()),
          "groups are sorted");
  for (const SynonymGroup& group : synonyms.groups()) {
    require(group.from.size() + group.to.size() <= kMaxSynonymMembers,
            "members are few");
    std::for_each(group.from.begin(), group.from.end(), check_member);
    std::for_each(group.to.begin(), group.to.end(), check_member);
    for (const std::string& member : group.standing()) {
      check_match(synonyms, member);
    }
  }
}

void check_file(std::string_view text) {
  const Synonyms::Parsed parsed = Synonyms::parse(text);
  require(parsed.problems.size() <= kMaxSynonymProblems + 1,
          "problems are few");
  uint32_t line = 1;
  for (const SynonymProblem& problem : parsed.problems) {
    require(line <= problem.line, "problems come in order");
    require(is_valid_utf8(problem.reason), "a reason is UTF-8");
    line = problem.line;
  }
  check_groups(parsed.synonyms);
  require(Synonyms::decode(parsed.synonyms.encode()) == parsed.synonyms,
          "stored synonyms come back as they were");
}

void check_stored(std::string_view data) {
  try {
    const Synonyms synonyms = Synonyms::decode(data);
    require(Synonyms::decode(synonyms.encode()) == synonyms,
            "what was read is stored as it was");
  } catch (const Error& error) {
    require(error.kind() == ErrorKind::kCorrupt, "what is thrown is kCorrupt");
  }
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ibid::check_file(text);
  ibid::check_stored(text);
  return 0;
}
