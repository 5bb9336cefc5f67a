// SPDX-License-Identifier: GPL-3.0-or-later
// How long a question takes: a whole search with rerank, snippets and answer,
// beside the least that Xapian can do with it, a plain Enquire over the same
// passages. Both run in turn in one process, so that a busy machine slows both.
#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "index/database.h"
#include "index/error.h"
#include "index/output.h"
#include "searcher/query_words.h"
#include "searcher/searcher.h"

namespace ibid {
namespace {

constexpr Xapian::doccount kHits = 10;
constexpr int kDefaultRounds = 7;
constexpr int kFailed = 2;

constexpr std::string_view kUsage = R"(query_latency DB QUERIES [ROUNDS [SIDE]]

Asks a database of ibid-indexer the queries of a file in BEIR's form (JSON lines
with "text") and prints the times of the first ten hits in milliseconds: of
ibid's search, and of a plain Enquire (BM25, the OR of the stems of all words,
the data of each hit read). A query's time is its median over ROUNDS (default 7)
after one round to warm up; p50, p95 and p99 are over the queries.
SIDE: ibid or enquire, to run that one alone under a profiler.
)";

struct Setup {
  std::string db;
  std::string queries;
  int rounds = kDefaultRounds;
  std::string side;  // empty: both
};

Setup parse_arguments(const std::vector<std::string>& words) {
  Setup setup;
  bool good = words.size() >= 2 && words.size() <= 4;
  if (good) {
    setup.db = words[0];
    setup.queries = words[1];
  }
  if (good && words.size() > 2) {
    const char* end = words[2].data() + words[2].size();
    const auto [stop, error] =
        std::from_chars(words[2].data(), end, setup.rounds);
    good = error == std::errc() && stop == end && setup.rounds > 0;
  }
  if (good && words.size() > 3) {
    setup.side = words[3];
    good = setup.side == "ibid" || setup.side == "enquire";
  }
  if (!good) {
    throw Error(ErrorKind::kUsage, "wrong arguments", std::string(kUsage));
  }
  return setup;
}

std::vector<std::string> read_queries(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> queries;
  for (std::string line; std::getline(in, line);) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_object() && json.contains("text")) {
      queries.push_back(json["text"].get<std::string>());
    }
  }
  if (queries.empty()) {
    throw Error(ErrorKind::kNotFound, fmt::format("no queries in {}", path));
  }
  return queries;
}

template <class Call>
double milliseconds(Call&& call) {
  const auto started = std::chrono::steady_clock::now();
  call();
  const auto taken = std::chrono::steady_clock::now() - started;
  return std::chrono::duration<double, std::milli>(taken).count();
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

// The value that a share of the values is not above.
double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const double place = std::ceil(share * static_cast<double>(values.size()));
  return values[std::max<size_t>(1, static_cast<size_t>(place)) - 1];
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
    for (int round = 0; round <= setup_.rounds; ++round) {
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
                    queries_.size(), database_.passage_count(), setup_.rounds,
                    "ms", "p50", "p95", "p99");
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
    SearchRequest request;
    request.text = queries_[i];
    request.rank.count = kHits;
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
    Race race(setup, read_queries(setup.queries));
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
