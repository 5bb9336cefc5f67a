// SPDX-License-Identifier: GPL-3.0-or-later
// The tools that a model may call. Each takes a JSON object of arguments and
// gives a JSON object; all only read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/mcp/json.h"
#include "searcher/mcp/library.h"
#include "searcher/mcp/revision.h"

namespace ibid {

struct McpTool {
  std::string name;
  std::string title;        // for people
  std::string description;  // for models
  McpJson input_schema;     // JSON Schema of the arguments
  McpJson output_schema;    // of the result
  // Throws Error: what is wrong with the arguments is kUsage, an id that is not
  // there kNotFound.
  McpJson (*run)(Library& library, const McpJson& arguments) = nullptr;
};

// All there are, in the order in which they are listed.
const std::vector<McpTool>& mcp_tools();

// nullptr: there is none of this name.
const McpTool* find_mcp_tool(std::string_view name);

// As a revision lists it.
McpJson describe_tool(const McpTool& tool, Revision revision);

// A result of more bytes, which no budget allows, is an error: kLimit.
inline constexpr size_t kMaxResultBytes = size_t{1} << 20;

// What tools/call gives back, also of what fails: bad arguments and a database
// that cannot be read are told to the model (isError).
McpJson call_tool(const McpTool& tool, Library& library,
                  const McpJson& arguments, Revision revision);

// The tools, one function each (tool_find.cc, tool_get.cc).
McpJson run_search(Library& library, const McpJson& arguments);
McpJson run_answer(Library& library, const McpJson& arguments);
McpJson run_get_passage(Library& library, const McpJson& arguments);
McpJson run_get_article(Library& library, const McpJson& arguments);
McpJson run_status(Library& library, const McpJson& arguments);

// The budget of a result in tokens (budget.h): what it is where the call says
// nothing, and its bounds.
inline constexpr size_t kDefaultTokens = 4000;
inline constexpr size_t kLeastTokens = 200;
inline constexpr size_t kMostTokens = 50'000;

}  // namespace ibid
