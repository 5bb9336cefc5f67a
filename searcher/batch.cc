// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/batch.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "index/output.h"
#include "index/text.h"
#include "searcher/json_bounds.h"
#include "searcher/partial.h"
#include "searcher/print.h"

namespace ibid {
namespace {

struct BatchQuery {
  std::optional<std::string> id;
  std::string text;
};

[[noreturn]] void fail(uint32_t line, const std::string& reason) {
  throw Error(ErrorKind::kUsage, fmt::format("line {}: {}", line, reason),
              "a query is a JSON object with the strings _id and text");
}

// The id as text, also where it was written as a number.
std::optional<std::string> id_of(const nlohmann::json& json) {
  const auto id = json.find("_id");
  if (id == json.end()) return std::nullopt;
  if (id->is_string()) return id->get<std::string>();
  if (id->is_number_integer()) return id->dump();
  return std::nullopt;
}

BatchQuery parse_query(const std::string& line, uint32_t number) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (json.is_discarded()) fail(number, "not JSON");
  if (!json.is_object()) fail(number, "not a JSON object");
  BatchQuery query;
  query.id = id_of(json);
  if (!query.id) fail(number, "no _id");
  const auto text = json.find("text");
  if (text == json.end() || !text->is_string()) fail(number, "no text");
  query.text = text->get<std::string>();
  return query;
}

// A list for trec_eval has no place for it. Said once, not at each query.
void tell_partial(const Answer& answer, std::vector<MissingShard>& told) {
  if (answer.missing_shards == told) return;
  told = answer.missing_shards;
  tell_missing("ibid-searcher", told);
}

std::string print(const Answer& answer, Output output) {
  return output == Output::kTrec ? print_trec(answer)
                                 : print_json(answer, false);
}

}  // namespace

BatchResult run_batch(std::istream& queries, const SearcherOptions& options,
                      Searcher& searcher, std::FILE* out) {
  BatchResult result;
  const Output output = options.output.value_or(Output::kJsonl);
  SearchRequest request = options.request;
  // A TREC run lists articles: each by its best passage.
  if (output == Output::kTrec) request.rank.per_article = 1;
  std::vector<MissingShard> told;
  std::string line;
  for (uint32_t number = 1; std::getline(queries, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    std::optional<std::string> id;
    std::string printed;
    try {
      if (!is_within(line, {})) fail(number, "nested too deep");
      const BatchQuery query = parse_query(line, number);
      id = query.id;
      request.text = query.text;
      Answer answer = searcher.search(request);
      answer.query_id = id;
      result.any_found = result.any_found || !answer.hits.empty();
      if (output == Output::kTrec) tell_partial(answer, told);
      printed = print(answer, output);
    } catch (const Error& e) {
      result.any_bad = true;
      if (output == Output::kTrec) {
        tell(fmt::format("ibid-searcher: {} ({})\n", printable(e.what()),
                         printable(e.hint())));
      } else {
        printed = print_json_error(e, id);
      }
    }
    write_result(out, printed);
  }
  return result;
}

}  // namespace ibid
