// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "index/error.h"
#include "searcher/query.h"

namespace ibid {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::kUsage, message, hint);
}

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    // The empty one is what an argument is that was left out.
    if (!name.empty()) list += list.empty() ? name : ", " + name;
  }
  return list;
}

}  // namespace

const McpJson* Arguments::find(const char* name) {
  read_.emplace_back(name);
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::string Arguments::text(const char* name) {
  const McpJson* value = find(name);
  if (value == nullptr) return "";
  if (!value->is_string()) {
    fail(fmt::format("{} is not a string", name),
         fmt::format("give {} as text in double quotes", name));
  }
  const std::string& text = value->get_ref<const std::string&>();
  if (text.size() > kMaxQueryBytes) {
    fail(fmt::format("{} has {} bytes", name, text.size()),
         fmt::format("it may have {} at most", kMaxQueryBytes));
  }
  return text;
}

std::string Arguments::needed_text(const char* name) {
  std::string value = text(name);
  if (value.find_first_not_of(" \t\r\n") == std::string::npos) {
    fail(fmt::format("{} is missing or empty", name),
         fmt::format("the call needs the string {}", name));
  }
  return value;
}

size_t Arguments::number(const char* name, size_t fallback, size_t least,
                         size_t most) {
  const McpJson* value = find(name);
  if (value == nullptr) return fallback;
  // Some write whole numbers as 5.0.
  const double number = value->is_number() ? value->get<double>() : NAN;
  if (std::isnan(number) || number != std::floor(number) ||
      number < static_cast<double>(least) ||
      number > static_cast<double>(most)) {
    fail(fmt::format("{} is not a whole number from {} to {}", name, least,
                     most),
         fmt::format("leave {} out for {}", name, fallback));
  }
  return static_cast<size_t>(number);
}

bool Arguments::flag(const char* name) {
  const McpJson* value = find(name);
  if (value == nullptr) return false;
  if (!value->is_boolean()) {
    fail(fmt::format("{} is not true or false", name),
         fmt::format("leave {} out for false", name));
  }
  return value->get<bool>();
}

std::string Arguments::choice(const char* name,
                              std::initializer_list<std::string_view> names) {
  std::string value = text(name);
  if (value.empty()) return std::string(*names.begin());
  if (std::ranges::find(names, value) == names.end()) {
    fail(fmt::format("{} does not take {}", name, value.substr(0, 100)),
         fmt::format("it takes one of: {}",
                     joined({names.begin(), names.end()})));
  }
  return value;
}

void Arguments::finish() const {
  for (const auto& [name, value] : object_.items()) {
    if (std::ranges::find(read_, name) == read_.end()) {
      fail(fmt::format("there is no argument {}", name.substr(0, 100)),
           fmt::format("the arguments are: {}", joined(read_)));
    }
  }
}

}  // namespace ibid
