// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/segments.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "index/error.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

Xapian::Document numbered(size_t number) {
  Xapian::Document document;
  document.add_term(fmt::format("n{}", number));
  document.add_posting("all", static_cast<Xapian::termpos>(number + 1));
  document.set_data(std::to_string(number));
  return document;
}

struct Case {
  size_t documents;
  size_t jobs;
  Segments::Sizes sizes;
};

void fill(Segments& segments, const Case& c) {
  std::vector<std::thread> threads;
  for (Worker worker = 0; worker < c.jobs; ++worker) {
    threads.emplace_back([&, worker] {
      for (size_t n = worker; n < c.documents; n += c.jobs) {
        segments.add(worker, numbered(n));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Segments, HoldAllThatSeveralThreadsAdd) {
  const Case kCases[] = {
      {0, 2, {}},        {1, 2, {}},         {100, 1, {1, 2}},
      {100, 3, {7, 2}},  {500, 4, {3, 5}},   {1000, 2, {400, 240}},
      {100, 2, {50, 2}}, {300, 2, {1, 300}},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(fmt::format("{} documents, {} jobs, {} and {}", c.documents,
                             c.jobs, c.sizes.passages, c.sizes.fan_in));
    const TempDir temp;
    std::filesystem::create_directory(temp.path_of("parts"));
    Segments segments(temp.path_of("parts"), c.jobs, c.sizes);
    fill(segments, c);
    std::vector<std::string> sources = segments.finish();
    // Something to merge even where there are none.
    Xapian::WritableDatabase records(temp.path_of("records"),
                                     Xapian::DB_CREATE);
    records.set_metadata("key", "value");
    records.commit();
    sources.push_back(temp.path_of("records"));
    merge_databases(sources, temp.path_of("all"));
    const Xapian::Database all(temp.path_of("all"));
    EXPECT_EQ(all.get_doccount(), c.documents);
    EXPECT_EQ(all.get_lastdocid(), c.documents);
    EXPECT_EQ(all.get_metadata("key"), "value");
    for (size_t n = 0; n < c.documents; ++n) {
      const auto found = all.postlist_begin(fmt::format("n{}", n));
      ASSERT_NE(found, all.postlist_end(fmt::format("n{}", n))) << n;
      EXPECT_EQ(all.get_document(*found).get_data(), std::to_string(n));
      EXPECT_EQ(*all.positionlist_begin(*found, "all"), n + 1);
    }
  }
}

TEST(Segments, SayThatTheirFolderIsGone) {
  const TempDir temp;
  Segments segments(temp.path_of("missing/parts"), 1, {});
  EXPECT_THROW(segments.add(0, numbered(1)), Error);
}

}  // namespace
}  // namespace ibid
