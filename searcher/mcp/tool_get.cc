// SPDX-License-Identifier: GPL-3.0-or-later
// get_passage, get_article and status.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "searcher/lookup.h"
#include "searcher/mcp/arguments.h"
#include "searcher/mcp/cite.h"
#include "searcher/mcp/cursor.h"
#include "searcher/mcp/tool.h"
#include "searcher/print.h"

namespace ibid {
namespace {

struct GetCall {
  std::string id;
  size_t max_tokens = kDefaultTokens;
  std::string owner;  // of cursors
  Cursor cursor;
};

GetCall read_call(const McpJson& json, const char* what) {
  Arguments arguments(json);
  GetCall call;
  call.id = arguments.needed_text("id");
  call.owner = what + call.id;
  call.max_tokens =
      arguments.number("max_tokens", kDefaultTokens, kLeastTokens, kMostTokens);
  if (const std::string at = arguments.text("cursor"); !at.empty()) {
    call.cursor = read_cursor(at, call.owner);
  }
  arguments.finish();
  return call;
}

[[noreturn]] void fail_to_find(const char* what, const std::string& id) {
  throw Error(ErrorKind::kNotFound,
              fmt::format("there is no {} {}", what, id.substr(0, 200)),
              "ids are as the results of search show them: of an article like "
              "rust.txt, of its fourth passage rust.txt#4");
}

void add_cut(McpJson& json, bool truncated, McpJson cursor, McpJson note) {
  json["truncated"] = truncated;
  json["next_cursor"] = std::move(cursor);
  json["note"] = std::move(note);
}

// What the fields of add_cut may take.
constexpr size_t kReserve = 100;

// Which passages of an article are in a result, and how they are cut.
class Part {
 public:
  Part(const GetCall& call, size_t tokens) : call_(call), left_(tokens) {}

  // False: there is no room for it.
  bool add(McpJson passage, size_t number) {
    const size_t from = number == call_.cursor.first ? call_.cursor.second : 0;
    McpJson whole = passage;
    cut_text(whole, from, kMostTokens * 4);
    const size_t tokens = json_tokens(whole);
    if (tokens <= left_) {
      left_ -= tokens;
      passages_.push_back(std::move(whole));
      return true;
    }
    if (!passages_.empty()) {
      next_ = {number, 0};
      return false;
    }
    const size_t rest = cut_text(passage, from, left_);
    next_ = rest > 0 ? Cursor{number, rest} : Cursor{number + 1, 0};
    left_ = 0;
    passages_.push_back(std::move(passage));
    return false;
  }

  McpJson take() { return std::move(passages_); }
  // Where the rest begins, where add has said no.
  const Cursor& next() const { return next_; }

 private:
  const GetCall& call_;
  size_t left_;
  McpJson passages_ = McpJson::array();
  Cursor next_;
};

}  // namespace

McpJson run_get_passage(Library& library, const McpJson& arguments) {
  const GetCall call = read_call(arguments, "passage");
  const auto passage = look_up_passage(library.database(), call.id);
  if (!passage) fail_to_find("passage", call.id);
  McpJson json = McpJson::parse(print_json(*passage));
  json["citation"] = cite_passage(json);
  const size_t rest =
      cut_text(json, call.cursor.first, call.max_tokens - kReserve);
  if (rest == 0) {
    add_cut(json, false, nullptr, nullptr);
  } else {
    add_cut(json, true, write_cursor({rest, 0}, call.owner),
            fmt::format("text ends at byte {} of {} since max_tokens is {}; "
                        "call again with next_cursor for the rest",
                        rest, passage->passage.text.size(), call.max_tokens));
  }
  return json;
}

McpJson run_get_article(Library& library, const McpJson& arguments) {
  GetCall call = read_call(arguments, "article");
  PassageRange range;
  range.first = std::max<size_t>(1, call.cursor.first);
  call.cursor.first = range.first;
  // A token is of four bytes at most.
  range.max_bytes = call.max_tokens * 4 + call.cursor.second;
  const auto article = look_up_article(library.database(), call.id, range);
  if (!article) fail_to_find("article", call.id);
  McpJson json = McpJson::parse(print_json(*article));
  const McpJson passages = std::move(json["passages"]);
  json["citation"] = cite_article(json);
  json["passages"] = McpJson::array();
  const size_t used = json_tokens(json) + kReserve;
  Part part(call, call.max_tokens - std::min(call.max_tokens, used));
  size_t number = range.first;
  Cursor next;
  for (const McpJson& passage : passages) {
    if (!part.add(passage, number)) {
      next = part.next();
      break;
    }
    next = {++number, 0};
  }
  json["passages"] = part.take();
  const size_t shown = json["passages"].size();
  if (passages.empty() || next.first > article->passage_count) {
    add_cut(json, false, nullptr, nullptr);
  } else {
    add_cut(json, true, write_cursor(next, call.owner),
            fmt::format("{} of {} passages, from the {}., fit into max_tokens "
                        "{}; call again with next_cursor for more",
                        shown, article->passage_count, range.first,
                        call.max_tokens));
  }
  return json;
}

McpJson run_status(Library& library, const McpJson& arguments) {
  Arguments(arguments).finish();
  const DatabaseSummary summary = summarize(library.database());
  McpJson result = McpJson::parse(print_json(summary));
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const int64_t age =
      std::chrono::duration_cast<std::chrono::seconds>(now).count() -
      summary.updated;
  result["age_seconds"] = summary.updated == 0
                              ? McpJson(nullptr)
                              : McpJson(std::max<int64_t>(0, age));
  result["version"] = IBID_VERSION;
  return result;
}

}  // namespace ibid
