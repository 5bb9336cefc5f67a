// SPDX-License-Identifier: GPL-3.0-or-later
// search and answer. A budget is met by asking for as many hits as fit, so that
// what a shorter result says of its answer is true of the hits that it has.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "index/date.h"
#include "index/language.h"
#include "searcher/mcp/arguments.h"
#include "searcher/mcp/cite.h"
#include "searcher/mcp/cursor.h"
#include "searcher/mcp/tool.h"
#include "searcher/print.h"

namespace ibid {
namespace {

// Where a cursor may lead: beyond, ranking takes long and helps nobody.
constexpr size_t kMaxOffset = 10'000;

struct FindCall {
  SearchRequest request;
  size_t max_tokens = kDefaultTokens;
  std::string owner;  // of cursors
};

std::string day(Arguments& arguments, const char* name, bool is_end) {
  const std::string text = arguments.text(name);
  if (text.empty()) return "";
  const auto date = parse_date_bound(text, is_end);
  if (!date) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{} is no date: {}", name, text.substr(0, 100)),
                "for example 2026-04-01, 2026-04 or 2026");
  }
  return *date;
}

// What a cursor is tied to: all but how much is wanted at once.
std::string owner_of(const McpJson& arguments) {
  std::map<std::string, std::string> asked;
  for (const auto& [name, value] : arguments.items()) {
    const bool is_size =
        name == "cursor" || name == "max_tokens" || name == "limit";
    if (!is_size && !value.is_null()) asked[name] = value.dump();
  }
  std::string owner;
  for (const auto& [name, value] : asked) {
    owner += fmt::format("{}={}\n", name, value);
  }
  return owner;
}

void read_filters(Arguments& arguments, SearchRequest& request) {
  const std::string kind =
      arguments.choice("kind", {"", "quick_answer", "section", "question"});
  if (!kind.empty()) request.kind = parse_passage_kind(kind);
  request.after = day(arguments, "after", false);
  request.before = day(arguments, "before", true);
  request.path = arguments.text("path");
  request.tag = arguments.text("tag");
  request.language_filter = normal_language(arguments.text("lang"));
}

void read_ranking(Arguments& arguments, SearchRequest& request) {
  request.rank.per_article = arguments.number("per_article", 0, 0, 100);
  const std::string mode =
      arguments.choice("mode", {"auto", "keyword", "question"});
  if (mode == "keyword") request.mode = QueryMode::kKeyword;
  if (mode == "question") request.mode = QueryMode::kQuestion;
  if (arguments.choice("sort", {"relevance", "date"}) == "date") {
    request.rank.sort = Sort::kDate;
  }
  request.all = arguments.flag("all");
}

FindCall read_call(const Library& library, const McpJson& json,
                   const char* words, size_t hits, size_t most_hits) {
  Arguments arguments(json);
  FindCall call;
  call.owner = words + owner_of(json);
  call.request.text = arguments.needed_text(words);
  call.request.language = library.language();
  call.request.snippets = false;
  call.request.require_all = library.require_all();
  call.request.time_limit = library.time_limit();
  call.request.is_cancelled = library.is_cancelled();
  call.request.rank.count = arguments.number("limit", hits, 1, most_hits);
  call.max_tokens =
      arguments.number("max_tokens", kDefaultTokens, kLeastTokens, kMostTokens);
  read_filters(arguments, call.request);
  if (std::string_view(words) == "query") {
    read_ranking(arguments, call.request);
  } else {
    call.request.mode = QueryMode::kQuestion;
  }
  if (const std::string at = arguments.text("cursor"); !at.empty()) {
    call.request.rank.offset =
        std::min(read_cursor(at, call.owner).first, kMaxOffset);
  }
  arguments.finish();
  return call;
}

// An Answer as JSON, its hits with citations and without snippets.
McpJson cited(const Answer& answer) {
  McpJson json = McpJson::parse(print_json(answer, false));
  json.erase("id");
  for (McpJson& hit : json["hits"]) {
    hit.erase("snippet");
    hit["text_truncated"] = false;
    hit["citation"] = cite_passage(hit);
  }
  return json;
}

// How many hits there is room for, one at least.
size_t hits_that_fit(const McpJson& json, size_t tokens) {
  McpJson bare = json;
  bare["hits"] = McpJson::array();
  size_t used = json_tokens(bare);
  size_t fit = 0;
  for (const McpJson& hit : json.at("hits")) {
    used += json_tokens(hit);
    if (used > tokens && fit > 0) break;
    ++fit;
  }
  return fit;
}

struct Found {
  McpJson json;
  bool truncated = false;
  McpJson next_cursor = nullptr;
  McpJson note = nullptr;
};

std::string note_of(size_t shown, size_t wanted, bool cut_text,
                    size_t max_tokens) {
  std::string note;
  if (shown < wanted) {
    note = fmt::format(
        "{} of {} passages fit into max_tokens {}; call again "
        "with next_cursor for more.",
        shown, wanted, max_tokens);
  }
  if (cut_text) {
    note += fmt::format(
        "{}The text of the passage is cut to max_tokens {}; "
        "get_passage gives the whole.",
        note.empty() ? "" : " ", max_tokens);
  }
  return note;
}

// Leaves to a second search what the first has not taken of the time.
void take_time(SearchRequest& request, double taken_ms) {
  using std::chrono::milliseconds;
  if (request.time_limit == milliseconds(0)) return;
  request.time_limit -= milliseconds(std::lround(taken_ms));
  request.time_limit = std::max(request.time_limit, milliseconds(1));
}

Found find(Library& library, FindCall call) {
  Searcher& searcher = library.searcher();
  Answer answer = searcher.search(call.request);
  Found found;
  found.json = cited(answer);
  const size_t wanted = answer.hits.size();
  // Room for what is added below, and for missing shards in words.
  constexpr size_t kReserve = 120;
  const size_t reserve = kReserve + json_tokens(found.json["missing_shards"]);
  const size_t tokens = call.max_tokens - std::min(call.max_tokens, reserve);
  const size_t shown = hits_that_fit(found.json, tokens);
  if (shown < wanted) {
    call.request.rank.count = shown;
    take_time(call.request, answer.search_ms);
    answer = searcher.search(call.request);
    found.json = cited(answer);
  }
  McpJson& hits = found.json["hits"];
  bool cut = false;
  if (hits.size() == 1) {
    const size_t all = json_tokens(found.json);
    const size_t own = json_tokens(hits[0]);
    const size_t others = all - std::min(all, own);
    cut_text(hits[0], 0, tokens > others ? tokens - others : 0);
    cut = hits[0]["text_truncated"].get<bool>();
  }
  found.truncated = cut || shown < wanted;
  if (found.truncated) {
    found.note = note_of(shown, wanted, cut, call.max_tokens);
  }
  const size_t end = call.request.rank.offset + hits.size();
  // Fewer than were asked for are the last; a total may be an estimate.
  const bool is_last = hits.size() < call.request.rank.count ||
                       (answer.total_exact && end >= answer.total);
  if (!is_last && end < kMaxOffset) {
    found.next_cursor = write_cursor({end, 0}, call.owner);
  }
  return found;
}

void add_cut(McpJson& json, Found& found) {
  json["truncated"] = found.truncated;
  json["next_cursor"] = std::move(found.next_cursor);
  json["note"] = std::move(found.note);
}

// The answer with its place, in the place of an index into the hits.
McpJson cited_answer(const McpJson& json) {
  const McpJson& answer = json.at("answer");
  if (answer.is_null()) return nullptr;
  const McpJson& hit = json.at("hits").at(answer.at("hit").get<size_t>());
  McpJson at = hit;
  at["start"] = answer.at("start");
  at["end"] = answer.at("end");
  return McpJson{{"text", answer.at("text")},
                 {"passage", hit.at("id")},
                 {"start", answer.at("start")},
                 {"end", answer.at("end")},
                 {"citation", cite_passage(at)}};
}

}  // namespace

McpJson run_search(Library& library, const McpJson& arguments) {
  Found found = find(library, read_call(library, arguments, "query", 10, 100));
  McpJson json = std::move(found.json);
  add_cut(json, found);
  return json;
}

McpJson run_answer(Library& library, const McpJson& arguments) {
  Found found = find(library, read_call(library, arguments, "question", 3, 20));
  const McpJson& json = found.json;
  McpJson result{{"format", json.at("format")},
                 {"question", json.at("query")},
                 {"outcome", json.at("outcome")},
                 {"answer", cited_answer(json)},
                 {"hits", json.at("hits")},
                 {"suggestion", json.at("suggestion")},
                 {"missing", json.at("missing")},
                 {"partial", json.at("partial")},
                 {"missing_shards", json.at("missing_shards")}};
  add_cut(result, found);
  return result;
}

}  // namespace ibid
