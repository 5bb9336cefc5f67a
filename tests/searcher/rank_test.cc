// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/rank.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "index/schema.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

// An article of 500 passages that all have the term "same".
class RankTest : public ::testing::Test {
 protected:
  RankTest() {
    const std::string key = article_key("a.txt");
    DatabaseWriter writer = DatabaseWriter::open(temp_.path_of("db"));
    writer.begin();
    ArticleRecord record;
    record.id = "a.txt";
    record.language = "en";
    for (int i = 0; i < 500; ++i) {
      StoredPassage passage;
      passage.article_key = key;
      passage.text = "Text " + std::to_string(i);
      PassagePlace place;
      place.hash = content_hash(passage);
      record.passages.push_back(place);
      Xapian::Document doc;
      doc.set_data(encode_passage(passage));
      doc.add_term("same");
      doc.add_boolean_term(unique_term(key, place.hash, 0));
      doc.add_value(kOrderSlot, order_key(place.hash));
      writer.add_document(doc);
    }
    writer.put_record(key, record);
    writer.commit();
  }

  const TempDir temp_;
};

TEST_F(RankTest, AsksOnceWhetherACandidateIsToBeLeftOut) {
  std::map<Xapian::docid, int> asked;
  RankStages stages;
  stages.accept = [&](const Ranked& hit) {
    ++asked[hit.document];
    return hit.passage.text == "Text 123";
  };
  const Ranking ranking = rank(Database::open(temp_.path_of("db")),
                               Xapian::Query("same"), {}, stages);
  ASSERT_EQ(ranking.hits.size(), 1U);
  EXPECT_EQ(ranking.hits[0].number, 124U);
  EXPECT_EQ(asked.size(), 500U);
  for (const auto& [document, times] : asked) {
    if (document == ranking.hits[0].document) continue;
    EXPECT_EQ(times, 1) << document;
  }
}

TEST_F(RankTest, SaysHowManyItDidNotLookAt) {
  RankStages stages;
  stages.accept = [](const Ranked& hit) {
    return hit.passage.text.ends_with("7");
  };
  const Database db = Database::open(temp_.path_of("db"));
  Ranking ranking = rank(db, Xapian::Query("same"), {}, stages);
  EXPECT_EQ(ranking.unchecked, 0U);
  stages.most_candidates = 100;
  ranking = rank(db, Xapian::Query("same"), {0, 60}, stages);
  EXPECT_EQ(ranking.unchecked, 400U);
  EXPECT_FALSE(ranking.total_exact);
  EXPECT_EQ(ranking.total, ranking.hits.size() * 5);
  stages.most_candidates = 500;
  ranking = rank(db, Xapian::Query("same"), {0, 60}, stages);
  EXPECT_EQ(ranking.unchecked, 0U);
  EXPECT_EQ(ranking.hits.size(), 50U);
}

}  // namespace
}  // namespace ibid
