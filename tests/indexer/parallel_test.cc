// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the number of threads and the way it is built, the database is the
// same. Also run with ThreadSanitizer.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "index/database.h"
#include "index/error.h"
#include "indexer/indexer.h"
#include "tests/support/database_dump.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

constexpr size_t kNever = std::numeric_limits<size_t>::max();

std::string section(int article, int number) {
  return fmt::format("Part {} of {} tells of word{} and more. ", number,
                     article, number * 31 + article);
}

// Articles of all formats, some broken, some of the same id.
void write_articles(const TempDir& temp) {
  std::string lines;
  for (int n = 0; n < 60; ++n) {
    std::string text;
    std::string html = "<title>T</title><body>";
    for (int i = 0; i <= n % 7; ++i) {
      text += fmt::format("## Head {}\n\n{}\n\n", i, section(n, i));
      html += fmt::format("<h2>Head {}</h2><p>{}", i, section(n, i));
    }
    temp.write_file(fmt::format("a/{}.md", n), "# Title\n\n" + text);
    temp.write_file(fmt::format("a/{}.html", n), html);
    lines += fmt::format(R"({{"id":"line{}","title":"L","text":"{}"}})", n % 50,
                         section(n, 0)) +
             "\n";
    if (n % 20 == 0) lines += "no JSON\n";
  }
  temp.write_file("a/lines.jsonl", lines);
}

Report build(const TempDir& temp, const std::string& db, size_t jobs,
             size_t bulk_bytes, uint32_t shards = 0) {
  const std::atomic<bool> stop{false};
  IndexerOptions options;
  options.db = temp.path_of(db);
  options.paths = {temp.path_of("a")};
  options.quiet = true;
  options.jobs = jobs;
  options.bulk_bytes = bulk_bytes;
  options.shards = shards;
  return run_indexer(options, stop);
}

TEST(Parallel, TheDatabaseIsTheSameHoweverItIsBuilt) {
  const TempDir temp;
  write_articles(temp);
  const Report alone = build(temp, "alone", 1, kNever);
  EXPECT_GT(alone.passages.total, 300U);
  EXPECT_GT(alone.articles.failed, 0U);
  const std::vector<std::string> expected =
      dump_database(temp.path_of("alone"), temp.path_of(""));
  for (const size_t jobs : {1, 2, 5}) {
    for (const size_t bulk_bytes : {size_t{1}, kNever}) {
      const std::string db = fmt::format("db{}-{}", jobs, bulk_bytes);
      const Report report = build(temp, db, jobs, bulk_bytes);
      EXPECT_EQ(dump_database(temp.path_of(db), temp.path_of("")), expected)
          << db;
      EXPECT_EQ(report.passages.total, alone.passages.total) << db;
      EXPECT_EQ(report.articles.added, alone.articles.added) << db;
      ASSERT_EQ(report.diagnostics.size(), alone.diagnostics.size()) << db;
      for (size_t i = 0; i < report.diagnostics.size(); ++i) {
        EXPECT_EQ(report.diagnostics[i].reason, alone.diagnostics[i].reason);
      }
    }
  }
}

TEST(Parallel, TheDatabaseIsTheSameInAnyNumberOfShards) {
  const TempDir temp;
  write_articles(temp);
  build(temp, "alone", 2, 1);
  const std::vector<std::string> expected =
      dump_database(temp.path_of("alone"), temp.path_of(""));
  for (const uint32_t shards : {2U, 7U}) {
    for (const size_t bulk_bytes : {size_t{1}, kNever}) {
      const std::string db = fmt::format("db{}-{}", shards, bulk_bytes);
      build(temp, db, 3, bulk_bytes, shards);
      EXPECT_EQ(dump_database(temp.path_of(db), temp.path_of("")), expected)
          << db;
    }
  }
}

TEST(Parallel, ABulkBuildKeepsTheSynonymsThatWereThereBefore) {
  const TempDir temp;
  write_articles(temp);
  temp.write_file("synonyms", "car, automobile\n");
  const std::atomic<bool> stop{false};
  IndexerOptions options;
  options.db = temp.path_of("db");
  options.synonyms = temp.path_of("synonyms");
  options.quiet = true;
  run_indexer(options, stop);
  build(temp, "db", 2, 1);
  EXPECT_EQ(Database::open(temp.path_of("db")).synonyms().groups().size(), 1U);
}

TEST(Parallel, ABulkBuildStaysBehindALinkAndKeepsItsFoldersMode) {
  const TempDir temp;
  write_articles(temp);
  namespace fs = std::filesystem;
  fs::create_directories(temp.path_of("far/db"));
  fs::permissions(temp.path_of("far/db"), fs::perms::owner_all);
  fs::create_directory_symlink("far/db", temp.path_of("db"));
  const Report report = build(temp, "db", 2, 1);
  EXPECT_TRUE(fs::is_symlink(temp.path_of("db")));
  EXPECT_EQ(fs::status(temp.path_of("far/db")).permissions(),
            fs::perms::owner_all);
  EXPECT_EQ(Database::open(temp.path_of("far/db")).passage_count(),
            report.passages.total);
  EXPECT_FALSE(fs::exists(temp.path_of("far/db.rebuild")));
}

TEST(Parallel, AnInterruptedBulkBuildLeavesNothing) {
  const TempDir temp;
  write_articles(temp);
  const std::atomic<bool> stop{true};
  IndexerOptions options;
  options.db = temp.path_of("db");
  options.paths = {temp.path_of("a")};
  options.quiet = true;
  options.jobs = 3;
  options.bulk_bytes = 1;
  try {
    run_indexer(options, stop);
    FAIL() << "was not interrupted";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kInterrupted);
  }
  EXPECT_FALSE(std::filesystem::exists(temp.path_of("db/parts")));
  EXPECT_EQ(build(temp, "db", 3, 1).articles.kept, 0U);
}

}  // namespace
}  // namespace ibid
