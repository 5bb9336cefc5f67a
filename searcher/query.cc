// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace ibid {

namespace {

using Type = QueryNode::Type;

std::string_view type_name(Type type) {
  switch (type) {
    case Type::kText:
      return "text";
    case Type::kPhrase:
      return "phrase";
    case Type::kNear:
      return "near";
    case Type::kPrefix:
      return "prefix";
    case Type::kPath:
      return "path";
    case Type::kKind:
      return "kind";
    case Type::kTag:
      return "tag";
    case Type::kLanguage:
      return "lang";
    case Type::kAny:
      return "any";
    case Type::kAll:
      return "all";
    case Type::kGroup:
      break;
  }
  return "group";
}

std::string_view field_name(Field field) {
  switch (field) {
    case Field::kTitle:
      return " title";
    case Field::kHeading:
      return " heading";
    case Field::kQuestion:
      return " question";
    case Field::kAny:
      break;
  }
  return "";
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void append(std::string& out, const QueryNode& node) {
  if (node.mark == QueryNode::Mark::kMust) out += '+';
  if (node.mark == QueryNode::Mark::kMustNot) out += '-';
  out += '(';
  out += type_name(node.type);
  out += field_name(node.field);
  if (node.type == Type::kNear) out += ' ' + std::to_string(node.distance);
  if (!node.text.empty()) {
    out += ' ';
    append_quoted(out, node.text);
  }
  for (const QueryNode& child : node.children) {
    out += ' ';
    append(out, child);
  }
  out += ')';
}

}  // namespace

std::string to_string(const QueryNode& node) {
  std::string out;
  append(out, node);
  return out;
}

}  // namespace ibid
