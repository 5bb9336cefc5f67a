// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/tool.h"

#include <fmt/format.h>

#include <algorithm>

#include "index/text.h"
#include "searcher/json_line.h"
#include "searcher/mcp/schema.h"
#include "searcher/partial.h"
#include "searcher/print.h"

namespace ibid {
namespace {

constexpr const char* kSearchText =
    "Finds the passages of the indexed articles that fit a query best, each "
    "with its whole text, its score and where it stands (file, bytes, line, "
    "date). Takes keywords, \"phrases\", +must, -not, title:, OR, word*, or a "
    "question in plain language; any text is a valid query. Cite what you use "
    "by its citation.";
constexpr const char* kAnswerText =
    "Answers a question in plain language with the sentence that answers it, "
    "and the passages it stands in. outcome says whether the sentence can be "
    "trusted to answer: answered; related means that it is only the closest "
    "there is; none that nothing was found.";
constexpr const char* kPassageText =
    "Gives one passage by its id, as results show it (ARTICLE-ID#n), with its "
    "whole text and where it stands. The passages before and after it have the "
    "numbers below and above n.";
constexpr const char* kArticleText =
    "Gives an article by its id with its passages in their order. A long one "
    "comes in parts: next_cursor leads to the next.";
constexpr const char* kStatusText =
    "Says what is indexed: how many articles and passages, in which languages, "
    "when it was last updated, and what of it cannot be asked now.";

std::vector<McpTool> make_tools() {
  return {{"search", "Search passages", kSearchText, search_input(),
           search_output(), run_search},
          {"answer", "Answer a question", kAnswerText, answer_input(),
           answer_output(), run_answer},
          {"get_passage", "Get a passage", kPassageText, id_input("passage"),
           passage_output(), run_get_passage},
          {"get_article", "Get an article", kArticleText, id_input("article"),
           article_output(), run_get_article},
          {"status", "Status of the index", kStatusText, status_input(),
           status_output(), run_status}};
}

McpJson text_part(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return McpJson{{"type", "text"}, {"text", std::move(text)}};
}

McpJson text_result(std::string text, bool is_error) {
  McpJson content = McpJson::array();
  content.push_back(text_part(std::move(text)));
  return McpJson{{"content", std::move(content)}, {"isError", is_error}};
}

// What a result says of what could not be asked, for models that overlook
// fields; empty: nothing is missing.
std::string partial_line(const McpJson& result) {
  std::vector<MissingShard> missing;
  const auto found = result.find("missing_shards");
  if (found == result.end()) return "";
  for (const McpJson& shard : *found) {
    missing.push_back({shard.at("shard").get<std::string>(),
                       shard.at("reason").get<std::string>()});
  }
  return collapse_space(printable(partial_text(missing)));
}

// Whether a new try to open the database may help.
bool is_of_database(ErrorKind kind) {
  // What is away is waited for less by those that know that it is.
  return kind != ErrorKind::kUsage && kind != ErrorKind::kLimit &&
         kind != ErrorKind::kInterrupted && kind != ErrorKind::kUnavailable;
}

}  // namespace

const std::vector<McpTool>& mcp_tools() {
  static const std::vector<McpTool> tools = make_tools();
  return tools;
}

const McpTool* find_mcp_tool(std::string_view name) {
  const std::vector<McpTool>& tools = mcp_tools();
  const auto found = std::ranges::find(tools, name, &McpTool::name);
  return found == tools.end() ? nullptr : &*found;
}

McpJson describe_tool(const McpTool& tool, Revision revision) {
  McpJson json{{"name", tool.name}};
  if (has_structured_results(revision)) json["title"] = tool.title;
  json["description"] = tool.description;
  json["inputSchema"] = tool.input_schema;
  if (has_structured_results(revision)) {
    json["outputSchema"] = tool.output_schema;
  }
  if (has_tool_hints(revision)) {
    json["annotations"] = {{"title", tool.title},
                           {"readOnlyHint", true},
                           {"destructiveHint", false},
                           {"idempotentHint", true},
                           {"openWorldHint", false}};
  }
  return json;
}

McpJson call_tool(const McpTool& tool, Library& library,
                  const McpJson& arguments, Revision revision) {
  try {
    McpJson result = tool.run(library, arguments);
    std::string text = json_line(result);
    if (text.size() > kMaxResultBytes) {
      throw Error(ErrorKind::kLimit,
                  fmt::format("the result has {} bytes", text.size()),
                  fmt::format("results have {} at most: ask for fewer hits, "
                              "or for single passages",
                              kMaxResultBytes));
    }
    McpJson answer = text_result(std::move(text), false);
    if (std::string line = partial_line(result); !line.empty()) {
      answer["content"].push_back(text_part(std::move(line)));
    }
    if (has_structured_results(revision)) {
      answer["structuredContent"] = std::move(result);
    }
    return answer;
  } catch (const Error& e) {
    if (is_of_database(e.kind())) library.close();
    return text_result(print_json_error(e, std::nullopt), true);
  }
}

}  // namespace ibid
