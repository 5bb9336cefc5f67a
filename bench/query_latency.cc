// SPDX-License-Identifier: GPL-3.0-or-later
// How long a question takes: a whole search with rerank, snippets and answer,
// beside the least that Xapian can do with it, a plain Enquire over the same
// passages. Both run in turn in one process, so that a busy machine slows both.
#include <fmt/format.h>
#include <xapian.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/ask.h"
#include "index/analysers.h"
#include "index/database.h"
#include "index/error.h"
#include "index/output.h"
#include "searcher/query_words.h"
#include "searcher/searcher.h"

namespace ibid {
namespace {

constexpr Xapian::doccount kHits = 10;
constexpr int kFailed = 2;

constexpr std::string_view kUsage = R"(query_latency DB QUERIES [ROUNDS [SIDE]]
query_latency --json DB QUERIES [ROUNDS [THREADS]]

Asks a database of ibid-indexer the queries of a file in BEIR's form (JSON lines
with "text") and prints the times of the first ten hits in milliseconds: of
ibid's search, and of a plain Enquire (BM25, the OR of the stems of all words,
the data of each hit read). A query's time is its median over ROUNDS (default 7)
after one round to warm up; p50, p95 and p99 are over the queries.
SIDE: ibid or enquire, to run that one alone under a profiler.
--json: ibid alone, as an object {"ms":[...],"per_second":...,"hits":...} of each
query's time on one thread and the queries a second on THREADS (default 2).
)";

struct Setup {
  std::string db;
  std::string queries;
  AskPlan plan;
  std::string side;  // empty: both
  bool json = false;
};

[[noreturn]] void fail_usage() {
  throw Error(ErrorKind::kUsage, "wrong arguments", std::string(kUsage));
}

Setup parse_arguments(std::vector<std::string> words) {
  Setup setup;
  setup.json = !words.empty() && words[0] == "--json";
  if (setup.json) words.erase(words.begin());
  if (words.size() < 2 || words.size() > 4) fail_usage();
  setup.db = words[0];
  setup.queries = words[1];
  if (words.size() > 2) setup.plan.rounds = positive_number(words[2], kUsage);
  if (words.size() > 3 && setup.json) {
    setup.plan.threads = positive_number(words[3], kUsage);
  } else if (words.size() > 3) {
    setup.side = words[3];
    if (setup.side != "ibid" && setup.side != "enquire") fail_usage();
  }
  return setup;
}

SearchRequest first_hits(const std::string& query) {
  SearchRequest request;
  request.text = query;
  request.rank.count = kHits;
  return request;
}

Asker make_asker(const std::string& db) {
  const auto searcher = std::make_shared<Searcher>(Database::open(db));
  return [searcher](const std::string& query) {
    return searcher->search(first_hits(query)).hits.size();
  };
}

// The stems of all words of a query, as the database has them. Found outside of
// the time taken, to the plain side's advantage.
std::vector<std::string> stems_of(const std::string& query,
                                  const std::vector<std::string>& languages,
                                  Analysers& analysers) {
  std::vector<std::string> stems;
  for (const QueryWord& word : query_words(query, languages, analysers)) {
    if (word.role != TokenRole::kWord) continue;
    stems.insert(stems.end(), word.stems.begin(), word.stems.end());
  }
  return stems;
}

// Gives back the bytes read, so that the reading cannot be left out.
size_t run_enquire(const Database& database,
                   const std::vector<std::string>& stems) {
  return database.read([&](const Xapian::Database& db) {
    Xapian::Enquire enquire(db);
    enquire.set_query(
        Xapian::Query(Xapian::Query::OP_OR, stems.begin(), stems.end()));
    const Xapian::MSet found = enquire.get_mset(0, kHits);
    size_t bytes = 0;
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
      bytes += hit.get_document().get_data().size();
    }
    return bytes;
  });
}

// One side's times, by query and round.
class Times {
 public:
  explicit Times(size_t queries) : by_query_(queries) {}

  void add(size_t query, double time) { by_query_[query].push_back(time); }
  bool empty() const { return by_query_.front().empty(); }

  // Over the queries, of their medians.
  double at(double share) const {
    std::vector<double> medians;
    for (const std::vector<double>& times : by_query_) {
      medians.push_back(percentile(times, 0.5));
    }
    return percentile(std::move(medians), share);
  }

  std::string row(std::string_view name) const {
    return fmt::format("{:<10}{:>8.3f}{:>8.3f}{:>8.3f}\n", name, at(0.5),
                       at(0.95), at(0.99));
  }

 private:
  std::vector<std::vector<double>> by_query_;
};

class Race {
 public:
  Race(const Setup& setup, std::vector<std::string> queries)
      : setup_(setup),
        queries_(std::move(queries)),
        database_(Database::open(setup.db)),
        searcher_(Database::open(setup.db)),
        ibid_(queries_.size()),
        enquire_(queries_.size()) {
    const std::vector<std::string> languages = database_.languages();
    Analysers analysers;
    for (const std::string& query : queries_) {
      stems_.push_back(stems_of(query, languages, analysers));
    }
  }

  void run() {
    for (int round = 0; round <= setup_.plan.rounds; ++round) {
      for (size_t i = 0; i < queries_.size(); ++i) {
        // Who comes second finds the blocks in the cache: take turns.
        const bool ibid_first = (static_cast<size_t>(round) + i) % 2 == 0;
        if (ibid_first) run_ibid(round, i);
        run_plain(round, i);
        if (!ibid_first) run_ibid(round, i);
      }
    }
  }

  std::string report() const {
    std::string out =
        fmt::format("{} queries, {} passages, {} rounds\n{:<10}{:>8}{:>8}{:>8}",
                    queries_.size(), database_.passage_count(),
                    setup_.plan.rounds, "ms", "p50", "p95", "p99");
    out += '\n';
    if (!ibid_.empty()) out += ibid_.row("ibid");
    if (!enquire_.empty()) out += enquire_.row("Enquire");
    if (!ibid_.empty() && !enquire_.empty()) {
      out += fmt::format("ratio of p50s {:.2f}\n",
                         ibid_.at(0.5) / enquire_.at(0.5));
    }
    return out;
  }

 private:
  void run_ibid(int round, size_t i) {
    if (setup_.side == "enquire") return;
    const SearchRequest request = first_hits(queries_[i]);
    const double time = milliseconds([&] { searcher_.search(request); });
    if (round > 0) ibid_.add(i, time);
  }

  void run_plain(int round, size_t i) {
    if (setup_.side == "ibid") return;
    const double time =
        milliseconds([&] { bytes_ += run_enquire(database_, stems_[i]); });
    if (round > 0) enquire_.add(i, time);
  }

  Setup setup_;
  std::vector<std::string> queries_;
  std::vector<std::vector<std::string>> stems_;  // by query
  Database database_;
  Searcher searcher_;
  Times ibid_;
  Times enquire_;
  size_t bytes_ = 0;
};

int run(const std::vector<std::string>& words) {
  if (!words.empty() && (words[0] == "--help" || words[0] == "-h")) {
    write_result(stdout, kUsage);
    return 0;
  }
  try {
    const Setup setup = parse_arguments(words);
    std::vector<std::string> queries = read_queries(setup.queries);
    if (setup.json) {
      const auto make = [&] { return make_asker(setup.db); };
      write_result(stdout, to_json(ask_all(queries, setup.plan, make)));
      return 0;
    }
    Race race(setup, std::move(queries));
    race.run();
    write_result(stdout, race.report());
    return 0;
  } catch (const Error& e) {
    tell(fmt::format("query_latency: {}\n{}\n", e.what(), e.hint()));
  } catch (const std::exception& e) {
    tell(fmt::format("query_latency: {}\n", e.what()));
  }
  return kFailed;
}

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) {
  return ibid::run(std::vector<std::string>(argv + 1, argv + argc));
}
