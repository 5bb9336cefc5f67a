// SPDX-License-Identifier: GPL-3.0-or-later
// The metadata value that holds a database's roots.
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "index/database_format.h"
#include "index/error.h"
#include "index/text.h"

namespace ibid {
namespace {

// Paths may be no UTF-8, JSON must be: bytes that are none, and %, as %XX.
std::string escape_bytes(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    for (const char byte : text.substr(i, c.length)) {
      if (c.valid && byte != '%') {
        out += byte;
      } else {
        out += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
      }
    }
    i += c.length;
  }
  return out;
}

std::string unescape_bytes(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    if (text[i] == '%' && digits.size() == 2 &&
        std::from_chars(digits.data(), digits.data() + 2, byte, 16).ptr ==
            digits.data() + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

using Json = nlohmann::json;

std::string unescaped(const Json& object, const char* name) {
  return unescape_bytes(object.at(name).get<std::string>());
}

std::vector<std::string> unescaped_list(const Json& object, const char* name) {
  std::vector<std::string> list;
  for (const auto& text : object.value(name, Json::array())) {
    list.push_back(unescape_bytes(text.get<std::string>()));
  }
  return list;
}

Json escaped_list(const std::vector<std::string>& list) {
  Json json = Json::array();
  for (const std::string& text : list) json.push_back(escape_bytes(text));
  return json;
}

RootOptions parse_options(const Json& json) {
  return {unescaped_list(json, "include"), unescaped_list(json, "exclude"),
          json.value("format", ""), json.value("language", "")};
}

// What was said alone.
Json options_json(const RootOptions& options) {
  Json json = Json::object();
  if (!options.include.empty()) {
    json["include"] = escaped_list(options.include);
  }
  if (!options.exclude.empty()) {
    json["exclude"] = escaped_list(options.exclude);
  }
  if (!options.format.empty()) json["format"] = options.format;
  if (!options.language.empty()) json["language"] = options.language;
  return json;
}

}  // namespace

std::vector<Root> parse_roots(const std::string& json) {
  std::vector<Root> roots;
  if (json.empty()) return roots;
  try {
    for (const auto& root : nlohmann::json::parse(json)) {
      roots.push_back({unescaped(root, "name"), unescaped(root, "path"),
                       root.value("whole", false),
                       parse_options(root.value("options", Json::object()))});
    }
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorKind::kCorrupt, "the list of roots is damaged",
                "rebuild the database: ibid-indexer --rebuild");
  }
  return roots;
}

std::string roots_json(const std::vector<Root>& roots) {
  auto json = Json::array();
  for (const Root& root : roots) {
    Json entry = {{"name", escape_bytes(root.name)},
                  {"path", escape_bytes(root.path)},
                  {"whole", root.whole}};
    Json options = options_json(root.options);
    if (!options.empty()) entry["options"] = std::move(options);
    json.push_back(std::move(entry));
  }
  return json.dump();
}

}  // namespace ibid
