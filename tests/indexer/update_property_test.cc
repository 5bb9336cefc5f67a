// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever was done to files and database: an update leaves the database as a
// build anew would make it.
//
// IBID_SEQUENCES=N runs N sequences of changes instead of a few hundred,
// IBID_SEED=N only that one; both, so many from that one on. A failure tells
// its seed and the steps up to it; databases are compared after every update,
// so it shows at the first step that goes wrong.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "index/error.h"
#include "index/shards.h"
#include "indexer/indexer.h"
#include "searcher/searcher.h"
#include "tests/support/database_dump.h"
#include "tests/support/random_world.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kSequences = 200;
constexpr uint32_t kSteps = 5;

uint32_t from_environment(const char* name, uint32_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise
                          : static_cast<uint32_t>(std::strtoul(value, {}, 10));
}

// A path that is indexed as a whole, and the options said for it so far.
struct Part {
  std::string path;
  std::string name;  // of --root
  GivenOptions said;
};

class Sequence {
  static constexpr size_t kNever = std::numeric_limits<size_t>::max();

 public:
  explicit Sequence(uint32_t seed)
      : world_(seed),
        db_(temp_.path_of("db")),
        jobs_(1 + seed % 3),
        bulk_bytes_(seed % 4 == 0 ? 1 : kNever),
        shards_(seed % 5 < 2 ? 2 + seed % 5 : 1) {}

  // Whether all went well. What went wrong: see log().
  bool run() {
    for (Part& part : parts_) index(part);
    if (!is_as_new()) return false;
    for (uint32_t step = 0; step < kSteps; ++step) {
      for (uint32_t i = world_.random(4); i > 0; --i) {
        say(world_.change());
      }
      world_.pass_time(world_.random(2) == 0 ? 0 : 10'000'000'000);
      disturb();
      if (!is_as_new()) return false;
    }
    say("mend");
    world_.mend();
    update_all();
    return is_as_new();
  }

  const std::string& log() const { return log_; }
  // Updates that looked at nothing but what had changed.
  uint32_t narrow() const { return narrow_; }

 private:
  void say(const std::string& what) { log_ += what + "\n"; }

  IndexerOptions options() const {
    IndexerOptions options;
    options.db = db_;
    options.quiet = true;
    options.jobs = jobs_;
    options.bulk_bytes = bulk_bytes_;
    options.shards = shards_;
    return options;
  }

  Report run_indexer(const IndexerOptions& options) {
    return ibid::run_indexer(options, stop_, world_.times());
  }

  void index(const Part& part) {
    run_part(part, db_, world_.at(part.path));
    world_.copy_to_shadow(part.path);
  }

  void run_part(const Part& part, const std::string& db,
                const std::string& path) {
    IndexerOptions one = options();
    one.db = db;
    if (db != db_) one.shards = 1;
    one.given = part.said;
    if (part.name.empty()) {
      one.paths = {path};
    } else {
      one.roots = {{part.name, path}};
    }
    run_indexer(one);
  }

  void update_all() {
    IndexerOptions all = options();
    if (world_.random(2) == 0) {
      for (const Part& part : parts_) all.paths.push_back(world_.at(part.path));
    }
    all.rehash = world_.random(8) == 0;
    all.all_or_nothing = world_.random(4) == 0;
    say("update all");
    world_.take_touched();
    left_ = run_indexer(all).left;
    world_.copy_to_shadow("");
  }

  // As a watch would, that looked on since the last update of all.
  void update_what_changed() {
    if (!left_) return update_all();
    Changes changes{world_.take_touched(), *left_};
    const std::optional<Report> report =
        run_for_changes(options(), stop_, changes, world_.times());
    if (!report) return update_all();
    ++narrow_;
    say(fmt::format("update of {} changes", changes.paths.size()));
    left_ = report->left;
    world_.copy_to_shadow("");
  }

  // What else happens to a database.
  void disturb() {
    if (shards_ > 1 && world_.random(3) == 0) return tear();
    switch (world_.random(9)) {
      case 0:
        return change_options();
      case 1:
        return remove_something();
      case 2:
        return interrupt();
      case 3:
        return update_a_folder();
      case 4:
      case 5:
      case 6:
        return update_what_changed();
      default:
        return update_all();
    }
  }

  void change_options() {
    Part& part = parts_[world_.random(2)];
    const uint32_t what = world_.random(4);
    if (what == 0) part.said.language = world_.random(2) == 0 ? "de" : "en";
    if (what == 1) part.said.exclude = {{"sub"}};
    if (what == 2) part.said.exclude.emplace();
    if (what == 3) part.said.include = {{"*.txt", "*.jsonl"}};
    say(fmt::format("options ({}) of {}", what, part.path));
    index(part);
  }

  void remove_something() {
    const std::vector<std::string> files = world_.files();
    const std::string file =
        files[world_.random(static_cast<uint32_t>(files.size()))];
    IndexerOptions forget = options();
    forget.remove = {world_.random(2) == 0 ? world_.at(file) : file.substr(2)};
    say("remove " + forget.remove[0]);
    run_indexer(forget);
    restore_parts();
    update_all();
  }

  // Roots that were forgotten are none to update.
  void restore_parts() {
    for (const Part& part : parts_) index(part);
  }

  // Ends a run by a signal or as a crash would, in batches of any size.
  void interrupt() {
    const bool crash = world_.random(2) == 0;
    // Times are asked for of all files first, then of each that was read, and
    // at each commit amid its lines.
    auto left = static_cast<uint32_t>(world_.files().size());
    left += world_.random(10);
    FileTimes times = world_.times();
    const auto of = times.of;
    times.of = [&](const std::string& path, const FileStat& stat) {
      if (left-- == 0) {
        if (crash) throw Error(ErrorKind::kInterrupted, "crash");
        stop_ = true;
      }
      return of(path, stat);
    };
    IndexerOptions all = options();
    all.batch_bytes = world_.random(2) == 0 ? 1 : 300;
    all.rehash = world_.random(2) == 0;
    say(fmt::format("{} after {}", crash ? "crash" : "interrupt", left));
    try {
      ibid::run_indexer(all, stop_, times);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kInterrupted);
    }
    stop_ = false;
    if (world_.random(2) == 0) say(world_.change());
    if (world_.random(2) == 0) update_a_part();
    update_all();
  }

  // An update of which not all shards were reached, the first of them never.
  void tear() {
    const TempDir before;
    fs::copy(db_, before.path(), fs::copy_options::recursive);
    update_all();
    for (uint32_t shard = 0; shard < shards_; ++shard) {
      if (shard > 0 && world_.random(2) == 0) continue;
      const std::string name = shard_folder_name(shard);
      say("undone in " + name);
      fs::remove_all(fs::path(db_) / name);
      fs::copy(before.path() / name, fs::path(db_) / name,
               fs::copy_options::recursive);
    }
    if (world_.random(2) == 0) say(world_.change());
    if (world_.random(2) == 0) update_a_part();
    update_all();
  }

  // Of what was cut short, so that some of it is still as it was left.
  void update_a_part() {
    constexpr std::array kParts = {"a/sub", "b", "a/one.jsonl", "a/two.jsonl",
                                   "c.jsonl"};
    const std::string part = kParts[world_.random(kParts.size())];
    if (part == "a/sub" && !world_.has_files("a/sub/")) return;
    IndexerOptions one = options();
    one.paths = {world_.at(part)};
    one.prune_all = true;
    say("update of " + part + " alone");
    run_indexer(one);
  }

  void update_a_folder() {
    const std::string folder = world_.random(2) == 0 ? "a/sub" : "b";
    if (!world_.has_files(folder + "/")) return update_all();
    IndexerOptions one = options();
    one.paths = {world_.at(folder)};
    // All that it has may be left out by the options of its root.
    one.prune_all = true;
    say("update " + folder);
    run_indexer(one);
    world_.copy_to_shadow(folder);
  }

  bool is_as_new() {
    const TempDir temp;
    const std::string db = temp.path_of("db");
    for (const Part& part : parts_) {
      run_part(part, db, world_.shadow_at(part.path));
    }
    const std::vector<std::string> is = dump_database(db_, world_.at(""));
    const std::vector<std::string> wanted =
        dump_database(db, world_.shadow_at(""));
    if (world_.shadow_is_broken()) return has_ids_of(db) && is_sound(is);
    const std::string found = difference(is, wanted);
    if (!found.empty()) say("differs from a new build:\n" + found);
    return found.empty() && finds_what(db) && is_quiet();
  }

  // Of a file with a broken line, what it said stays; nothing else is missing.
  bool has_ids_of(const std::string& db) {
    const std::set<std::string> is = ids_in(db_);
    const std::set<std::string> wanted = ids_in(db);
    const bool has = std::ranges::includes(is, wanted);
    if (!has) say(fmt::format("has {} instead of {}", is, wanted));
    return has;
  }

  static std::set<std::string> ids_in(const std::string& db) {
    std::set<std::string> ids;
    Database::open(db).each_record(
        [&](std::string_view, std::string_view data) {
          ids.insert(decode_place(data).id);
        });
    return ids;
  }

  bool is_sound(const std::vector<std::string>& dump) {
    for (const std::string& line : dump) {
      if (!line.starts_with("BROKEN")) continue;
      say(line);
      return false;
    }
    return true;
  }

  bool finds_what(const std::string& db) {
    const std::string hits = answers(db_);
    const std::string wanted = answers(db);
    if (hits != wanted) say("finds\n" + hits + "instead of\n" + wanted);
    return hits == wanted;
  }

  // A run with nothing to do writes nothing.
  bool is_quiet() {
    const uint64_t before = Database::open(db_).revision();
    IndexerOptions none = options();
    none.paths = {world_.at("b/fixed.txt")};
    run_indexer(none);
    const bool same = Database::open(db_).revision() == before;
    if (!same) say("a run with nothing to do has written");
    return same;
  }

  static std::string answers(const std::string& db) {
    Searcher searcher(Database::open(db));
    std::string all;
    for (const char* text : {"cats sleep", "\"posting lists\"", "says 1"}) {
      SearchRequest request;
      request.text = text;
      request.rank.count = 20;
      for (const Hit& hit : searcher.search(request).hits) {
        all += fmt::format("{}: {} {:.9f}\n", text, hit.id, hit.score);
      }
    }
    return all;
  }

  const TempDir temp_;
  RandomWorld world_;
  const std::string db_;
  const size_t jobs_;
  const size_t bulk_bytes_;
  const uint32_t shards_;
  std::vector<Part> parts_ = {
      {"a", "", {}}, {"b", "r", {}}, {"c.jsonl", "", {}}};
  std::atomic<bool> stop_{false};
  std::string log_;
  std::optional<FileStat> left_;  // by the last update of all
  uint32_t narrow_ = 0;
};

TEST(Update, LeavesTheDatabaseAsABuildAnewWouldMakeIt) {
  const uint32_t one = from_environment("IBID_SEED", 0);
  const uint32_t first = one == 0 ? 1 : one;
  const uint32_t count =
      from_environment("IBID_SEQUENCES", one == 0 ? kSequences : 1);
  uint32_t narrow = 0;
  for (uint32_t seed = first; seed < first + count; ++seed) {
    Sequence sequence(seed);
    ASSERT_TRUE(sequence.run()) << "IBID_SEED=" << seed << "\n"
                                << sequence.log();
    narrow += sequence.narrow();
  }
  // Else they were not tried.
  if (count >= kSequences) {
    EXPECT_GT(narrow, count / 4);
  }
}

}  // namespace
}  // namespace ibid
