// SPDX-License-Identifier: GPL-3.0-or-later
// What a user says stands for the same: groups of words, from a file. The
// indexer reads it and keeps the groups in the database; the searcher looks for
// the other members too where a query has one of them.
//
// The file is UTF-8, one group a line:
//   # a comment
//   k8s, kubernetes
//   car, automobile, motor car       each stands for the others
//   laptop => notebook, ultrabook    laptop also finds these, not back
// A member is folded, cut into words at white space alone, and matched against
// whole folded words: c++, node.js and covid-19 stay as they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace ibid {

inline constexpr size_t kMaxSynonymGroups = 10'000;
inline constexpr size_t kMaxSynonymMembers = 64;  // of a group, both sides
inline constexpr size_t kMaxSynonymWords = 20;    // of a member
inline constexpr size_t kMaxSynonymBytes = 200;   // of a member, folded
inline constexpr size_t kMaxSynonymLineBytes = 16 << 10;
// What one member may stand for in all its groups together.
inline constexpr size_t kMaxSynonymOthers = 256;
// Bad lines that are reported before the rest of a file is given up.
inline constexpr size_t kMaxSynonymProblems = 1'000;

// Members are folded, their words joined by one space; each list is sorted and
// holds nothing twice.
struct SynonymGroup {
  std::vector<std::string> from;  // empty: those of `to` stand for one another
  std::vector<std::string> to;    // never empty

  // The members that a query is searched for.
  const std::vector<std::string>& standing() const {
    return from.empty() ? to : from;
  }
  bool operator==(const SynonymGroup&) const = default;
  bool operator<(const SynonymGroup& other) const {
    return std::tie(from, to) < std::tie(other.from, other.to);
  }
};

struct SynonymMatch {
  size_t words = 0;                 // how many it takes, at least 1
  std::vector<std::string> others;  // what else to look for; folded, sorted,
                                    // several words joined by one space
};

// A line of the file that is left out.
struct SynonymProblem {
  uint32_t line = 0;  // from 1
  std::string reason;
  std::string hint;
};

class Synonyms {
 public:
  struct Parsed;

  Synonyms() = default;

  // Reads such a file; a byte order mark and any line ends are fine. Never
  // throws: bad lines are told, the good ones count. Time and space grow with
  // the text as sorting does.
  static Parsed parse(std::string_view text);

  // What the database keeps: JSON, the same for equal groups in whatever
  // order; empty where there are none. DO NOT CHANGE, raise kFormatVersion.
  std::string encode() const;

  // Throws Error(kCorrupt) for what encode does not write.
  static Synonyms decode(std::string_view data);

  // The longest member that the words from words[at] on spell and that stands
  // for others; the others are those of all its groups, at most
  // kMaxSynonymOthers. nullopt where there is none, also for at beyond the end.
  // words: folded. Thread-safe.
  std::optional<SynonymMatch> match(std::span<const std::string_view> words,
                                    size_t at) const;

  bool empty() const { return groups_.empty(); }

  // Sorted, without doubles.
  const std::vector<SynonymGroup>& groups() const { return groups_; }

  bool operator==(const Synonyms& other) const {
    return groups_ == other.groups_;
  }

 private:
  // A member that stands for others: by places, so that copies stay right.
  struct Entry {
    uint32_t group;
    uint32_t member;
  };

  explicit Synonyms(std::vector<SynonymGroup> groups);
  std::string_view text(const Entry& entry) const;
  // The first entry that is not before member.
  std::vector<Entry>::const_iterator find(std::string_view member) const;
  std::vector<std::string> others(std::string_view member) const;

  std::vector<SynonymGroup> groups_;
  std::vector<Entry> entries_;  // ordered by their text
};

struct Synonyms::Parsed {
  Synonyms synonyms;
  std::vector<SynonymProblem> problems;  // in the order of their lines
};

}  // namespace ibid
