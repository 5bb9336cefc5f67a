// SPDX-License-Identifier: GPL-3.0-or-later
// Pins the JSON that other people's scripts read: names, order, types, nulls.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "searcher/print.h"
#include "tests/searcher/sample_answer.h"

namespace ibid {
namespace {

constexpr std::string_view kFullHit =
    R"({"id":"rust.txt#4","rank":1,"score":12.345678901,"kind":"question",)"
    R"("article":{"id":"rust.txt","title":"What is Rust used for",)"
    R"("path":"/abs/rust.txt","url":"https://example.org/rust",)"
    R"("updated":"2026-04-01","sources":[)"
    R"({"name":"The Rust Book","licence":"MIT"},)"
    R"({"name":"A talk","licence":null}]},)"
    R"("section":["Systems","Kernels"],"question":"Does Linux use Rust?",)"
    R"("text":"Linux has taken *Rust* code\nsince 6.1.",)"
    R"("start":1200,"end":1238,"line":31,"exact":true,"anchor":"kernels",)"
    R"("snippet":{"text":"Linux has taken Rust code since 6.1.",)"
    R"("highlights":[[0,5],[16,20]]},"stale":false,"similar":0})";

constexpr std::string_view kBareHit =
    R"({"id":"note#1","rank":2,"score":3.0,"kind":"section",)"
    R"("article":{"id":"note","title":"Note","path":null,"url":null,)"
    R"("updated":null,"sources":[]},"section":[],"question":null,)"
    R"("text":"Rust.","start":0,"end":5,"line":1,"exact":false,)"
    R"("anchor":null,"snippet":{"text":"Rust.","highlights":[]},)"
    R"("stale":null,"similar":0})";

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

TEST(PrintJson, WritesEveryFieldInItsPlace) {
  Answer answer = sample_answer();
  answer.query_id = "q7";
  answer.outcome = Outcome::kAnswered;
  answer.answer = AnswerSpan{"Linux has taken Rust code.", 0, {1200, 1227}};
  answer.suggestion = "does linux use trust";
  answer.missing = {"foobar", "baz"};
  answer.total_exact = true;
  EXPECT_EQ(print_json(answer, true),
            joined({R"({"format":1,"id":"q7","query":"does linux use rust",)",
                    R"("mode":"question","outcome":"answered",)",
                    R"("answer":{"text":"Linux has taken Rust code.","hit":0,)",
                    R"("start":1200,"end":1227},"hits":[)", kFullHit, ",",
                    kBareHit, R"(],"suggestion":"does linux use trust",)",
                    R"("missing":["foobar","baz"],"widened":[],)",
                    R"("total":{"count":57,"exact":true},"partial":false,)",
                    R"("missing_shards":[],"took_ms":1.23})", "\n"}));
}

TEST(PrintJson, NamesWhatCouldNotBeAsked) {
  Answer answer;
  answer.missing_shards = {{"tcp:a:1", "Connection refused"}, {"/b", "x\xff"}};
  EXPECT_NE(print_json(answer, false)
                .find(R"("partial":true,"missing_shards":[)"
                      R"({"shard":"tcp:a:1","reason":"Connection refused"},)"
                      "{\"shard\":\"/b\",\"reason\":\"x\xef\xbf\xbd\"}]"),
            std::string::npos);
}

TEST(PrintJson, SaysWhatWasNotLookedAt) {
  Answer answer;
  answer.unchecked = 7;
  EXPECT_NE(print_json(answer, false)
                .find(R"("total":{"count":0,"exact":false,"unchecked":7})"),
            std::string::npos);
}

TEST(PrintJson, WritesNullsWhereNothingIsKnown) {
  Answer answer;
  answer.query = "";
  EXPECT_EQ(print_json(answer, true),
            R"({"format":1,"id":null,"query":"","mode":"keyword",)"
            R"("outcome":"none","answer":null,"hits":[],"suggestion":null,)"
            R"("missing":[],"widened":[],"total":{"count":0,"exact":false},)"
            R"("partial":false,"missing_shards":[],"took_ms":0.0})"
            "\n");
}

TEST(PrintJson, LeavesOutTheTimeWhenAsked) {
  Answer slow = sample_answer();
  slow.took_ms = 99;
  EXPECT_EQ(print_json(slow, false), print_json(sample_answer(), false));
  EXPECT_EQ(print_json(slow, false).find("took_ms"), std::string::npos);
}

TEST(PrintJson, TellsStaleFromUnknown) {
  const struct {
    std::optional<bool> stale;
    std::string_view json;
  } cases[] = {{true, R"("stale":true,)"},
               {false, R"("stale":false,)"},
               {std::nullopt, R"("stale":null,)"}};
  for (const auto& c : cases) {
    Answer answer = sample_answer();
    answer.hits.resize(1);
    answer.hits[0].stale = c.stale;
    EXPECT_NE(print_json(answer, false).find(c.json), std::string::npos)
        << c.json;
  }
}

TEST(PrintJson, NamesEveryKindOutcomeAndMode) {
  Answer answer = sample_answer();
  answer.hits.resize(1);
  answer.hits[0].passage.kind = PassageKind::kQuickAnswer;
  answer.mode = QueryMode::kKeyword;
  const auto json = nlohmann::json::parse(print_json(answer, false));
  EXPECT_EQ(json["hits"][0]["kind"], "quick_answer");
  EXPECT_EQ(json["mode"], "keyword");
  EXPECT_EQ(json["outcome"], "related");
}

TEST(PrintJson, KeepsEveryDigitOfAScore) {
  for (const double score : {0.000000001, 1.0 / 3, 123456.789012345, 1e-9}) {
    Answer answer = sample_answer();
    answer.hits[0].score = score;
    const auto json = nlohmann::json::parse(print_json(answer, false));
    EXPECT_EQ(json["hits"][0]["score"].get<double>(), score);
  }
}

TEST(PrintJson, StaysOneValidLineWhateverTheText) {
  Answer answer = sample_answer();
  answer.query = "a\nb\t\"\\ \x1b[31m\x01 \xff\xc3( 日本";
  answer.hits[0].passage.title = std::string("nul\0here", 8);
  const std::string text = print_json(answer, true);
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["query"],
            "a\nb\t\"\\ \x1b[31m\x01 \xef\xbf\xbd\xef\xbf\xbd( 日本");
  EXPECT_EQ(json["hits"][0]["article"]["title"], std::string("nul\0here", 8));
}

TEST(PrintJson, WritesAPassageWithTheFieldsOfAHit) {
  EXPECT_EQ(
      print_json(static_cast<const LocatedPassage&>(full_hit())),
      R"({"format":1,"id":"rust.txt#4","kind":"question",)"
      R"("article":{"id":"rust.txt","title":"What is Rust used for",)"
      R"("path":"/abs/rust.txt","url":"https://example.org/rust",)"
      R"("updated":"2026-04-01","sources":[)"
      R"({"name":"The Rust Book","licence":"MIT"},)"
      R"({"name":"A talk","licence":null}]},)"
      R"("section":["Systems","Kernels"],"question":"Does Linux use Rust?",)"
      R"("text":"Linux has taken *Rust* code\nsince 6.1.",)"
      R"("start":1200,"end":1238,"line":31,"exact":true,"anchor":"kernels",)"
      R"("stale":false})"
      "\n");
}

TEST(PrintJson, WritesAnArticleAndItsPassages) {
  FullArticle article;
  article.id = "note";
  article.title = "Note";
  article.tags = {"x"};
  article.sources = {{"A talk", std::nullopt}};
  article.passage_count = 7;
  article.passages = {bare_hit()};
  EXPECT_EQ(print_json(article),
            R"({"format":1,"id":"note","title":"Note","path":null,)"
            R"("url":null,"updated":null,)"
            R"("sources":[{"name":"A talk","licence":null}],)"
            R"("language":null,"tags":["x"],"stale":null,)"
            R"("passage_count":7,"passages":[{"id":"note#1",)"
            R"("kind":"section","section":[],"question":null,)"
            R"("text":"Rust.","start":0,"end":5,"line":1,"exact":false,)"
            R"("anchor":null}]})"
            "\n");
}

TEST(PrintJson, WritesWhatThereIsInADatabase) {
  EXPECT_EQ(print_json(DatabaseSummary{"/x", 2, 7, {"de", "en"}, 3, 86400, {}}),
            R"({"format":1,"db":"/x","articles":2,"passages":7,)"
            R"("languages":["de","en"],"revision":3,)"
            R"("updated":"1970-01-02T00:00:00Z","partial":false,)"
            R"("missing_shards":[]})"
            "\n");
}

TEST(PrintJson, WritesWhatThereIsInAPartOfADatabase) {
  EXPECT_EQ(print_json(DatabaseSummary{
                "tcp:a:1, tcp:b:1", 2, 7, {}, 3, 0, {{"tcp:b:1", "silent"}}}),
            R"({"format":1,"db":"tcp:a:1, tcp:b:1","articles":2,"passages":7,)"
            R"("languages":[],"revision":3,"updated":null,"partial":true,)"
            R"("missing_shards":[{"shard":"tcp:b:1","reason":"silent"}]})"
            "\n");
}

TEST(PrintJson, WritesAnErrorAsAnObject) {
  const Error error(ErrorKind::kNotFound, "no database at /x", "Run it first.");
  EXPECT_EQ(print_json_error(error, std::nullopt),
            R"({"error":{"kind":"not_found","message":"no database at /x",)"
            R"("hint":"Run it first."}})"
            "\n");
}

TEST(PrintJson, GivesAnErrorTheIdOfItsQuery) {
  const Error error(ErrorKind::kUsage, "line 3 is no JSON \xff");
  EXPECT_EQ(print_json_error(error, "q3"),
            R"({"id":"q3","error":{"kind":"usage",)"
            "\"message\":\"line 3 is no JSON \xef\xbf\xbd\",\"hint\":null}}\n");
}

}  // namespace
TEST(PrintJson, EscapesWhatCouldSteerATerminal) {
  Answer answer;
  answer.query =
      "a\x7f"
      "b\xc2\x9b"
      "c\xe2\x80\xae"
      "d\xc3\xa9\n";
  EXPECT_NE(
      print_json(answer, false).find(R"("query":"a\u007fb\u009bc\u202edé\n")"),
      std::string::npos);
}

}  // namespace ibid
