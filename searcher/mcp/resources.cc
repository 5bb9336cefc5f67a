// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/resources.h"

#include <fmt/format.h>

#include "index/schema.h"
#include "searcher/lookup.h"
#include "searcher/partial.h"

namespace ibid {
namespace {

constexpr std::string_view kScheme = "ibid://article/";
constexpr size_t kPage = 100;
constexpr const char* kType = "text/plain";
// In _meta of a list that is not of all there is: why.
constexpr const char* kPartialKey = "ibid/partial";

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

// The value of a hexadecimal digit; -1: it is none.
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

McpJson entry_json(const ArticleEntry& entry, Revision revision) {
  McpJson json{{"uri", article_uri(entry.id)}, {"name", entry.id}};
  if (has_structured_results(revision)) json["title"] = entry.title;
  json["description"] =
      fmt::format("{}{}{}", entry.title,
                  entry.updated.empty() ? "" : ", updated ", entry.updated);
  json["mimeType"] = kType;
  return json;
}

// The headings over a passage, or the question that it answers.
std::string heading_of(const StoredPassage& passage) {
  if (!passage.question.empty()) return passage.question;
  std::string heading;
  for (const std::string& part : passage.headings) {
    heading += heading.empty() ? part : " > " + part;
  }
  return heading;
}

std::string article_text(const FullArticle& article) {
  std::string text = article.title + "\n";
  if (!article.updated.empty()) {
    text += fmt::format("Last updated: {}\n", article.updated);
  }
  if (article.path) text += fmt::format("File: {}\n", *article.path);
  if (!article.url.empty()) text += fmt::format("URL: {}\n", article.url);
  std::string last;
  for (const LocatedPassage& passage : article.passages) {
    const std::string heading = heading_of(passage.passage);
    if (!heading.empty() && heading != last) text += "\n" + heading + "\n";
    last = heading;
    text += fmt::format("\n[{}, line {}, bytes {}-{}]\n{}\n", passage.id,
                        passage.line, passage.span.start, passage.span.end,
                        passage.passage.text);
  }
  if (article.passages.size() < article.passage_count) {
    text += fmt::format(
        "\n[{} of {} passages; the tool get_article gives the others]\n",
        article.passages.size(), article.passage_count);
  }
  return text;
}

RpcFailure not_found(const std::string& uri, Revision revision) {
  return {is_stateless(revision) ? kInvalidParams : kResourceNotFound,
          "Resource not found", McpJson{{"uri", uri}}};
}

// What the database fails with: no resource can be told from it.
RpcFailure failure_of(const Error& error) {
  return {
      kInternalError, error.what(),
      McpJson{{"kind", error_kind_name(error.kind())}, {"hint", error.hint()}}};
}

RpcFailure failed(Library& library, const Error& error) {
  // What is away is waited for less by those that know that it is.
  if (error.kind() != ErrorKind::kUnavailable) library.close();
  return failure_of(error);
}

// nullopt: params has no such member, or null; a failure where it is no string.
std::variant<std::optional<std::string>, RpcFailure> string_of(
    const McpJson& params, const char* name) {
  const auto found = params.find(name);
  if (found == params.end() || found->is_null()) {
    return std::optional<std::string>();
  }
  if (found->is_string()) return std::optional(found->get<std::string>());
  return RpcFailure{kInvalidParams, fmt::format("{} must be a string", name)};
}

// A cursor is an article key.
bool is_cursor(std::string_view text) {
  return text.size() == kArticleKeyDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string article_uri(std::string_view id) {
  std::string uri(kScheme);
  for (const char c : id) {
    if (is_unreserved(c)) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

std::optional<std::string> article_of_uri(std::string_view uri) {
  if (!uri.starts_with(kScheme)) return std::nullopt;
  auto id = percent_decoded(uri.substr(kScheme.size()));
  // An id may have any bytes, as a file's name may.
  if (!id || id->empty()) return std::nullopt;
  return id;
}

RpcResult list_resources(Library& library, const McpJson& params,
                         Revision revision) {
  auto given = string_of(params, "cursor");
  if (auto* failure = std::get_if<RpcFailure>(&given)) return *failure;
  const auto& cursor = std::get<std::optional<std::string>>(given);
  if (cursor && !is_cursor(*cursor)) {
    return RpcFailure{kInvalidParams, "cursor is not one of resources/list"};
  }
  try {
    const ArticleList list =
        list_articles(library.database(), cursor.value_or(""), kPage);
    McpJson result{{"resources", McpJson::array()}};
    for (const ArticleEntry& entry : list.articles) {
      result["resources"].push_back(entry_json(entry, revision));
    }
    if (!list.next.empty()) result["nextCursor"] = list.next;
    if (!list.missing_shards.empty()) {
      result["_meta"] = {{kPartialKey, partial_text(list.missing_shards)}};
    }
    return result;
  } catch (const Error& e) {
    return failed(library, e);
  }
}

RpcResult list_resource_templates(const McpJson& params, Revision revision) {
  const auto given = string_of(params, "cursor");
  if (auto* failure = std::get_if<RpcFailure>(&given)) return *failure;
  if (std::get<std::optional<std::string>>(given)) {
    return RpcFailure{kInvalidParams, "there is one page, without a cursor"};
  }
  McpJson article{{"uriTemplate", std::string(kScheme) + "{id}"},
                  {"name", "article"}};
  if (has_structured_results(revision)) article["title"] = "Article";
  article["description"] =
      "An article by its id, as the results of the tools show it";
  article["mimeType"] = kType;
  return McpJson{{"resourceTemplates", McpJson::array({std::move(article)})}};
}

RpcResult read_resource(Library& library, const McpJson& params,
                        Revision revision) {
  auto given = string_of(params, "uri");
  if (auto* failure = std::get_if<RpcFailure>(&given)) return *failure;
  const auto& uri = std::get<std::optional<std::string>>(given);
  if (!uri) return RpcFailure{kInvalidParams, "uri is missing"};
  const auto id = article_of_uri(*uri);
  if (!id) return not_found(*uri, revision);
  try {
    PassageRange range;
    range.max_bytes = kMaxResourceBytes;
    const auto article = look_up_article(library.database(), *id, range);
    if (!article) return not_found(*uri, revision);
    McpJson content{
        {"uri", *uri}, {"mimeType", kType}, {"text", article_text(*article)}};
    return McpJson{{"contents", McpJson::array({std::move(content)})}};
  } catch (const Error& e) {
    return failed(library, e);
  }
}

}  // namespace ibid
