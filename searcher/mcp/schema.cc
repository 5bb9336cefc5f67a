// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/schema.h"

#include <fmt/format.h>

#include <initializer_list>
#include <string>

#include "searcher/mcp/tool.h"
#include "searcher/query.h"

namespace ibid {
namespace {

using Properties = std::initializer_list<std::pair<const char*, McpJson>>;

// A type, or several of them, and what it means.
McpJson typed(const McpJson& type, const std::string& description = "") {
  McpJson json{{"type", type}};
  if (!description.empty()) json["description"] = description;
  return json;
}

McpJson text(const std::string& description = "") {
  return typed("string", description);
}

McpJson text_or_null(const std::string& description = "") {
  return typed(McpJson::array({"string", "null"}), description);
}

McpJson flag(const std::string& description = "") {
  return typed("boolean", description);
}

McpJson flag_or_null(const std::string& description = "") {
  return typed(McpJson::array({"boolean", "null"}), description);
}

McpJson count(const std::string& description = "") {
  McpJson json = typed("integer", description);
  json["minimum"] = 0;
  return json;
}

McpJson number(size_t fallback, size_t least, size_t most,
               const std::string& description) {
  McpJson json = typed("integer", description);
  json["minimum"] = least;
  json["maximum"] = most;
  json["default"] = fallback;
  return json;
}

McpJson one_of(std::initializer_list<const char*> names,
               const std::string& description = "") {
  McpJson json = text(description);
  json["enum"] = McpJson::array();
  for (const char* name : names) json["enum"].push_back(name);
  return json;
}

McpJson list_of(McpJson items, const std::string& description = "") {
  McpJson json = typed("array", description);
  json["items"] = std::move(items);
  return json;
}

// All of the properties are required.
McpJson object(const Properties& properties) {
  McpJson json = typed("object");
  json["properties"] = McpJson::object();
  json["required"] = McpJson::array();
  for (const auto& [name, schema] : properties) {
    json["properties"][name] = schema;
    json["required"].push_back(name);
  }
  return json;
}

// Those are that are named; no others may be given.
McpJson arguments(const Properties& properties,
                  std::initializer_list<const char*> required) {
  McpJson json = object(properties);
  json["required"] = McpJson::array();
  for (const char* name : required) json["required"].push_back(name);
  if (required.size() == 0) json.erase("required");
  json["additionalProperties"] = false;
  return json;
}

void add(McpJson& object, const char* name, McpJson schema) {
  object["properties"][name] = std::move(schema);
  object["required"].push_back(name);
}

McpJson max_tokens() {
  return number(kDefaultTokens, kLeastTokens, kMostTokens,
                "Budget for the result, in tokens (about four bytes of "
                "English). What does not fit is left out, and said so.");
}

McpJson cursor() {
  return text(
      "next_cursor of an earlier result, with the same other arguments "
      "(max_tokens may differ): goes on where that ended.");
}

// Words, and what they are narrowed by.
McpJson find_input(const char* name, const std::string& description,
                   size_t hits, size_t most_hits) {
  McpJson words = text(description);
  words["maxLength"] = kMaxQueryBytes;
  return arguments(
      {{name, words},
       {"limit", number(hits, 1, most_hits, "How many passages at most.")},
       {"kind", one_of({"quick_answer", "section", "question"},
                       "Only passages of this kind.")},
       {"after", text("Only articles updated on this day or later: "
                      "YYYY-MM-DD, YYYY-MM or YYYY.")},
       {"before", text("Only articles updated on this day or earlier.")},
       {"path", text("Only files that this glob fits: *.md, docs/**.")},
       {"tag", text("Only articles with this tag.")},
       {"lang", text("Only articles in this language: en, de, ...")},
       {"max_tokens", max_tokens()},
       {"cursor", cursor()}},
      {name});
}

McpJson source() {
  return object({{"name", text()}, {"licence", text_or_null()}});
}

McpJson article() {
  return object({{"id", text("For get_article.")},
                 {"title", text()},
                 {"path", text_or_null("The file.")},
                 {"url", text_or_null()},
                 {"updated", text_or_null("YYYY-MM-DD; null: unknown.")},
                 {"sources", list_of(source())}});
}

// What any passage has.
McpJson passage_part() {
  return object(
      {{"id", text("For get_passage.")},
       {"kind", one_of({"quick_answer", "section", "question"})},
       {"section", list_of(text(), "The headings over it.")},
       {"question", text_or_null("The question that its text answers.")},
       {"text", text()},
       {"start", count("Offset in the file of its first byte.")},
       {"end", count("Offset after its last byte.")},
       {"line", count("Line of the file, from 1.")},
       {"exact", flag("The text is these bytes of the file.")},
       {"anchor", text_or_null("HTML id, to be put after the url.")},
       {"text_truncated", flag("Only a part of the text is here.")}});
}

// One that stands by itself.
McpJson passage() {
  McpJson json = passage_part();
  add(json, "article", article());
  add(json, "stale",
      flag_or_null("Other bytes stand in the file now; null: unknown."));
  add(json, "citation", text("Where it stands, to be cited."));
  return json;
}

McpJson hit() {
  McpJson json = passage();
  add(json, "rank", count("From 1, over all pages."));
  add(json, "score", typed("number"));
  add(json, "similar", count("Near-identical passages left out for it."));
  return json;
}

// How a result that may be cut says so.
void add_cut(McpJson& json) {
  add(json, "truncated", flag("max_tokens left something out."));
  add(json, "next_cursor", text_or_null("For the rest; null: this is all."));
  add(json, "note", text_or_null("What was left out, in words."));
}

McpJson or_null(McpJson schema) {
  schema["type"] = McpJson::array({schema["type"], "null"});
  return schema;
}

McpJson outcome() {
  return one_of({"answered", "related", "none"},
                "answered: the answer can be relied on. related: it is only "
                "the closest there is. none: nothing was found.");
}

// How a result says that it is of a part of what is searched.
void add_partial(McpJson& json) {
  add(json, "partial",
      flag("Some of what is searched could not be asked: all else here is of "
           "the rest, and nothing is known of what it would have said."));
  add(json, "missing_shards",
      list_of(object({{"shard", text("Its folder, or tcp:HOST:PORT.")},
                      {"reason", text()}}),
              "What could not be asked."));
}

McpJson format() {
  return McpJson{{"const", 1}, {"description", "Of this object's form."}};
}

}  // namespace

McpJson search_input() {
  McpJson json = find_input(
      "query", "Keywords, or a question in plain language.", 10, 100);
  McpJson& properties = json["properties"];
  properties["per_article"] =
      number(0, 0, 100, "Passages of one article at most; 0: any number.");
  properties["mode"] =
      one_of({"auto", "keyword", "question"}, "How the query is read.");
  properties["sort"] = one_of({"relevance", "date"}, "What comes first.");
  properties["all"] = flag("Every word must be there, not any of them.");
  return json;
}

McpJson answer_input() {
  return find_input("question", "A question in plain language.", 3, 20);
}

McpJson id_input(std::string_view what) {
  const std::string example = what == "passage" ? "rust.txt#4" : "rust.txt";
  return arguments({{"id", text(fmt::format("Id of the {}, as results show it: "
                                            "{}",
                                            what, example))},
                    {"max_tokens", max_tokens()},
                    {"cursor", cursor()}},
                   {"id"});
}

McpJson status_input() { return arguments({}, {}); }

McpJson search_output() {
  McpJson answer =
      or_null(object({{"text", text()},
                      {"hit", count("Index into hits, from 0.")},
                      {"start", count("Offset in that hit's file.")},
                      {"end", count()}}));
  McpJson json = object(
      {{"format", format()},
       {"query", text()},
       {"mode", one_of({"keyword", "question"})},
       {"outcome", outcome()},
       {"answer", answer},
       {"hits", list_of(hit(), "The best first.")},
       {"suggestion", text_or_null("The query as it was probably meant.")},
       {"missing", list_of(text(), "Words that no passage has.")},
       {"widened", list_of(typed("object"), "Words looked for instead.")},
       {"total", object({{"count", count()}, {"exact", flag()}})}});
  add_partial(json);
  add_cut(json);
  return json;
}

McpJson answer_output() {
  McpJson answer =
      or_null(object({{"text", text("The sentence that answers.")},
                      {"passage", text("Id of the passage that it stands in.")},
                      {"start", count("Offset in the file of its first byte.")},
                      {"end", count("Offset after its last byte.")},
                      {"citation", text("Where it stands, to be cited.")}}));
  McpJson json =
      object({{"format", format()},
              {"question", text()},
              {"outcome", outcome()},
              {"answer", answer},
              {"hits", list_of(hit(), "The best first.")},
              {"suggestion", text_or_null("The question as probably meant.")},
              {"missing", list_of(text(), "Words that no passage has.")}});
  add_partial(json);
  add_cut(json);
  return json;
}

McpJson passage_output() {
  McpJson json = passage();
  add(json, "format", format());
  add_cut(json);
  return json;
}

McpJson article_output() {
  McpJson json = article();
  add(json, "format", format());
  add(json, "language", text_or_null());
  add(json, "tags", list_of(text()));
  add(json, "stale", flag_or_null("Any of its passages is; null: unknown."));
  add(json, "citation", text("Where it stands, to be cited."));
  add(json, "passage_count", count("Here or not."));
  add(json, "passages", list_of(passage_part(), "In the order of the file."));
  add_cut(json);
  return json;
}

McpJson status_output() {
  McpJson json =
      object({{"format", format()},
              {"db", text("Where the database is, or the databases are.")},
              {"articles", count()},
              {"passages", count()},
              {"languages", list_of(text())},
              {"revision", count("Rises with each update of the index.")},
              {"updated", text_or_null("Time of the last update, UTC; "
                                       "null: unknown.")},
              {"age_seconds", or_null(count("Since then."))},
              {"version", text("Of ibid.")}});
  add_partial(json);
  return json;
}

}  // namespace ibid
