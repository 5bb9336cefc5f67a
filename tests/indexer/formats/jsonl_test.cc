// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

using Severity = Diagnostic::Severity;

constexpr Span kSpan{100, 200};
constexpr uint32_t kLine = 7;

struct Result {
  std::optional<Article> article;
  Diagnostics diagnostics;
};

Result read(std::string_view json) {
  Result result;
  result.article = read_json_line(json, kSpan, kLine, result.diagnostics);
  for (const Diagnostic& found : result.diagnostics) {
    EXPECT_EQ(found.line, kLine) << json;
    EXPECT_FALSE(found.reason.empty()) << json;
    EXPECT_FALSE(found.hint.empty()) << json;
  }
  return result;
}

// The article of a line that nothing is wrong with.
Article article(std::string_view json) {
  const Result result = read(json);
  EXPECT_TRUE(result.diagnostics.empty())
      << json << ": " << result.diagnostics[0].reason;
  EXPECT_TRUE(result.article) << json;
  return result.article.value_or(Article{});
}

std::vector<std::string> texts(const Section& section) {
  std::vector<std::string> all;
  for (const Block& block : section.blocks) {
    EXPECT_EQ(block.span, kSpan);
    EXPECT_EQ(block.line, kLine);
    all.push_back(block.text.value_or("(none)"));
  }
  return all;
}

TEST(Jsonl, ReadsALineOfBeir) {
  const Article found =
      article(R"({"_id": "d1", "title": "A  title", "text": "Some text."})");
  EXPECT_EQ(found.id, "d1");
  EXPECT_EQ(found.title, "A title");
  EXPECT_EQ(found.markup, Markup::kNone);
  ASSERT_EQ(found.sections.size(), 1u);
  EXPECT_EQ(found.sections[0].kind, PassageKind::kSection);
  EXPECT_TRUE(found.sections[0].headings.empty());
  EXPECT_EQ(texts(found.sections[0]), std::vector<std::string>{"Some text."});
}

TEST(Jsonl, ReadsTheOptionalFields) {
  const Article found = article(
      R"({"_id":"a","title":"T","text":"x","updated":"April 1, 2026",)"
      R"("url":"https://e.org","lang":"en-US","tags":["one"," two "],)"
      R"("questions":[{"question":"Why?","answer":"So.\n\nYes."},)"
      R"({"question":"How?"}],)"
      R"("sources":["Some book CC-BY-SA-4.0",{"name":"N","licence":"MIT"},)"
      R"({"name":"O","licence":null}],"more":{"a":[1,2]}})");
  EXPECT_EQ(found.updated, "2026-04-01");
  EXPECT_EQ(found.url, "https://e.org");
  EXPECT_EQ(found.language, "en");
  EXPECT_EQ(found.tags, (std::vector<std::string>{"one", "two"}));
  ASSERT_EQ(found.sections.size(), 3u);
  EXPECT_EQ(found.sections[1].kind, PassageKind::kQuestion);
  EXPECT_EQ(found.sections[1].question, "Why?");
  EXPECT_EQ(texts(found.sections[1]),
            (std::vector<std::string>{"So.", "Yes."}));
  EXPECT_EQ(found.sections[2].question, "How?");
  EXPECT_TRUE(found.sections[2].blocks.empty());
  EXPECT_EQ(found.sources, (std::vector<Source>{{"Some book", "CC-BY-SA-4.0"},
                                                {"N", "MIT"},
                                                {"O", std::nullopt}}));
}

TEST(Jsonl, CutsTextAtBlankLines) {
  const Article found = article(
      R"({"_id":"a","text":"\n one\n two \r\n \t\r\n\nthree\r\rfour\n\n"})");
  ASSERT_EQ(found.sections.size(), 1u);
  EXPECT_EQ(texts(found.sections[0]),
            (std::vector<std::string>{" one\n two", "three", "four"}));
}

TEST(Jsonl, TakesTheIdForAMissingTitle) {
  for (const std::string_view title :
       {"", R"("title":"",)", R"("title":null,)", R"("title":" \n",)"}) {
    const std::string json =
        "{" + std::string(title) + R"("_id":"doc 1","text":"x"})";
    EXPECT_EQ(article(json).title, "doc 1") << json;
  }
}

TEST(Jsonl, TakesAnIntegerForAnId) {
  EXPECT_EQ(article(R"({"_id":42,"text":"x"})").id, "42");
  EXPECT_EQ(article(R"({"_id":-1,"text":"x"})").id, "-1");
  EXPECT_EQ(article(R"({"_id":18446744073709551615,"text":"x"})").id,
            "18446744073709551615");
}

TEST(Jsonl, WarnsOfAnArticleWithoutText) {
  for (const std::string_view json :
       {R"({"_id":"a","title":"t"})", R"({"_id":"a","text":" \n"})",
        R"({"_id":"a","text":null})"}) {
    const Result result = read(json);
    EXPECT_TRUE(result.article) << json;
    ASSERT_EQ(result.diagnostics.size(), 1u) << json;
    EXPECT_EQ(result.diagnostics[0].severity, Severity::kWarning);
    EXPECT_TRUE(result.article->sections.empty());
  }
}

TEST(Jsonl, SaysWhyALineIsNoArticle) {
  struct Case {
    std::string json;
    std::string reason;  // part of it
  };
  const std::vector<Case> cases = {
      {"nonsense", "not valid JSON at byte 2 of the line"},
      {R"({"_id":"a" "text":"x"})", "not valid JSON at byte 17"},
      {R"({"_id":"a","text":"x)", "not valid JSON at byte 21"},
      {R"({"_id":"a"} {})", "not valid JSON at byte 13"},
      {R"({"_id":"a","x":1e999})", "out of range"},
      {"[1]", "expected a JSON object, found array"},
      {"null", "expected a JSON object, found null"},
      {"{}", R"("_id" is missing)"},
      {R"({"id":"a","text":"x"})", R"("_id" is missing)"},
      {R"({"_id":null})", R"("_id" is missing)"},
      {R"({"_id":1.5})", R"("_id" must be a string or an integer)"},
      {R"({"_id":["a"]})", "found array"},
      {R"({"_id":" "})", R"("_id" is empty)"},
      {R"({"_id":"a\nb"})", "control character"},
      {R"({"_id":"a","title":5})", R"("title" must be a string; found number)"},
      {R"({"_id":"a","text":["x"]})",
       R"("text" must be a string; found array)"},
  };
  for (const Case& item : cases) {
    const Result result = read(item.json);
    EXPECT_FALSE(result.article) << item.json;
    ASSERT_EQ(result.diagnostics.size(), 1u) << item.json;
    EXPECT_EQ(result.diagnostics[0].severity, Severity::kError);
    EXPECT_NE(result.diagnostics[0].reason.find(item.reason), std::string::npos)
        << item.json << ": " << result.diagnostics[0].reason;
  }
}

TEST(Jsonl, HintsAtTheRightNameOfTheId) {
  EXPECT_EQ(read(R"({"id":"a"})").diagnostics.at(0).hint,
            R"(rename "id" to "_id")");
}

TEST(Jsonl, WarnsOfOptionalFieldsOfTheWrongShapeOnce) {
  struct Case {
    std::string field;
    std::string reason;
  };
  const std::vector<Case> cases = {
      {R"("updated":2026)", R"("updated" must be a string; found number)"},
      {R"("updated":"soon")", "date"},
      {R"("url":[])", R"("url" must be a string; found array)"},
      {R"("lang":true)", R"("lang" must be a string; found boolean)"},
      {R"("tags":"a")", R"("tags" must be an array of strings; found string)"},
      {R"("tags":[1,"b",2,3])", R"("tags"[0] must be strings; found number)"},
      {R"("questions":{"question":"a"})", "found object"},
      {R"("questions":[{"question":"Q?"},{"q":1},{"answer":"x"},5])",
       R"("questions"[1])"},
      {R"("sources":["a",{},{"licence":"MIT"}])", R"("sources"[1])"},
  };
  for (const Case& item : cases) {
    const std::string json = R"({"_id":"a","text":"x",)" + item.field + "}";
    const Result result = read(json);
    EXPECT_TRUE(result.article) << json;
    ASSERT_EQ(result.diagnostics.size(), 1u) << json;
    EXPECT_EQ(result.diagnostics[0].severity, Severity::kWarning);
    EXPECT_NE(result.diagnostics[0].reason.find(item.reason), std::string::npos)
        << json << ": " << result.diagnostics[0].reason;
  }
}

TEST(Jsonl, KeepsTheGoodEntriesBesideBadOnes) {
  const Result result =
      read(R"({"_id":"a","text":"x","tags":[1,"b"],"sources":[2,"c"],)"
           R"("questions":[3,{"question":"d?"}]})");
  ASSERT_TRUE(result.article);
  EXPECT_EQ(result.article->tags, std::vector<std::string>{"b"});
  EXPECT_EQ(result.article->sources.size(), 1u);
  EXPECT_EQ(result.article->sections.size(), 2u);
  EXPECT_EQ(result.diagnostics.size(), 3u);
}

TEST(Jsonl, ReplacesWhatIsNoUnicode) {
  struct Case {
    std::string json;
    std::string text;
  };
  const std::string bad = "\xEF\xBF\xBD";
  const std::vector<Case> cases = {
      {R"(a\ud800b)", "a" + bad + "b"},
      {R"(a\udc00)", "a" + bad},
      {R"(\uD800\uD800\uDC00)", bad + "\xF0\x90\x80\x80"},
      {R"(\ud83d\ude00)", "\xF0\x9F\x98\x80"},
      {R"(\\ud800)", R"(\ud800)"},
      {R"(\ud800\n)", bad},
      {"a\xFF"
       "b",
       "a" + bad + "b"},
      {"\xED\xA0\x80", bad + bad + bad},
  };
  for (const Case& item : cases) {
    const Article found = article(R"({"_id":"a","text":")" + item.json + "\"}");
    ASSERT_EQ(found.sections.size(), 1u) << item.json;
    EXPECT_EQ(texts(found.sections[0]), std::vector<std::string>{item.text});
  }
}

TEST(Jsonl, RefusesDeepNestingWithoutRecursion) {
  const size_t deep = 100'000;
  const std::string open = R"({"_id":"a","text":"x","y":)";
  std::string objects;
  for (size_t level = 0; level < deep; ++level) objects += R"({"a":)";
  for (const std::string& json :
       {std::string(deep, '['), open + std::string(deep, '['),
        open + std::string(deep, '[') + std::string(deep, ']') + "}",
        objects}) {
    const Result result = read(json);
    EXPECT_FALSE(result.article);
    ASSERT_EQ(result.diagnostics.size(), 1u);
    EXPECT_NE(result.diagnostics[0].reason.find("nested deeper"),
              std::string::npos);
  }
}

TEST(Jsonl, AllowsManyBracketsThatAreNotNested) {
  std::string json = R"({"_id":"a","text":"[[[[","y":[)";
  for (int times = 0; times < 1000; ++times) json += "[],";
  EXPECT_EQ(article(json + "[]]}").id, "a");
  const std::string text(10'000, '[');
  EXPECT_EQ(texts(article(R"({"_id":"a","text":")" + text + "\"}").sections[0]),
            std::vector<std::string>{text});
}

TEST(Jsonl, RefusesALineThatIsTooLong) {
  const std::string json =
      R"({"_id":"a","text":")" + std::string(kMaxJsonLineBytes, 'x') + "\"}";
  const Result result = read(json);
  EXPECT_FALSE(result.article);
  EXPECT_NE(result.diagnostics.at(0).reason.find("longer than"),
            std::string::npos);
}

TEST(Jsonl, TakesTheLastOfTwoEqualKeys) {
  EXPECT_EQ(article(R"({"_id":"a","_id":"b","text":"x"})").id, "b");
}

TEST(Jsonl, PassesOverAnEmptyLine) {
  const Result result = read(" \t\r");
  EXPECT_FALSE(result.article);
  EXPECT_TRUE(result.diagnostics.empty());
}

}  // namespace
}  // namespace ibid
