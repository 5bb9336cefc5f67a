// SPDX-License-Identifier: GPL-3.0-or-later
// An Answer, an Error or what was looked up as one line of JSON.
// docs/answer.schema.json says what each field means; fields may be added,
// never changed.
#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>

#include "searcher/json_line.h"
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

// Seconds since 1970 as "YYYY-MM-DDThh:mm:ssZ"; 0 is unknown.
Json utc_time_or_null(int64_t seconds) {
  if (seconds == 0) return nullptr;
  const time_t time = seconds;
  tm parts{};
  ::gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

Json sources_json(const std::vector<Source>& sources) {
  Json list = Json::array();
  for (const Source& source : sources) {
    list.push_back(Json{{"name", source.name},
                        {"licence", value_or_null(source.licence)}});
  }
  return list;
}

Json article_json(const LocatedPassage& hit) {
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

// What a passage has whichever article it is of.
void add_content(Json& json, const LocatedPassage& passage) {
  json["section"] = passage.passage.headings;
  json["question"] = text_or_null(passage.passage.question);
  json["text"] = passage.passage.text;
  json["start"] = passage.span.start;
  json["end"] = passage.span.end;
  json["line"] = passage.line;
  json["exact"] = passage.exact;
  json["anchor"] = text_or_null(passage.anchor);
}

Json hit_json(const Hit& hit) {
  Json json{{"id", hit.id},
            {"rank", hit.rank},
            {"score", hit.score},
            {"kind", passage_kind_name(hit.passage.kind)},
            {"article", article_json(hit)}};
  add_content(json, hit);
  json["snippet"] = snippet_json(hit.snippet);
  json["stale"] = value_or_null(hit.stale);
  json["similar"] = hit.similar;
  if (!hit.explanation.empty()) {
    json["explain"] = explanation_json(hit.explanation);
  }
  return json;
}

Json missing_json(const std::vector<MissingShard>& missing) {
  Json list = Json::array();
  for (const MissingShard& shard : missing) {
    list.push_back({{"shard", shard.shard}, {"reason", shard.reason}});
  }
  return list;
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
            {"total", total_json(answer)},
            {"partial", answer.is_partial()},
            {"missing_shards", missing_json(answer.missing_shards)}};
  if (with_time) json["took_ms"] = std::round(answer.took_ms * 100) / 100;
  return json_line(json);
}

std::string print_json(const LocatedPassage& passage) {
  Json json{{"format", kAnswerFormat},
            {"id", passage.id},
            {"kind", passage_kind_name(passage.passage.kind)},
            {"article", article_json(passage)}};
  add_content(json, passage);
  json["stale"] = value_or_null(passage.stale);
  return json_line(json);
}

std::string print_json(const FullArticle& article) {
  Json passages = Json::array();
  for (const LocatedPassage& passage : article.passages) {
    Json json{{"id", passage.id},
              {"kind", passage_kind_name(passage.passage.kind)}};
    add_content(json, passage);
    passages.push_back(std::move(json));
  }
  return json_line(Json{{"format", kAnswerFormat},
                        {"id", article.id},
                        {"title", article.title},
                        {"path", value_or_null(article.path)},
                        {"url", text_or_null(article.url)},
                        {"updated", text_or_null(article.updated)},
                        {"sources", sources_json(article.sources)},
                        {"language", text_or_null(article.language)},
                        {"tags", Json(article.tags)},
                        {"stale", value_or_null(article.stale)},
                        {"passage_count", article.passage_count},
                        {"passages", std::move(passages)}});
}

std::string print_json(const DatabaseSummary& summary) {
  return json_line(
      Json{{"format", kAnswerFormat},
           {"db", summary.path},
           {"articles", summary.articles},
           {"passages", summary.passages},
           {"languages", Json(summary.languages)},
           {"revision", summary.revision},
           {"updated", utc_time_or_null(summary.updated)},
           {"partial", !summary.missing_shards.empty()},
           {"missing_shards", missing_json(summary.missing_shards)}});
}

std::string print_json_error(const Error& error,
                             const std::optional<std::string>& query_id) {
  Json json = Json::object();
  if (query_id) json["id"] = *query_id;
  json["error"] = Json{{"kind", error_kind_name(error.kind())},
                       {"message", error.what()},
                       {"hint", text_or_null(error.hint())}};
  return json_line(json);
}

}  // namespace ibid
