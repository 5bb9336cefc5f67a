// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/synonyms.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "index/error.h"

namespace ibid {
namespace {

using Json = nlohmann::json;

bool within_limits(std::string_view member) {
  const auto spaces = std::count(member.begin(), member.end(), ' ');
  return !member.empty() && member.size() <= kMaxSynonymBytes &&
         static_cast<size_t>(spaces) < kMaxSynonymWords;
}

// Sorted and without doubles.
template <class T>
bool is_ascending(const std::vector<T>& list) {
  const auto not_before = [](const T& a, const T& b) { return !(a < b); };
  return std::adjacent_find(list.begin(), list.end(), not_before) == list.end();
}

[[noreturn]] void fail_damaged() {
  throw Error(ErrorKind::kCorrupt, "the list of synonyms is damaged",
              "write it again: ibid-indexer --synonyms FILE");
}

// The strings of a list that encode wrote.
std::vector<std::string> decode_members(const Json& list) {
  if (!list.is_array() || list.size() > kMaxSynonymMembers) fail_damaged();
  std::vector<std::string> members;
  for (const Json& member : list) {
    const auto* text = member.get_ptr<const std::string*>();
    if (text == nullptr || !within_limits(*text)) fail_damaged();
    members.push_back(*text);
  }
  if (!is_ascending(members)) fail_damaged();
  return members;
}

SynonymGroup decode_group(const Json& json) {
  if (!json.is_object() || !json.contains("to")) fail_damaged();
  SynonymGroup group;
  group.to = decode_members(json["to"]);
  if (json.contains("from")) {
    group.from = decode_members(json["from"]);
    if (group.from.empty()) fail_damaged();
  }
  if (group.to.size() < (group.from.empty() ? 2 : 1)) fail_damaged();
  return group;
}

}  // namespace

Synonyms::Synonyms(std::vector<SynonymGroup> groups)
    : groups_(std::move(groups)) {
  for (uint32_t group = 0; group < groups_.size(); ++group) {
    const size_t count = groups_[group].standing().size();
    for (uint32_t member = 0; member < count; ++member) {
      entries_.push_back({group, member});
    }
  }
  std::sort(entries_.begin(), entries_.end(),
            [&](const Entry& a, const Entry& b) { return text(a) < text(b); });
}

std::string Synonyms::encode() const {
  if (groups_.empty()) return "";
  Json list = Json::array();
  for (const SynonymGroup& group : groups_) {
    Json json{{"to", group.to}};
    if (!group.from.empty()) json["from"] = group.from;
    list.push_back(std::move(json));
  }
  return list.dump();
}

Synonyms Synonyms::decode(std::string_view data) {
  if (data.empty()) return {};
  const Json list = Json::parse(data, nullptr, false);
  if (!list.is_array() || list.empty() || list.size() > kMaxSynonymGroups) {
    fail_damaged();
  }
  std::vector<SynonymGroup> groups;
  for (const Json& json : list) groups.push_back(decode_group(json));
  if (!is_ascending(groups)) fail_damaged();
  return Synonyms(std::move(groups));
}

std::string_view Synonyms::text(const Entry& entry) const {
  return groups_[entry.group].standing()[entry.member];
}

std::vector<Synonyms::Entry>::const_iterator Synonyms::find(
    std::string_view member) const {
  return std::lower_bound(
      entries_.begin(), entries_.end(), member,
      [&](const Entry& a, std::string_view b) { return text(a) < b; });
}

std::vector<std::string> Synonyms::others(std::string_view member) const {
  std::set<std::string_view> all;
  for (auto entry = find(member);
       entry != entries_.end() && text(*entry) == member; ++entry) {
    for (const std::string& other : groups_[entry->group].to) {
      if (all.size() == kMaxSynonymOthers) break;
      if (other != member) all.insert(other);
    }
  }
  return {all.begin(), all.end()};
}

std::optional<SynonymMatch> Synonyms::match(
    std::span<const std::string_view> words, size_t at) const {
  SynonymMatch longest;
  std::string spelled;
  std::string member;
  for (size_t i = at; i < words.size(); ++i) {
    if (i > at) spelled += ' ';
    spelled += words[i];
    const auto entry = find(spelled);
    // What begins with it would come from here on.
    if (entry == entries_.end() || !text(*entry).starts_with(spelled)) break;
    if (text(*entry) == spelled) {
      longest.words = i - at + 1;
      member = spelled;
    }
  }
  if (longest.words == 0) return std::nullopt;
  longest.others = others(member);
  return longest;
}

}  // namespace ibid
