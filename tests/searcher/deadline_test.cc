// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/deadline.h"

#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "index/schema.h"
#include "searcher/searcher.h"
#include "searcher/timed_weight.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

using std::chrono::milliseconds;

// One that has passed.
Deadline passed() {
  Deadline deadline(milliseconds(1));
  const auto end = std::chrono::steady_clock::now() + milliseconds(1);
  while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
  return deadline;
}

TEST(Deadline, NeverPassesWithoutALimit) {
  EXPECT_NO_THROW(Deadline().check());
  EXPECT_NO_THROW(Deadline(milliseconds(0)).check());
  EXPECT_NO_THROW(Deadline(std::chrono::hours(1)).check());
}

TEST(Deadline, ThrowsOncePassed) {
  try {
    passed().check();
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kLimit);
    EXPECT_FALSE(e.hint().empty());
  }
}

TEST(Deadline, LooksAtTheClockAfterManyShortSteps) {
  const Deadline deadline = passed();
  EXPECT_NO_THROW(deadline.count());
  const auto count_on = [&] {
    for (int i = 0; i < 10000; ++i) deadline.count();
  };
  EXPECT_THROW(count_on(), Error);
}

TEST(Deadline, EndsWhatIsCancelled) {
  bool cancelled = false;
  const Deadline deadline(milliseconds(0), [&] { return cancelled; });
  EXPECT_NO_THROW(deadline.check());
  cancelled = true;
  try {
    deadline.check();
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kInterrupted);
  }
  const auto count_on = [&] {
    for (int i = 0; i < 10000; ++i) deadline.count();
  };
  EXPECT_THROW(count_on(), Error);
}

// 20,000 documents with one word: more than the steps between two looks.
Xapian::WritableDatabase many_documents() {
  Xapian::WritableDatabase db("", Xapian::DB_BACKEND_INMEMORY);
  for (int i = 0; i < 20000; ++i) {
    Xapian::Document doc;
    doc.add_term("word", 1 + i % 7);
    doc.add_term("filler", 20000 - i);
    db.add_document(doc);
  }
  return db;
}

double best_weight(const Xapian::Database& db, const Xapian::Weight& weight) {
  Xapian::Enquire enquire(db);
  enquire.set_query(Xapian::Query("word"));
  enquire.set_weighting_scheme(weight);
  return enquire.get_mset(0, 10, db.get_doccount()).get_max_attained();
}

TEST(TimedWeight, EndsAMatchThatHasBegun) {
  const Xapian::WritableDatabase db = many_documents();
  EXPECT_THROW(best_weight(db, TimedWeight(passed())), Error);
}

TEST(TimedWeight, EndsAMatchThatIsCancelledOnceItHasBegun) {
  const Xapian::WritableDatabase db = many_documents();
  int asked = 0;
  const Deadline deadline(milliseconds(0), [&] { return ++asked == 3; });
  EXPECT_THROW(best_weight(db, TimedWeight(deadline)), Error);
  EXPECT_EQ(asked, 3);
}

std::map<Xapian::docid, double> all_weights(const Xapian::Database& db,
                                            const Xapian::Weight& weight) {
  Xapian::Enquire enquire(db);
  enquire.set_query(Xapian::Query("word"));
  enquire.set_weighting_scheme(weight);
  const Xapian::MSet found = enquire.get_mset(0, db.get_doccount());
  std::map<Xapian::docid, double> weights;
  for (auto hit = found.begin(); hit != found.end(); ++hit) {
    weights[*hit] = hit.get_weight();
  }
  return weights;
}

TEST(TimedWeight, WeighsToTheLastBitAsTheSchemeDoes) {
  Xapian::WritableDatabase db("", Xapian::DB_BACKEND_INMEMORY);
  for (const int length : {1, 2, 7, 300, 511, 512, 513, 9000}) {
    for (int i = 0; i < 14; ++i) {  // each kind twice
      Xapian::Document doc;
      doc.add_term("word", 1 + i % 7);
      doc.add_term("filler", length);
      db.add_document(doc);
    }
  }
  EXPECT_EQ(all_weights(db, TimedWeight(Deadline())),
            all_weights(db, Xapian::IneB2Weight(1.0)));
}

}  // namespace
}  // namespace ibid
