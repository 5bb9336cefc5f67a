// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bulk_form.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ibid {
namespace {

using Json = nlohmann::json;

struct Sample {
  ArticleRecord record;
  StoredPassage passage;
};

Sample sample() {
  Sample sample;
  sample.record.id = "rust.txt";
  sample.record.updated = "2026-04-01";
  sample.record.language = "en";
  sample.record.tags = {"rust"};
  sample.record.sources = {{"The book", "MIT"}, {"A friend", std::nullopt}};
  sample.record.passages.resize(2);
  sample.record.passages[1].span = {1200, 1500};
  sample.record.passages[1].line = 31;
  sample.passage.kind = PassageKind::kQuestion;
  sample.passage.title = "Rust";
  sample.passage.headings = {"Related Questions"};
  sample.passage.question = "Is it \"fast\"?";
  sample.passage.text = "Yes.\nVery \xC3\xBC.";
  return sample;
}

// Each line parsed, where all end in a line feed and none is empty.
std::vector<Json> parsed(const std::string& lines) {
  std::vector<Json> out;
  for (size_t start = 0; start < lines.size();) {
    const size_t end = lines.find('\n', start);
    EXPECT_NE(end, std::string::npos) << lines;
    if (end == std::string::npos) break;
    out.push_back(Json::parse(lines.substr(start, end - start)));
    start = end + 1;
  }
  return out;
}

std::vector<Json> lines_of(BulkForm form, const Sample& sample) {
  return parsed(bulk_lines(form, sample.record, 2, sample.passage));
}

const Json kFields = {{"id", "rust.txt#2"},
                      {"article", "rust.txt"},
                      {"kind", "question"},
                      {"title", "Rust"},
                      {"section", {"Related Questions"}},
                      {"question", "Is it \"fast\"?"},
                      {"text", "Yes.\nVery \xC3\xBC."},
                      {"start", 1200},
                      {"end", 1500},
                      {"line", 31},
                      {"exact", true},
                      {"updated", "2026-04-01"},
                      {"lang", "en"},
                      {"tags", {"rust"}},
                      {"sources", {"The book MIT", "A friend"}}};

TEST(BulkForm, OpenSearchTakesAnActionAndThenItsDocument) {
  const std::vector<Json> lines = lines_of(BulkForm::kOpenSearch, sample());
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], Json({{"index", {{"_id", "rust.txt#2"}}}}));
  EXPECT_EQ(lines[1], kFields);
}

TEST(BulkForm, VespaTakesOnePutALine) {
  const std::vector<Json> lines = lines_of(BulkForm::kVespa, sample());
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0], Json({{"put", "id:ibid:passage::rust.txt#2"},
                            {"fields", kFields}}));
}

TEST(BulkForm, EmptyFieldsAreLeftOut) {
  Sample bare;
  bare.record.id = "a";
  bare.record.passages.resize(2);
  bare.passage.text = "b";
  EXPECT_EQ(lines_of(BulkForm::kOpenSearch, bare)[1], Json({{"id", "a#2"},
                                                            {"article", "a"},
                                                            {"kind", "section"},
                                                            {"text", "b"},
                                                            {"start", 0},
                                                            {"end", 0},
                                                            {"line", 0},
                                                            {"exact", true}}));
}

TEST(BulkForm, AnIdThatAnEngineWouldRefuseIsHashed) {
  for (const std::string& id :
       {std::string(511, 'a'), std::string("bad\xFF"), std::string("a\nb\x01"),
        std::string("a\0b", 3), std::string("\xEF\xBF\xBF")}) {
    Sample odd = sample();
    odd.record.id = id;
    for (const BulkForm form : {BulkForm::kOpenSearch, BulkForm::kVespa}) {
      const Json first = lines_of(form, odd)[0];
      const std::string used = form == BulkForm::kVespa
                                   ? first["put"].get<std::string>().substr(17)
                                   : first["index"]["_id"].get<std::string>();
      EXPECT_EQ(used.size(), 32U) << used;
      EXPECT_EQ(used.find_first_not_of("0123456789abcdef"), std::string::npos);
    }
  }
  Sample longest = sample();
  longest.record.id = std::string(510, 'a');
  EXPECT_EQ(lines_of(BulkForm::kOpenSearch, longest)[0]["index"]["_id"],
            longest.record.id + "#2");
}

TEST(BulkForm, VespaGetsSpacesForWhatIsNoText) {
  Sample odd = sample();
  odd.passage.text = "a\x01\tb\x0C\n\xEF\xBF\xBE\xEF\xB7\x90\xF0\x9F\x98\x80";
  EXPECT_EQ(lines_of(BulkForm::kVespa, odd)[0]["fields"]["text"],
            "a \tb \n  \xF0\x9F\x98\x80");
  EXPECT_EQ(lines_of(BulkForm::kOpenSearch, odd)[1]["text"], odd.passage.text);
}

TEST(BulkForm, FormsHaveNames) {
  EXPECT_EQ(parse_bulk_form("opensearch"), BulkForm::kOpenSearch);
  EXPECT_EQ(parse_bulk_form("vespa"), BulkForm::kVespa);
  EXPECT_EQ(parse_bulk_form("lucene"), std::nullopt);
}

}  // namespace
}  // namespace ibid
