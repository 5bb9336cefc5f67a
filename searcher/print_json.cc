// SPDX-License-Identifier: GPL-3.0-or-later
// An Answer or an Error as one line of JSON. docs/answer.schema.json says what
// each field means; fields may be added, never changed.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "index/text.h"
#include "searcher/print.h"

namespace ibid {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kAnswerFormat = 1;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

template <class Value>
Json value_or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json sources_json(const std::vector<Source>& sources) {
  Json list = Json::array();
  for (const Source& source : sources) {
    list.push_back(Json{{"name", source.name},
                        {"licence", value_or_null(source.licence)}});
  }
  return list;
}

Json article_json(const Hit& hit) {
  return Json{{"id", hit.article_id},
              {"title", hit.passage.title},
              {"path", value_or_null(hit.path)},
              {"url", text_or_null(hit.url)},
              {"updated", text_or_null(hit.updated)},
              {"sources", sources_json(hit.sources)}};
}

Json snippet_json(const Snippet& snippet) {
  Json highlights = Json::array();
  for (const Span& span : snippet.highlights) {
    highlights.push_back(Json::array({span.start, span.end}));
  }
  return Json{{"text", snippet.text}, {"highlights", std::move(highlights)}};
}

Json explanation_json(const std::vector<FeatureShare>& shares) {
  Json list = Json::array();
  for (const FeatureShare& share : shares) {
    list.push_back({{"feature", share.name},
                    {"value", share.value},
                    {"weight", share.weight},
                    {"share", share.value * share.weight}});
  }
  return list;
}

Json hit_json(const Hit& hit) {
  Json json{{"id", hit.id},
            {"rank", hit.rank},
            {"score", hit.score},
            {"kind", passage_kind_name(hit.passage.kind)},
            {"article", article_json(hit)},
            {"section", Json(hit.passage.headings)},
            {"question", text_or_null(hit.passage.question)},
            {"text", hit.passage.text},
            {"start", hit.span.start},
            {"end", hit.span.end},
            {"line", hit.line},
            {"exact", hit.exact},
            {"anchor", text_or_null(hit.anchor)},
            {"snippet", snippet_json(hit.snippet)},
            {"stale", value_or_null(hit.stale)},
            {"similar", hit.similar}};
  if (!hit.explanation.empty()) {
    json["explain"] = explanation_json(hit.explanation);
  }
  return json;
}

Json widened_json(const std::vector<Widening>& widened) {
  Json list = Json::array();
  for (const Widening& widening : widened) {
    list.push_back({{"word", widening.typed},
                    {"by", Json(widening.by)},
                    {"why", widening.why}});
  }
  return list;
}

Json answer_span_json(const std::optional<AnswerSpan>& answer) {
  if (!answer) return nullptr;
  return Json{{"text", answer->text},
              {"hit", answer->hit},
              {"start", answer->span.start},
              {"end", answer->span.end}};
}

Json total_json(const Answer& answer) {
  Json json{{"count", answer.total}, {"exact", answer.total_exact}};
  if (answer.unchecked > 0) json["unchecked"] = answer.unchecked;
  return json;
}

Json hits_json(const std::vector<Hit>& hits) {
  Json list = Json::array();
  for (const Hit& hit : hits) list.push_back(hit_json(hit));
  return list;
}

// Characters that could steer a terminal, and marks of writing direction, as
// escapes: JSON itself asks to escape only those below U+0020.
bool is_steering(char32_t c) {
  return (c >= 0x7f && c <= 0x9f) || c == 0x061c || c == 0x200e ||
         c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

std::string without_steering(std::string json) {
  std::string out;
  size_t done = 0;
  for (size_t i = 0; i < json.size();) {
    if (static_cast<unsigned char>(json[i]) < 0x7f) {
      ++i;
      continue;
    }
    const CodePoint point = decode_utf8(json, i);
    if (is_steering(point.value)) {
      out.append(json, done, i - done);
      out += fmt::format("\\u{:04x}", static_cast<uint32_t>(point.value));
      done = i + point.length;
    }
    i += point.length;
  }
  if (done == 0) return json;
  return out.append(json, done);
}

// Invalid UTF-8 should not come this far; where it does, a replacement
// character is better than an exception in the place of all results.
std::string one_line(const Json& json) {
  return without_steering(
             json.dump(-1, ' ', false, Json::error_handler_t::replace)) +
         "\n";
}

}  // namespace

std::string print_json(const Answer& answer, bool with_time) {
  Json json{{"format", kAnswerFormat},
            {"id", value_or_null(answer.query_id)},
            {"query", answer.query},
            {"mode", query_mode_name(answer.mode)},
            {"outcome", outcome_name(answer.outcome)},
            {"answer", answer_span_json(answer.answer)},
            {"hits", hits_json(answer.hits)},
            {"suggestion", value_or_null(answer.suggestion)},
            {"missing", Json(answer.missing)},
            {"widened", widened_json(answer.widened)},
            {"total", total_json(answer)}};
  if (with_time) json["took_ms"] = std::round(answer.took_ms * 100) / 100;
  return one_line(json);
}

std::string print_json_error(const Error& error,
                             const std::optional<std::string>& query_id) {
  Json json = Json::object();
  if (query_id) json["id"] = *query_id;
  json["error"] = Json{{"kind", error_kind_name(error.kind())},
                       {"message", error.what()},
                       {"hint", text_or_null(error.hint())}};
  return one_line(json);
}

}  // namespace ibid
