// SPDX-License-Identifier: GPL-3.0-or-later
// yaml-cpp parses to events, never to a tree: a handler takes what we can use
// and stops at the first anchor or alias, so nothing is ever expanded.
#include "indexer/formats/front_matter_yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

size_t line_of(const YAML::Mark& mark) {
  return static_cast<size_t>(std::max(mark.line, 0));
}

struct Refused {
  YamlProblem problem;
};

// Collects the entries. Throws Refused.
class Collector : public YAML::EventHandler {
 public:
  YamlMapping take() {
    if (!is_mapping_) return {};
    return {std::move(entries_), true, std::nullopt};
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    if (depth_ == 1 && is_mapping_ && !has_key_) return begin_entry(mark, "");
    end_value();
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse_anchor(mark, 1);
  }

  void OnScalar(const YAML::Mark& mark, const std::string&,
                YAML::anchor_t anchor, const std::string& value) override {
    refuse_anchor(mark, anchor);
    if (depth_ == 1 && is_mapping_ && !has_key_) {
      return begin_entry(mark, value);
    }
    const bool wanted = depth_ == 1 || (depth_ == 2 && in_list_);
    if (wanted && has_key_) entries_.back().texts.push_back(value);
    end_value();
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin_collection(mark, anchor, true);
  }
  void OnSequenceEnd() override { end_collection(); }

  void OnMapStart(const YAML::Mark& mark, const std::string&,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    begin_collection(mark, anchor, false);
  }
  void OnMapEnd() override { end_collection(); }

 private:
  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == YAML::NullAnchor) return;
    throw Refused{{line_of(mark), false,
                   "front matter uses a YAML anchor or alias",
                   "write the value out; anchors and aliases are not read"}};
  }

  void begin_entry(const YAML::Mark& mark, const std::string& key) {
    YamlEntry entry;
    entry.key = ascii_lower(key);
    entry.line = line_of(mark);
    entries_.push_back(std::move(entry));
    has_key_ = true;
  }

  void begin_collection(const YAML::Mark& mark, YAML::anchor_t anchor,
                        bool is_list) {
    refuse_anchor(mark, anchor);
    if (++depth_ > kMaxNesting) {
      throw Refused{
          {line_of(mark), false, "front matter is nested too deeply",
           "at most " + std::to_string(kMaxNesting) + " levels are read"}};
    }
    if (depth_ == 1) is_mapping_ = !is_list;
    if (depth_ == 2) {
      in_key_ = is_mapping_ && !has_key_;
      if (in_key_) begin_entry(mark, "");
      in_list_ = is_list;
      if (has_key_) {
        entries_.back().is_list = is_list;
        entries_.back().is_other = !is_list;
      }
    } else if (depth_ == 3 && has_key_) {
      entries_.back().is_other = true;
    }
  }

  void end_collection() {
    --depth_;
    if (depth_ == 1 && in_key_) {
      in_key_ = false;
    } else {
      end_value();
    }
  }

  void end_value() {
    if (depth_ == 1) has_key_ = false;
  }

  std::vector<YamlEntry> entries_;
  size_t depth_ = 0;
  bool is_mapping_ = false;  // the outermost collection
  bool has_key_ = false;     // its value comes next
  bool in_list_ = false;     // the collection at depth 2 is a list
  bool in_key_ = false;      // the collection at depth 2 is a key
};

}  // namespace

YamlMapping read_yaml_mapping(const std::string& yaml) {
  YamlMapping failed;
  try {
    std::istringstream input(yaml);
    YAML::Parser parser(input);
    Collector collector;
    parser.HandleNextDocument(collector);
    return collector.take();
  } catch (const Refused& refused) {
    failed.problem = refused.problem;
  } catch (const YAML::Exception& error) {
    failed.problem = {line_of(error.mark), true,
                      "front matter is not valid YAML: " + error.msg,
                      "quote values that hold ':' or '#'; close brackets and "
                      "quotes"};
  }
  return failed;
}

}  // namespace ibid
