// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/cite.h"

#include <fmt/format.h>

#include <algorithm>

#include "index/text.h"
#include "searcher/json_line.h"
#include "searcher/mcp/budget.h"

namespace ibid {
namespace {

// A member that is a string or null.
std::string text_of(const McpJson& json, const char* name) {
  const McpJson& value = json.at(name);
  return value.is_string() ? value.get<std::string>() : "";
}

std::string place_of(const McpJson& article) {
  for (const char* name : {"path", "url", "id"}) {
    if (std::string text = text_of(article, name); !text.empty()) return text;
  }
  return "";
}

std::string date_of(const McpJson& article) {
  const std::string date = text_of(article, "updated");
  return date.empty() ? "date unknown" : "updated " + date;
}

}  // namespace

std::string cite_article(const McpJson& article) {
  return fmt::format("{}, {}", place_of(article), date_of(article));
}

std::string cite_passage(const McpJson& passage) {
  const McpJson& article = passage.at("article");
  return fmt::format(
      "{}:{} (bytes {}-{}), {}{}", place_of(article),
      passage.at("line").get<size_t>(), passage.at("start").get<size_t>(),
      passage.at("end").get<size_t>(), date_of(article),
      passage.at("stale") == true ? ", file has changed since it was indexed"
                                  : "");
}

size_t json_tokens(const McpJson& json) {
  return count_tokens(json_line(json));
}

size_t cut_text(McpJson& passage, size_t from, size_t tokens) {
  const std::string text = passage.at("text").get<std::string>();
  from = utf8_floor(text, std::min(from, text.size()));
  passage["text"] = text.substr(from);
  passage["text_truncated"] = false;
  size_t end = text.size();
  // Text as JSON takes more than it has: escapes.
  while (true) {
    const size_t used = json_tokens(passage);
    const std::string kept = text.substr(from, end - from);
    const size_t own = count_tokens(kept);
    if (used <= tokens || own <= kLeastTextTokens) break;
    const size_t over = used - tokens;
    const size_t left = own > over ? own - over : 0;
    end = from + fit_tokens(kept, std::max(left, kLeastTextTokens));
    passage["text"] = text.substr(from, end - from);
    passage["text_truncated"] = true;
  }
  if (from > 0) passage["text_truncated"] = true;
  return end < text.size() ? end : 0;
}

}  // namespace ibid
