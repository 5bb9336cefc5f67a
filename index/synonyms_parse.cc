// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a file of synonyms: one group a line, see synonyms.h.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "index/fold.h"
#include "index/synonyms.h"
#include "index/text.h"

namespace ibid {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kArrow = "=>";
constexpr size_t kMaxShownBytes = 60;

size_t word_count(std::string_view member) {
  return 1 + static_cast<size_t>(std::count(member.begin(), member.end(), ' '));
}

void sort_and_unify(std::vector<std::string>& members) {
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
}

std::string quoted(std::string_view text) {
  const size_t length = utf8_floor(text, kMaxShownBytes);
  return fmt::format("'{}{}'", text.substr(0, length),
                     length < text.size() ? "..." : "");
}

// Groups as they come in, each once, as many as may be.
class GroupSet {
 public:
  enum class Outcome : uint8_t { kTaken, kTooMany, kTooManyOthers };

  Outcome add(SynonymGroup group) {
    if (groups_.contains(group)) return Outcome::kTaken;
    if (groups_.size() == kMaxSynonymGroups) return Outcome::kTooMany;
    const size_t more = group.to.size() - (group.from.empty() ? 1 : 0);
    for (const std::string& member : group.standing()) {
      const auto known = others_.find(member);
      const size_t so_far = known == others_.end() ? 0 : known->second;
      if (so_far + more > kMaxSynonymOthers) return Outcome::kTooManyOthers;
    }
    for (const std::string& member : group.standing()) others_[member] += more;
    groups_.insert(std::move(group));
    return Outcome::kTaken;
  }

  std::vector<SynonymGroup> take() {
    std::vector<SynonymGroup> groups;
    groups.reserve(groups_.size());
    while (!groups_.empty()) {
      groups.push_back(std::move(groups_.extract(groups_.begin()).value()));
    }
    return groups;
  }

 private:
  std::set<SynonymGroup> groups_;
  std::map<std::string, size_t> others_;  // of each member so far
};

class Parser {
 public:
  void run(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) {
      text.remove_prefix(kByteOrderMark.size());
    }
    for (const Line& line : split_lines(text)) {
      line_ = line.number;
      if (done_) return;
      read_line(trim(text.substr(line.span.start, line.span.size())));
    }
  }

  std::vector<SynonymGroup> take_groups() { return groups_.take(); }
  std::vector<SynonymProblem> take_problems() { return std::move(problems_); }

 private:
  void read_line(std::string_view line) {
    if (line.empty() || line.starts_with('#')) return;
    std::optional<SynonymGroup> group = read_group(line);
    if (!group) return;
    switch (groups_.add(std::move(*group))) {
      case GroupSet::Outcome::kTaken:
        return;
      case GroupSet::Outcome::kTooMany:
        give_up(fmt::format("more than {} groups", kMaxSynonymGroups),
                "leave out groups that no query needs");
        return;
      case GroupSet::Outcome::kTooManyOthers:
        fail(fmt::format("a member of it stands for more than {} others",
                         kMaxSynonymOthers),
             "use fewer groups with the same member");
    }
  }

  std::optional<SynonymGroup> read_group(std::string_view line) {
    if (line.size() > kMaxSynonymLineBytes) {
      return fail(
          fmt::format("the line is longer than {} bytes", kMaxSynonymLineBytes),
          "write one group a line");
    }
    if (!is_valid_utf8(line)) {
      return fail("the line is not UTF-8", "convert the file to UTF-8");
    }
    const size_t arrow = line.find(kArrow);
    SynonymGroup group;
    if (arrow != std::string_view::npos) {
      auto from = read_members(line.substr(0, arrow));
      if (!from) return std::nullopt;
      group.from = std::move(*from);
      line.remove_prefix(arrow + kArrow.size());
      if (line.find(kArrow) != std::string_view::npos) {
        return fail("the line has more than one =>", "write one group a line");
      }
    }
    auto to = read_members(line);
    if (!to) return std::nullopt;
    group.to = std::move(*to);
    return checked(std::move(group));
  }

  std::optional<SynonymGroup> checked(SynonymGroup group) {
    if (group.from.size() + group.to.size() > kMaxSynonymMembers) {
      return fail(
          fmt::format("the group has more than {} members", kMaxSynonymMembers),
          "write several groups");
    }
    if (group.from.empty()) {
      if (group.to.size() > 1) return group;
      return fail(fmt::format("{} stands alone", quoted(group.to.front())),
                  "put commas between words that stand for the same");
    }
    // That a member stands for itself says nothing.
    if (group.from.size() == 1) std::erase(group.to, group.from.front());
    if (group.to.size() == 1) std::erase(group.from, group.to.front());
    if (!group.to.empty()) return group;
    return fail(
        fmt::format("{} stands for itself only", quoted(group.from.front())),
        "name other words after the =>");
  }

  std::optional<std::vector<std::string>> read_members(std::string_view list) {
    std::vector<std::string> members;
    for (size_t start = 0; start <= list.size();) {
      const size_t end = std::min(list.find(',', start), list.size());
      auto member = read_member(list.substr(start, end - start));
      if (!member) return std::nullopt;
      members.push_back(std::move(*member));
      start = end + 1;
    }
    sort_and_unify(members);
    return members;
  }

  std::optional<std::string> read_member(std::string_view written) {
    std::string member = collapse_space(fold(written));
    if (member.empty()) {
      return fail("a member is empty",
                  "put words on both sides of each comma and =>");
    }
    if (printable(member) != member) {
      return fail("a member has a control character",
                  "look whether this is a text file");
    }
    if (member.size() > kMaxSynonymBytes) {
      return fail(
          fmt::format("a member is longer than {} bytes", kMaxSynonymBytes),
          "put commas between members");
    }
    if (word_count(member) > kMaxSynonymWords) {
      return fail(
          fmt::format("a member has more than {} words", kMaxSynonymWords),
          "put commas between members");
    }
    return member;
  }

  std::nullopt_t fail(std::string reason, std::string hint) {
    if (problems_.size() < kMaxSynonymProblems) {
      problems_.push_back({line_, std::move(reason), std::move(hint)});
    } else {
      give_up(fmt::format("more than {} bad lines", kMaxSynonymProblems),
              "look whether this is a file of synonyms");
    }
    return std::nullopt;
  }

  void give_up(std::string_view reason, std::string hint) {
    problems_.push_back(
        {line_,
         fmt::format("{}; this line and those after it are left out", reason),
         std::move(hint)});
    done_ = true;
  }

  GroupSet groups_;
  std::vector<SynonymProblem> problems_;
  uint32_t line_ = 0;
  bool done_ = false;
};

}  // namespace

Synonyms::Parsed Synonyms::parse(std::string_view text) {
  Parser parser;
  parser.run(text);
  return {Synonyms(parser.take_groups()), parser.take_problems()};
}

}  // namespace ibid
